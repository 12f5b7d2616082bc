"""Put listed services into their tables, many rows at a time; what another source brought is not touched.

What belongs to one service alone (schedules, areas, terms, where it is given) is replaced as a whole.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import models

from junction.core.calendar import local_day
from junction.registry.models import Area

from ..models import (
    DirectorySource,
    Location,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceOrganisation,
    ServiceSchedule,
    ServiceTerm,
    Taxonomy,
    TaxonomyTerm,
)
from ..rules.listed import ListedService, made_id, search_key
from .service_states import keep_states

BATCH = 2_000


def store_services(
    services: Sequence[ListedService], *, source: DirectorySource, keeper: int | None, now: datetime
) -> None:
    """Store services that were found to be new or to say something else."""
    _upsert(ServiceOrganisation, _own(source, [_organisation(one, source) for one in services]))
    _upsert(Location, _own(source, [row for one in services for row in _locations(one, source)]))
    _terms(services)
    rows = [_service(one, source, keeper, now) for one in services]
    _upsert(Service, rows, keep=("added_at", "keeper_id", "chased_on", "chases", "edited_at"))
    ids = [one.id for one in services]
    for table in (ServiceArea, ServiceAtLocation, ServiceSchedule, ServiceTerm):
        table._default_manager.filter(service_id__in=ids).delete()
    known = _known_areas(services)
    _upsert(ServiceAtLocation, [row for one in services for row in _links(one)])
    _upsert(ServiceArea, [row for one in services for row in area_rows(one, known, source)])
    _upsert(ServiceSchedule, [row for one in services for row in schedule_rows(one)])
    _upsert(ServiceTerm, [row for one in services for row in _classed(one)])
    keep_states(ids, now=now)


def _upsert(table: type[models.Model], rows: Sequence[Any], *, keep: Sequence[str] = ()) -> None:
    """Write rows by their identifiers; what is there under one is overwritten, but for what is to be kept."""
    once = list({row.pk: row for row in rows}.values())
    names = [
        field.name
        for field in table._meta.concrete_fields
        if not (field.primary_key or field.generated or field.attname in keep)
    ]
    table._default_manager.bulk_create(
        once, batch_size=BATCH, update_conflicts=True, unique_fields=["id"], update_fields=names
    )


def _own(source: DirectorySource, rows: Sequence[Any]) -> list[Any]:
    """Return the rows whose identifier no other source brought before."""
    if not rows:
        return []
    table = type(rows[0])._default_manager
    others = table.filter(pk__in={row.pk for row in rows}).exclude(source=source)
    held = set(others.values_list("pk", flat=True))
    return [row for row in rows if row.pk not in held]


def _organisation(one: ListedService, source: DirectorySource) -> ServiceOrganisation:
    body = one.organisation
    return ServiceOrganisation(
        id=body.id, name=body.name, description=body.description, email=body.email, website=body.website,
        identifiers=[dict(row) for row in body.identifiers], source=source,
    )  # fmt: skip


def _locations(one: ListedService, source: DirectorySource) -> list[Location]:
    return [
        Location(
            id=place.id, name=place.name, description=place.description, latitude=place.latitude,
            longitude=place.longitude, address=place.address, town=place.town, county=place.county,
            postcode=place.postcode, external_identifier=place.external_identifier,
            external_identifier_type=place.external_identifier_type, accessibility=list(place.accessibility),
            source=source,
        )
        for place in one.locations
    ]  # fmt: skip


def _service(one: ListedService, source: DirectorySource, keeper: int | None, now: datetime) -> Service:
    return Service(
        id=one.id, organisation_id=one.organisation.id, source=source, keeper_id=keeper,
        area_id=source.area_id,
        name=one.name, description=one.description, url=one.url, email=one.email, phone=one.phone,
        search_key=search_key(one.name, one.organisation.name, (term.name for term in one.terms)),
        status=one.status, needs=list(one.needs), ways=list(one.ways), eligibility=one.eligibility,
        minimum_age=one.minimum_age,
        maximum_age=one.maximum_age, places_free=one.places_free,
        places_free_on=local_day(now) if one.places_free is not None else None, alert=one.alert,
        details=dict(one.details), assured_on=one.assured_on, digest=one.digest,
        last_modified=one.last_modified or now, added_at=now,
    )  # fmt: skip


def _terms(services: Sequence[ListedService]) -> None:
    terms = {term.id: term for one in services for term in one.terms}
    lists = {term.taxonomy_id: Taxonomy(id=term.taxonomy_id, name=term.taxonomy) for term in terms.values()}
    Taxonomy.objects.bulk_create(list(lists.values()), ignore_conflicts=True)
    rows = [
        TaxonomyTerm(id=term.id, taxonomy_id=term.taxonomy_id, code=term.code, name=term.name, uri=term.uri)
        for term in terms.values()
    ]
    TaxonomyTerm.objects.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH)


def _known_areas(services: Sequence[ListedService]) -> set[str]:
    codes = {area.code for one in services for area in one.areas if area.code}
    return set(Area.objects.filter(pk__in=codes).values_list("pk", flat=True))


def _links(one: ListedService) -> list[ServiceAtLocation]:
    return [
        ServiceAtLocation(
            id=made_id(str(one.id), "at", str(place.id)),
            service_id=one.id,
            location_id=place.id,
        )
        for place in one.locations
    ]


def area_rows(one: ListedService, known: set[str], source: DirectorySource) -> list[ServiceArea]:
    """Return whom it is for by where they live: of what says nothing and has no place, the source's area."""
    said = [
        ServiceArea(
            id=made_id(str(one.id), "area", str(area.id)), service_id=one.id,
            area_id=area.code if area.code in known else None, name=area.name,
            uri=area.uri,
        )
        for area in one.areas
    ]  # fmt: skip
    if said or one.locations or not source.area_id:
        return said
    return [ServiceArea(id=made_id(str(one.id), "whole"), service_id=one.id, area_id=source.area_id)]


def schedule_rows(one: ListedService) -> list[ServiceSchedule]:
    found = []
    for listed in one.openings:
        rule = listed.opening
        found.append(
            ServiceSchedule(
                id=made_id(str(one.id), "schedule", str(listed.id)), service_id=one.id,
                freq=rule.freq, interval=rule.interval, byday=rule.byday,
                bymonthday=rule.bymonthday, dtstart=rule.dtstart, valid_from=rule.valid_from,
                valid_to=rule.valid_to, opens_at=rule.opens_at, closes_at=rule.closes_at,
                description=listed.description,
            )
        )  # fmt: skip
    return found


def _classed(one: ListedService) -> list[ServiceTerm]:
    return [
        ServiceTerm(
            id=made_id(str(one.id), "term", str(term.id)), service_id=one.id, term_id=term.id,
            link_type=term.link_type,
        )
        for term in one.terms
    ]  # fmt: skip
