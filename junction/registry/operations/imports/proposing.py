"""Likeness that a person must decide.

Places of one name and postcode, and registrations that may follow others.
"""

from collections import defaultdict
from datetime import datetime
from itertools import combinations

from junction.core.imports import Finding, Severity
from junction.registry.models import Place, Proposal, Registration, RegistrationLink
from junction.registry.rules.identifiers import IdentifierKind
from junction.registry.rules.matching import successions

from .report import PlacesReport
from .writing import Writer


class Proposer:
    """Proposes after a list was stored; what was proposed once, decided or not, is not proposed again."""

    def __init__(self, writer: Writer, *, now: datetime) -> None:
        self.writer, self.now = writer, now
        self.numbers = {
            id(registration): writer.rows[position].number
            for position, registration in writer.registration_of.items()
        }

    def propose(self, report: PlacesReport) -> None:
        """Store the proposals and tell of each."""
        self._duplicates(report)
        self._successors(report)
        self._stated()

    def _duplicates(self, report: PlacesReport) -> None:
        new = {place.pk for place in self.writer.new_places if place.postcode}
        postcodes = {place.postcode for place in self.writer.new_places if place.postcode}
        alike: dict[tuple[str, str], list[int]] = defaultdict(list)
        there = Place.objects.filter(postcode__among=postcodes, merged_into__isnull=True)
        for pk, key, code in there.order_by("id").values_list("id", "name_key", "postcode"):
            alike[key, code].append(pk)
        pairs = [pair for same in alike.values() for pair in combinations(same, 2) if new.intersection(pair)]
        rows = {begun.place_id: begun for begun in self.writer.begun}
        for place, other in pairs:
            begun = rows[max(new.intersection((place, other)))]
            message = f"{begun.name}, {begun.place.postcode}: another place has this name and postcode."
            self._tell(report, begun, "possible-duplicate", message)
        report.proposed_duplicates = len(pairs)
        Proposal.objects.bulk_create(
            (
                Proposal(
                    kind=Proposal.Kind.DUPLICATE,
                    place_id=place,
                    other_place_id=other,
                    reason="The same name and postcode.",
                    proposed_at=self.now,
                )
                for place, other in pairs
            ),
            ignore_conflicts=True,
        )

    def _successors(self, report: PlacesReport) -> None:
        begun = {one.pk: one for one in self.writer.begun if one.is_live}
        ended = Registration.objects.in_bulk(list(self.writer.ended))
        codes = {pk: one.place.postcode for pk, one in begun.items()} if ended else {}
        pairs = successions(self.writer.ended, codes)
        for pair in pairs:
            old, new = ended[pair.predecessor], begun[pair.successor]
            message = f"{new.name} ({new.identifier}) may succeed {old.name} ({old.identifier})."
            self._tell(report, new, "possible-successor", message)
        report.proposed_successors = len(pairs)
        report.ended_with_successor = len({pair.predecessor for pair in pairs})
        report.ended_with_several = len({pair.predecessor for pair in pairs if pair.is_ambiguous})
        Proposal.objects.bulk_create(
            (
                Proposal(
                    kind=Proposal.Kind.SUCCESSOR,
                    place_id=ended[pair.predecessor].place_id,
                    other_place_id=begun[pair.successor].place_id,
                    predecessor_id=pair.predecessor,
                    successor_id=pair.successor,
                    reason="One ended and the other began at the same postcode in the same list.",
                    is_ambiguous=pair.is_ambiguous,
                    proposed_at=self.now,
                )
                for pair in pairs
            ),
            ignore_conflicts=True,
        )

    def _stated(self) -> None:
        """Link the predecessors that the regulator itself names."""
        stated = [
            (registration, number, reason)
            for position, registration in self.writer.registration_of.items()
            for number, reason in self.writer.rows[position].predecessors
        ]
        held = Registration.objects.filter(
            identifier_kind=IdentifierKind.CQC_LOCATION, identifier__among=(number for _, number, _ in stated)
        )
        known = dict(held.order_by("id").values_list("identifier", "id"))
        RegistrationLink.objects.bulk_create(
            (
                RegistrationLink(
                    predecessor_id=known.get(number),
                    successor=registration,
                    predecessor_identifier=number,
                    successor_identifier=registration.identifier,
                    reason=reason[:200],
                    recorded_at=self.now,
                    recorded_by="regulator",
                )
                for registration, number, reason in stated
            ),
            ignore_conflicts=True,
        )

    def _tell(self, report: PlacesReport, registration: Registration, check: str, message: str) -> None:
        number = self.numbers.get(id(registration), 0)
        report.findings.append(Finding(number, "name", registration.name, check, Severity.WARNING, message))
