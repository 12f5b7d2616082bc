"""Keep one service of the directory: add it, change it, say that it is still right, withdraw it.

What is typed is read as a row of a list is, so that a list, a form and a machine are refused alike. What a
person changed here is no longer overwritten by its source.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.scope import Actor
from junction.registry.models import Area, Organisation

from ..models import DirectorySource, Location, Service, ServiceArea, ServiceAtLocation, ServiceSchedule
from ..queries import kept_services as queries
from ..queries.where import whereabouts
from ..rules.directory_book import directory_book
from ..rules.listed import ListedService, search_key
from ..rules.listed_rows import listed_one
from . import directory_refusals as refusals
from .directory_rows import area_rows, schedule_rows, store_services
from .service_states import keep_states

PLAIN = ("name", "description", "url", "email", "phone", "status", "eligibility", "minimum_age",
         "maximum_age", "places_free", "alert")  # fmt: skip
SHOWN = ("cost_options", "languages")
Cells = Mapping[str, str]


@transaction.atomic
def add_service(cells: Cells, *, keeper: int | None, area: str, by: Actor, now: datetime) -> Service:
    """Add a service of an organisation, or of a council's directory. Raise `NotYourDirectory`, `AreaNotKnown`
    or `CellsNotRight`.
    """
    if not queries.may_keep_for(by.scope, keeper, area):
        raise refusals.NotYourDirectory
    council = Area.objects.filter(pk=area).first()
    body = Organisation.objects.filter(pk=keeper).first() if keeper else None
    if council is None or (keeper and body is None):
        raise refusals.AreaNotKnown
    source = _source(body.name if body else council.name, council, by=by, now=now)
    one = _listed({"organisation": body.name if body else council.name, **cells}, source.name, by=by, now=now)
    one = replace(one, id=uuid4(), assured_on=local_day(now))
    store_services([one], source=source, keeper=keeper, now=now)
    Service.objects.filter(pk=one.id).update(edited_at=now)
    _record("added", one.id, by=by, now=now)
    return Service.objects.get(pk=one.id)


@transaction.atomic
def change_service(number: UUID, cells: Cells, *, by: Actor, now: datetime) -> Service:
    """Say anew what a service is; it counts as right today. Raise `CellsNotRight`, `Service.DoesNotExist`."""
    service, was = _held(number, by=by)
    one = _listed({**was, **cells, "organisation": was["organisation"]}, service.source.name, by=by, now=now)
    for name in PLAIN:
        setattr(service, name, getattr(one, name))
    service.needs, service.ways = list(one.needs), list(one.ways)
    service.places_free_on = local_day(now) if one.places_free is not None else None
    kept = {name: value for name, value in service.details.items() if name not in SHOWN}
    service.details = kept | _shown(service, was, cells, one)
    terms = [row.term.name for row in service.terms.all()]
    service.search_key = search_key(one.name, service.organisation.name, terms)
    _replace_rows(service, was, cells, one)
    _assured(service, now)
    service.edited_at = now
    service.save()
    keep_states([number], now=now)
    _record("changed", number, by=by, now=now)
    return service


@transaction.atomic
def assure_service(number: UUID, *, by: Actor, now: datetime) -> Service:
    """Say that what is listed is right today. Raise `NotInForce` or `Service.DoesNotExist`."""
    service, _ = _held(number, by=by)
    if service.status in (Service.Status.DEFUNCT, Service.Status.INACTIVE):
        raise refusals.NotInForce
    _assured(service, now)
    service.save(update_fields=["assured_on", "chased_on", "chases", "last_modified"])
    _record("assured", number, by=by, now=now)
    return service


@transaction.atomic
def withdraw_service(number: UUID, *, by: Actor, now: datetime) -> Service:
    """End a service: it is found no more, and the feed says that it ended."""
    service, _ = _held(number, by=by)
    service.status, service.edited_at, service.last_modified = Service.Status.DEFUNCT, now, now
    service.save(update_fields=["status", "edited_at", "last_modified"])
    keep_states([number], now=now)
    _record("withdrawn", number, by=by, now=now)
    return service


def _held(number: UUID, *, by: Actor) -> tuple[Service, dict[str, str]]:
    """Return a service one keeps, held until the transaction ends, and how its form shows it."""
    Service.objects.select_for_update().filter(pk=number).first()
    service = queries.one_kept(by.scope, number)
    return service, queries.typed_of(by.scope, service)


def _source(name: str, council: Area, *, by: Actor, now: datetime) -> DirectorySource:
    new = {"kind": DirectorySource.Kind.KEPT, "area": council, "taken_at": now, "taken_by": by.key}
    called = f"Kept by {name[:90]} ({council.pk})"
    return DirectorySource.objects.get_or_create(name=called, defaults=new)[0]


def _listed(cells: Cells, source: str, *, by: Actor, now: datetime) -> ListedService:
    """Read what was typed; its place lies where its postcode is known to."""
    one, wrong = listed_one(dict(cells), source=source, book=directory_book(local_day(now)))
    if one is None or wrong:
        raise refusals.CellsNotRight(cells={found.column: found.message for found in wrong})
    places = []
    for place in one.locations:
        point = whereabouts(by.scope, place.postcode, on=local_day(now)) if place.postcode else None
        places.append(replace(place, latitude=point.latitude, longitude=point.longitude) if point else place)
    return replace(one, locations=tuple(places))


def _shown(service: Service, was: Cells, cells: Cells, one: ListedService) -> dict[str, Any]:
    """Return costs and languages: as they were given where their text is unchanged."""
    texts = {"cost_options": "cost", "languages": "languages"}
    said = {
        name: service.details.get(name) if cells.get(text, was[text]) == was[text] else one.details.get(name)
        for name, text in texts.items()
    }
    return {name: value for name, value in said.items() if value}


def _replace_rows(service: Service, was: Cells, cells: Cells, one: ListedService) -> None:
    """Replace hours, areas and the first place, each only where its text was changed."""

    def is_new(*names: str) -> bool:
        return any(cells.get(name, was[name]).strip() != was[name] for name in names)

    one = replace(one, id=service.pk)
    if is_new("opening"):
        ServiceSchedule.objects.filter(service=service).delete()
        ServiceSchedule.objects.bulk_create(schedule_rows(one))
    if is_new("areas"):
        ServiceArea.objects.filter(service=service).delete()
        codes = {area.code for area in one.areas if area.code}
        known = set(Area.objects.filter(pk__in=codes).values_list("pk", flat=True))
        ServiceArea.objects.bulk_create(area_rows(one, known, service.source))
    if is_new("address", "town", "postcode"):
        _move(service, one)


def _move(service: Service, one: ListedService) -> None:
    first = next(iter(service.at_locations.all()), None)
    if first:
        first.delete()
    for place in one.locations:
        made = Location.objects.create(
            address=place.address, town=place.town, postcode=place.postcode, latitude=place.latitude,
            longitude=place.longitude, source=service.source,
        )  # fmt: skip
        ServiceAtLocation.objects.create(service=service, location=made)


def _assured(service: Service, now: datetime) -> None:
    service.assured_on, service.chased_on, service.chases = local_day(now), None, 0
    service.last_modified = now


def _record(what: str, number: UUID, *, by: Actor, now: datetime) -> None:
    record(at=now, by=by, verb=f"support.service.{what}", subject=f"service:{number}")
