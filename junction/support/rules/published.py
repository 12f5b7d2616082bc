"""What a feed of HSDS-UK 3.0 says of a service, an organisation, a location, a term: plain values to JSON.

A page of services holds what each has once, and its organisation; one service holds everything. Nothing of
it is about a person: a contact bears a number. Rows are taken as the directory's tables give them.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from .listed import made_id

Shown = dict[str, Any]
WAYS = {"at-home": "home visit", "in-person": "venue", "telephone": "phone"}  # as the standard's examples say
AREA_URI = "http://statistics.data.gov.uk/id/statistical-geography/"


def shown_service(one: Any, own: Callable[[UUID], str]) -> Shown:
    """What a page of services holds of each; `own` gives the address of our page where it has none."""
    return _said({
        "id": str(one.pk), "name": one.name, "description": one.description, "status": one.status,
        "url": one.url or own(one.pk), "email": one.email, "minimum_age": one.minimum_age,
        "maximum_age": one.maximum_age, "eligibility_description": one.eligibility, "alert": one.alert,
        "assured_date": one.assured_on.isoformat() if one.assured_on else None,
        "last_modified": one.last_modified.isoformat(), "organization": shown_organization(one.organisation),
    })  # fmt: skip


def shown_service_whole(one: Any, own: Callable[[UUID], str]) -> Shown:
    """Everything about one service."""
    contacts = []
    if one.phone:
        number = {"id": str(made_id(str(one.pk), "phone")), "number": one.phone}
        contacts = [{"id": str(made_id(str(one.pk), "contact")), "phones": [number]}]
    return shown_service(one, own) | _said({
        "schedules": _schedules(one),
        "service_areas": [_area(row) for row in one.areas.all()],
        "service_at_locations": [shown_service_at_location(row) for row in one.at_locations.all()],
        "attributes": [_attribute(row) for row in one.terms.all()],
        "contacts": contacts, "languages": one.details.get("languages", []),
        "cost_options": one.details.get("cost_options", []), "funding": one.details.get("funding", []),
    }, keep_empty=True)  # fmt: skip


def shown_minimal(one: Any) -> Shown:
    """Which service, and when it last changed."""
    return {"id": str(one.pk), "modified_date": one.last_modified.isoformat()}


def shown_organization(one: Any) -> Shown:
    """Who gives services; the standard wants a description, so the name stands where there is none."""
    return _said({
        "id": str(one.pk), "name": one.name, "description": one.description or one.name, "email": one.email,
        "website": one.website, "organization_identifiers": one.identifiers,
    })  # fmt: skip


def shown_location(one: Any) -> Shown:
    """Where services are given; an address is shown where all of it is known that the standard wants."""
    address = _said({
        "id": str(made_id(str(one.pk), "address")), "address_1": one.address, "city": one.town,
        "state_province": one.county or one.town, "postal_code": one.postcode, "country": "GB",
        "address_type": "physical",
    })  # fmt: skip
    access = [
        {"id": str(made_id(str(one.pk), "access", words)), "description": words}
        for words in one.accessibility
    ]
    return _said({
        "id": str(one.pk), "name": one.name, "description": one.description, "latitude": one.latitude,
        "longitude": one.longitude, "external_identifier": one.external_identifier,
        "external_identifier_type": one.external_identifier_type,
        "addresses": [address] if one.address and one.town and one.postcode else [], "accessibility": access,
    })  # fmt: skip


def shown_service_at_location(one: Any) -> Shown:
    """That a service is given somewhere, and where."""
    return {"id": str(one.pk), "service_id": str(one.service_id), "location_id": str(one.location_id),
            "location": shown_location(one.location)}  # fmt: skip


def shown_taxonomy(one: Any) -> Shown:
    """A list of terms."""
    return _said(
        {"id": str(one.pk), "name": one.name, "description": one.description or one.name, "uri": one.uri}
    )


def shown_taxonomy_term(one: Any) -> Shown:
    """One term, with the name of its list."""
    return _said({
        "id": str(one.pk), "code": one.code, "name": one.name, "term": one.name,
        "taxonomy": one.taxonomy.name,
        "taxonomy_id": str(one.taxonomy_id), "term_uri": one.uri,
        "parent_id": str(one.parent_id) if one.parent_id else None,
    })  # fmt: skip


def _schedules(one: Any) -> list[Shown]:
    """When, each with how it can be had; how alone, where it is not said when."""
    ways = {"attending_type": "; ".join(WAYS.get(code, code) for code in one.ways)} if one.ways else {}
    rows = [_schedule(row) | ways for row in one.schedules.all()]
    return rows or ([{"id": str(made_id(str(one.pk), "ways")), **ways}] if ways else [])


def _schedule(row: Any) -> Shown:
    days = {
        name: getattr(row, name) for name in ("valid_from", "valid_to", "dtstart", "opens_at", "closes_at")
    }
    return _said({
        "id": str(row.pk), "freq": row.freq, "interval": row.interval if row.freq else None,
        "byday": row.byday,
        "bymonthday": row.bymonthday, "description": row.description,
        **{name: value.isoformat() if value else None for name, value in days.items()},
    })  # fmt: skip


def _area(row: Any) -> Shown:
    uri = row.uri or (AREA_URI + row.area_id if row.area_id else "")
    return _said({"id": str(row.pk), "name": row.name or (row.area.name if row.area else ""), "uri": uri})


def _attribute(row: Any) -> Shown:
    return _said({
        "id": str(row.pk), "link_id": str(row.service_id), "taxonomy_term_id": str(row.term_id),
        "link_type": row.link_type, "taxonomy_term": shown_taxonomy_term(row.term),
    })  # fmt: skip


def _said(fields: Shown, *, keep_empty: bool = False) -> Shown:
    """Return the fields that say something."""
    return {
        name: value
        for name, value in fields.items()
        if value not in (None, "", *([] if keep_empty else [[]]))
    }
