"""Places and areas as rows of files that their own imports take in again.

A place is a row for each registration in force, in the columns of the template of lists of places; all of it
as it was known at `as_at`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import F, Prefetch, Q, QuerySet

from junction.core.scope import Scope
from junction.core.telling import Tell, told
from junction.registry.files.place_lists import TEMPLATE
from junction.registry.models import (
    Area,
    AreaChange,
    AreaLink,
    AreaName,
    Contact,
    Identifier,
    Organisation,
    Place,
    Registration,
    as_known,
)
from junction.registry.rules.area_table import LINK_COLUMNS, NEEDED
from junction.registry.rules.service_types import LABELS, ServiceType

from .areas import areas
from .places import live_registrations, places

PLACE_COLUMNS = tuple(TEMPLATE)
AREA_COLUMNS = (*NEEDED, "ended_on", "longitude", "latitude", *LINK_COLUMNS, "replaced_by", "other_names")
AT_ONCE = 1_000


def exported_places(
    scope: Scope, *, areas: Collection[str] = (), as_at: datetime | None = None, tell: Tell | None = None
) -> Iterator[list[object]]:
    """Yield the rows of the places in these areas (all in scope, if none), by name; streamed."""
    found = places(scope, as_at=as_at)
    if areas:
        found = found.filter(Q(area__in=areas) | Q(council__in=areas))
    with transaction.atomic():
        count = found.count() if tell else 0
        for place in told(_with_everything(scope, found, as_at).iterator(AT_ONCE), tell, of=count):
            registered = place.in_force or [None]  # type: ignore[attr-defined] # prefetched
            yield from (_place_row(place, registration) for registration in registered)


def _with_everything(scope: Scope, found: QuerySet[Place], as_at: datetime | None) -> QuerySet[Place]:
    runs = Prefetch("organisation", as_known(Organisation, as_at))
    held = live_registrations(scope, as_at=as_at).prefetch_related(runs).order_by("id")
    providers = Identifier.objects.filter(_known(as_at, until="withdrawn_at"), kind="cqc-provider")
    borne = Identifier.objects.filter(_known(as_at, until="withdrawn_at"), kind__in=["ods", "uprn"])
    return found.select_related("area").prefetch_related(
        Prefetch("registrations", held, to_attr="in_force"),
        Prefetch("in_force__organisation__identifiers", providers, to_attr="numbers"),
        Prefetch("identifiers", borne.order_by("id"), to_attr="numbers"),
        Prefetch("contacts", Contact.objects.filter(_known(as_at, until="ended_at")), to_attr="ways"),
    )


def _known(as_at: datetime | None, *, until: str) -> Q:
    if as_at is None:
        return Q(**{f"{until}__isnull": True})
    return Q(recorded_at__lte=as_at) & (Q(**{f"{until}__isnull": True}) | Q(**{f"{until}__gt": as_at}))


def _place_row(place: Place, registration: Registration | None) -> list[object]:
    cells: dict[str, object] = {
        "name": place.name,
        "address": place.address,
        "town": place.town,
        "postcode": place.postcode,
        "area_name": place.area.name if place.area else "",
        "beds": place.beds,
        "longitude": place.longitude,
        "latitude": place.latitude,
    }
    types = place.service_types
    for number in reversed(place.numbers):  # type: ignore[attr-defined] # prefetched
        cells[number.kind] = number.value
    for way in reversed(place.ways):  # type: ignore[attr-defined] # prefetched
        cells[way.kind] = way.value
    if registration is not None:
        types = registration.service_types or types
        cells |= {"name": registration.name, "registered_from": registration.registered_from}
        cells["beds"] = place.beds if registration.beds is None else registration.beds
        if registration.identifier_kind == "cqc-location":
            cells["location_id"] = registration.identifier
        if registration.organisation:
            numbers = registration.organisation.numbers  # type: ignore[attr-defined] # prefetched
            cells["provider"] = registration.organisation.name
            cells["provider_id"] = numbers[0].value if numbers else ""
    cells["types"] = "|".join(LABELS[ServiceType(one)] for one in types)
    return [cells.get(column, "") for column in PLACE_COLUMNS]


def exported_areas(scope: Scope, *, codes: Collection[str] = ()) -> Iterator[list[object]]:
    """Yield the rows of these areas (all, if none), by code: as `import areas` takes them."""
    found = areas(scope).order_by("code")
    wanted = list(found.filter(code__in=codes) if codes else found)
    spans = {area.pk: (area.started_on, area.ended_on) for area in Area.objects.all()}
    links: dict[tuple[str, str], list[str]] = defaultdict(list)
    for link in AreaLink.objects.order_by("valid_from", "-share", "parent_id"):
        links[link.child_id, link.kind].append(_link_cell(link, spans))
    names: dict[str, list[str]] = defaultdict(list)
    for code, name in AreaName.objects.exclude(name=F("area__name")).values_list("area_id", "name"):
        names[code].append(name)
    successors: dict[str, list[str]] = defaultdict(list)
    for old, new in AreaChange.objects.order_by("new_id").values_list("old_id", "new_id"):
        successors[old].append(new)
    for area in wanted:
        above = [" ".join(links[area.pk, kind]) for kind in LINK_COLUMNS]
        own = (area.code, area.name, area.kind, area.started_on, area.ended_on, area.longitude, area.latitude)
        yield [*own, *above, " ".join(successors[area.pk]), "; ".join(sorted(names[area.pk]))]


def _link_cell(link: AreaLink, spans: Mapping[str, tuple[date, date | None]]) -> str:
    """Write a link as `rules/area_table.py` reads it: dates only where both areas' own do not say them."""
    (start, end), (above_start, above_end) = spans[link.child_id], spans[link.parent_id]
    whole = max(start, above_start), min((day for day in (end, above_end) if day), default=None)
    share = "" if link.share == 1 else f":{Decimal(link.share).normalize():f}"
    if (link.valid_from, link.valid_until) == whole:
        return f"{link.parent_id}{share}"
    until = f"/{link.valid_until.isoformat()}" if link.valid_until else ""
    return f"{link.parent_id}{share}@{link.valid_from.isoformat()}{until}"
