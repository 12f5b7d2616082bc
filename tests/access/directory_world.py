"""The directory of services for the world of the matrix: one lunch club in Northham, as a feed brought it."""

import json
from datetime import datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from junction.core.calendar import local_day
from junction.people.queries import system_actor
from junction.support.files.directory import read_directory
from junction.support.models import (
    Location,
    Service,
    ServiceAtLocation,
    ServiceOrganisation,
    Taxonomy,
    TaxonomyTerm,
)
from junction.support.operations.directory_import import Taking, import_directory


def _id(number: int) -> str:
    return str(UUID(int=number))


def make_directory(world: SimpleNamespace, *, now: datetime) -> dict[str, Any]:
    """Make it; return what stands in addresses for it."""
    place = {"id": _id(1), "name": "Beck Hall", "latitude": 53.4, "longitude": -2.3}
    term = {"id": _id(2), "taxonomy": "Needs", "name": "Lunch club"}
    club = {
        "id": _id(3), "name": "Friday lunch club", "status": "active", "url": "https://club.example",
        "organization": {"id": _id(4), "name": "Northham Neighbours", "description": "Neighbours"},
        "service_at_locations": [{"id": _id(5), "location": place}],
        "attributes": [{"id": _id(6), "taxonomy_term": term}],
    }  # fmt: skip
    listed = read_directory(
        json.dumps([club]).encode(), filename="feed.json", source="Northham feed", on=local_day(now)
    )
    taking = Taking("Northham feed", world.north.code, keeper=world.charity.pk)
    import_directory(listed, taking, by=system_actor("matrix"), now=now)
    return {
        "service_id": Service.objects.get().pk, "organizations_id": ServiceOrganisation.objects.get().pk,
        "locations_id": Location.objects.get().pk, "taxonomies_id": Taxonomy.objects.get().pk,
        "service_at_locations_id": ServiceAtLocation.objects.get().pk,
        "taxonomy_terms_id": TaxonomyTerm.objects.get().pk,
    }  # fmt: skip
