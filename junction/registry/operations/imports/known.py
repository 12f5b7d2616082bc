"""What the register holds of the places a list may mean, loaded with a few statements."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Q, QuerySet

from junction.registry import queries
from junction.registry.models import Identifier, ListedRow, Place, Registration
from junction.registry.rules.identifiers import IdentifierKind
from junction.registry.rules.listed import ListedPlace
from junction.registry.rules.matching import KnownPlace, KnownRegistration, Match, Matcher, Register

CQC = IdentifierKind.CQC_LOCATION


class Known:
    """The rows of a list beside what is known of them.

    Absence ends a live registration inside the area of a complete list when it was not listed or begun
    on a later day, and when the list speaks of its kind of service: a list of care homes does not end
    agencies.
    """

    def __init__(self, rows: Sequence[ListedPlace], *, listed_on: date | None, complete: str) -> None:
        self.rows, self.listed_on = rows, listed_on
        copies: dict[object, int] = defaultdict(int)
        self.digests = []
        for row in rows:
            plain = row.digest(listed_on, 0)
            self.digests.append(row.digest(listed_on, copies[plain]) if copies[plain] else plain)
            copies[plain] += 1
        self.may_end = frozenset(self._may_end(complete)) if complete else frozenset()

    def matches(self) -> list[Match]:
        """Return what each row means."""
        listed = ListedRow.objects.filter(digest__among=self.digests)
        before = {
            digest: (into or place, registration)
            for digest, place, into, registration in listed.values_list(
                "digest", "place_id", "place__merged_into_id", "registration_id"
            )
        }
        self.before = {n: before[digest] for n, digest in enumerate(self.digests) if digest in before}
        fresh = [row for n, row in enumerate(self.rows) if n not in self.before]
        matcher = Matcher(_register(fresh), listed_on=self.listed_on, may_end=self.may_end)
        matches = matcher.match(self.rows, self.before)
        self.absent = self.may_end - matcher.taken
        return matches

    def _may_end(self, complete: str) -> Iterable[int]:
        inside = queries.inside([complete], on=self.listed_on)
        kinds = {row.main_type for row in self.rows}
        there = Q(place__area__in=inside) | Q(place__council__in=inside)
        earlier = [
            Q(**{f"{day}__isnull": True}) | Q(**{f"{day}__lt": self.listed_on})
            for day in ("registered_from", "last_listed_on")
        ]
        live = Registration.objects.filter(there, *earlier, ended_recorded_at__isnull=True)
        return live.filter(place__service_type__in=kinds).values_list("id", flat=True)


def _register(rows: Sequence[ListedPlace]) -> Register:
    """What is known of the places these rows may mean."""
    numbers = {row.location for row in rows if row.location}
    postcodes = {row.postcode for row in rows if row.postcode}
    near = Place.objects.filter(postcode__among=postcodes).order_by("id")
    found = list(near.values_list("id", "merged_into_id", "postcode", "name_key", "address"))
    held = Registration.objects.filter(identifier_kind=CQC, identifier__among=numbers)
    borne = Identifier.objects.filter(kind=CQC, value__among=numbers, withdrawn_at__isnull=True)
    family = {pk for known in found for pk in known[:2] if pk}
    there = Registration.objects.filter(Q(place__among=family) | Q(place__merged_into__among=family))
    register = _places_at(found)
    for known in sorted(_known_registrations(there | held), key=lambda one: (one.until is None, one.id)):
        register.add(known)
    pairs = borne.exclude(place=None).values_list("value", "place_id", "place__merged_into_id")
    register.bearers = {value: into or place for value, place, into in pairs}
    return register


def _places_at(found: Iterable[tuple[int, int | None, str, str, str]]) -> Register:
    """The places at the postcodes of a list, each under that which answers for it, the oldest first."""
    register = Register()
    there: dict[str, dict[int, None]] = defaultdict(dict)
    for pk, into, postcode, key, address in found:
        place = register.places.setdefault(into or pk, KnownPlace(into or pk))
        place.keys.add(key)
        place.addresses.append(address)
        there[postcode][place.id] = None
    register.at_postcode = {postcode: list(places) for postcode, places in there.items()}
    return register


def _known_registrations(found: QuerySet[Registration]) -> Iterable[KnownRegistration]:
    columns = (
        "id",
        "place_id",
        "place__merged_into_id",
        "identifier_kind",
        "identifier",
        "name",
        "name_key",
        "organisation__name",
        "registered_until",
    )
    for pk, place, into, kind, identifier, name, key, provider, until in found.values_list(*columns):
        number = identifier if kind == CQC else ""
        yield KnownRegistration(pk, into or place, number, name, key, provider or "", until)
