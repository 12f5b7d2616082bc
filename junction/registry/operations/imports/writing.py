"""Store what a list says: new places, registrations begun, ended and amended; each table at once."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models.functions import Coalesce, Greatest, Least

from junction.core.calendar import local_day
from junction.core.imports import Finding, Severity
from junction.core.telling import Tell, told
from junction.registry.models import ListedRow, Listing, Place, Registration
from junction.registry.rules.identifiers import IdentifierKind
from junction.registry.rules.listed import ListedPlace
from junction.registry.rules.matching import Match
from junction.registry.rules.places import PlaceDetails

from .amending import amend, is_newer, place_fields, registration_fields, without_corrected
from .areas import Lies
from .bearing import Bearing
from .copying import Copying
from .known import Known
from .later import LaterLists
from .providers import Providers
from .report import PlacesReport

BATCH = 2_000
_PLACE = """
name name_key service_type service_types address town postcode area council longitude latitude beds
details_on closed_on amending_at
"""
_REGISTRATION = """
name name_key organisation identifier_kind identifier service_types beds registered_from registered_until
ended_recorded_at amending_at
"""
PLACE_FIELDS, REGISTRATION_FIELDS = _PLACE.split(), _REGISTRATION.split()


class Writer:
    """Decides row by row in memory, then writes each table at once."""

    def __init__(
        self,
        matches: Sequence[Match],
        *,
        known: Known,
        areas: Sequence[Lies],
        beyond: frozenset[int],
        listed_on: date | None,
        now: datetime,
    ) -> None:
        """`beyond` are the positions of rows that are not taken."""
        self.matches, self.known, self.areas, self.beyond = matches, known, areas, beyond
        self.rows, self.listed_on, self.now = known.rows, listed_on, now
        self.fresh = [n for n in range(len(self.rows)) if n not in known.before and n not in beyond]
        self.providers = Providers([self.rows[n] for n in self.fresh], now=now)
        self.later = LaterLists(listed_on)
        self.registration_of: dict[int, Registration] = {}  # by position, for rows not known before
        self.new_places: list[Place] = []
        self.begun: list[Registration] = []
        self.changed_places: dict[int, Place] = {}
        self.changed_registrations: dict[int, Registration] = {}
        self.ended: dict[int, str] = {}  # registration to postcode

    @property
    def wrote(self) -> bool:
        """Tell whether the list says anything that was not known."""
        return bool(self.registration_of or self.ended)

    def write(self, report: PlacesReport, tell: Tell | None = None) -> None:
        """Decide every row, store all of it, and count."""
        self._load()
        for position, match in enumerate(told(self.matches, tell, of=len(self.matches))):
            if position in self.beyond:
                continue
            report.joined += match.place is not None
            if position in self.known.before:
                report.unchanged += 1
            elif match.registration is None:
                self._begin(position, match, report)
                report.created += 1
            else:
                changed = self._amend(position, match, report)
                report.changed += changed
                report.unchanged += not changed
        report.findings += self.bearing.kept
        self._store()
        self._end(report)
        report.places_created, report.begun = len(self.new_places), len(self.begun)

    def store_rows(self, listing: Listing) -> None:
        """Keep what each row said, with the registration it was taken to mean."""
        rows = [
            ListedRow(
                listing=listing,
                number=self.rows[position].number,
                place_id=registration.place_id,
                registration=registration,
                digest=self.known.digests[position],
                cells=dict(self.rows[position].said),
            )
            for position, registration in self.registration_of.items()
        ]
        Copying(rows).store()

    def _load(self) -> None:
        fresh = [self.matches[n] for n in self.fresh]
        registrations = {match.registration for match in fresh if match.registration}
        self.registrations = {one.pk: one for one in Registration.objects.filter(pk__among=registrations)}
        places = {match.place for match in fresh if match.place} | {
            one.place_id for one in self.registrations.values()
        }
        self.places = {one.pk: one for one in Place.objects.filter(pk__among=places)}
        self.bearing = Bearing([self.rows[n] for n in self.fresh], self.places, now=self.now)
        named = [pk for pk, place in self.places.items() if "name" in place.corrected]
        live = Registration.objects.filter(place__among=named, ended_recorded_at__isnull=True)
        self.leading = dict(live.order_by("-id").values_list("place", "id"))

    def _begin(self, position: int, match: Match, report: PlacesReport) -> None:
        row, where = self.rows[position], self.areas[position]
        until = row.registered_until or self._ended_later(row, where, report)
        details = self._details(row, where)
        if match.place is None:
            place = Place.of(details, now=self.now)
            place.closed_on = until
            self.new_places.append(place)
        else:
            place = self.places[match.place]
            self._amend_place(place, row, where)
            place.closed_on = place.closed_on if until else None
            self.changed_places[place.pk] = place
        registration = Registration.of(details, place, now=self.now)
        if until:
            registration.registered_until, registration.ended_recorded_at = until, self.now
        self.begun.append(registration)
        self.registration_of[position] = registration
        self.bearing.add(place, row)

    def _ended_later(self, row: ListedPlace, where: Lies, report: PlacesReport) -> date | None:
        until = self.later.until(row, where)
        if until:
            message = f"The complete list of {until} does not name it, so it was stored as ended by that day."
            report.findings.append(
                Finding(row.number, "name", row.name, "ended-since", Severity.WARNING, message)
            )
        return until

    def _details(self, row: ListedPlace, where: Lies) -> PlaceDetails:
        longitude, latitude = row.position or (None, None)
        return PlaceDetails(
            name=row.name,
            service_type=row.main_type,
            service_types=row.service_types,
            address=row.address,
            town=row.town,
            postcode=row.postcode,
            area=where.area,
            council=where.council,
            longitude=longitude,
            latitude=latitude,
            beds=row.beds,
            organisation=self.providers.of(row),
            identifier=(IdentifierKind.CQC_LOCATION, row.location) if row.location else None,
            registered_from=row.registered_from,
            details_on=self.listed_on,
        )

    def _amend(self, position: int, match: Match, report: PlacesReport) -> bool:
        row = self.rows[position]
        registration = self.registrations[match.registration or 0]
        self.registration_of[position] = registration
        place = self.places[registration.place_id]
        if not registration.is_live:
            return False  # an older list, about a time when it still held
        leads = self._leads(registration, place)
        newer = is_newer(self.listed_on, registration.last_listed_on)
        fields = registration_fields(row, self.providers.of(row))
        changed = amend(registration, fields, only_blanks=not newer)
        if row.registered_until:
            registration.registered_until, registration.ended_recorded_at = row.registered_until, self.now
            self.ended[registration.pk] = place.postcode
            changed.add("registered_until")
        if changed:
            self.changed_registrations[registration.pk] = registration
        if leads:
            changed |= self._amend_place(place, row, self.areas[position], report)
        return self.bearing.add(place, row, only_blanks=not newer) or bool(changed)

    def _leads(self, registration: Registration, place: Place) -> bool:
        """Tell whether a registration speaks for its place: that of its name, or the oldest.

        Where a person named the place, no registration may bear that name.
        """
        if place.pk in self.leading:
            return self.leading[place.pk] == registration.pk
        return place.name_key == registration.name_key

    def _amend_place(
        self, place: Place, row: ListedPlace, where: Lies, report: PlacesReport | None = None
    ) -> set[str]:
        fields, kept = without_corrected(place, place_fields(row, where), row)
        if report:
            report.findings += kept
        newer = is_newer(self.listed_on, place.details_on)
        changed = amend(place, fields, only_blanks=not newer)
        if newer and self.listed_on != place.details_on:
            place.details_on = self.listed_on or place.details_on
            self.changed_places[place.pk] = place
        if changed:
            self.changed_places[place.pk] = place
        return changed

    def _store(self) -> None:
        # Whole rows over themselves: one statement for thousands, where `bulk_update` takes many.
        over: dict[str, Any] = {"update_conflicts": True, "unique_fields": ["id"], "batch_size": BATCH}
        for one in (*self.changed_places.values(), *self.changed_registrations.values()):
            one.amending_at = self.now  # what they were is kept
        Place.objects.bulk_create(self.changed_places.values(), update_fields=PLACE_FIELDS, **over)
        Copying(self.new_places).store()
        Registration.objects.bulk_create(
            self.changed_registrations.values(), update_fields=REGISTRATION_FIELDS, **over
        )
        Copying(self.begun).store()
        self.bearing.store()
        if self.listed_on:
            seen = {one.pk for one in self.registration_of.values()} - {one.pk for one in self.begun}
            Registration.objects.filter(pk__among=seen).update(
                first_listed_on=Least(Coalesce("first_listed_on", self.listed_on), self.listed_on),
                last_listed_on=Greatest(Coalesce("last_listed_on", self.listed_on), self.listed_on),
            )

    def _end(self, report: PlacesReport) -> None:
        absent = Registration.objects.filter(pk__among=self.known.absent)
        self.ended |= dict(absent.values_list("id", "place__postcode"))
        absent.update(registered_until=self.listed_on, ended_recorded_at=self.now)
        ended = Registration.objects.filter(pk__among=self.ended).order_by()
        places = set(ended.values_list("place", flat=True))
        live = Registration.objects.filter(place__among=places, ended_recorded_at__isnull=True).order_by()
        emptied = places.difference(live.values_list("place", flat=True))
        closed_on = self.listed_on or local_day(self.now)
        Place.objects.filter(pk__among=emptied).update(closed_on=closed_on, amending_at=self.now)
        report.ended = len(self.ended)
