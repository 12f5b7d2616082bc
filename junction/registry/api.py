"""Places by machine: search and page through those in reach, and read one."""

from datetime import date
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema

from junction.core.http.leave import actor_with
from junction.core.pages.context import actor_of
from junction.registry import queries

router = Router(tags=["Places"])


class PlaceOut(Schema):
    """A place as the registry knows it now."""

    id: int
    name: str
    service_type: str
    service_types: list[str]
    address: str
    town: str
    postcode: str
    area_id: str | None
    council_id: str | None
    longitude: float | None
    latitude: float | None
    beds: int | None
    closed_on: date | None


class PlacesOut(Schema):
    """One page of places; `next_after` asks for the next, none at the end."""

    items: list[PlaceOut]
    next_after: int | None


@router.get("/places", response=PlacesOut)
def places(
    request: HttpRequest,
    q: str = Query("", max_length=100, description="Name, postcode or number; typing errors are forgiven."),
    area: str = Query("", max_length=9, description="Code of a council."),
    after: int = Query(0, ge=0, le=2**62, description="The last number of the page before."),
    limit: int = Query(100, ge=1, le=1000),
) -> Any:
    """Places in reach, by number."""
    scope = actor_with(request, "registry.see").scope
    found = queries.search_places(scope, q).filter(pk__gt=after).order_by("pk")
    if area:
        found = found.filter(pk__in=queries.places_in(scope, area))
    items = list(found[: limit + 1])
    return {"items": items[:limit], "next_after": items[limit - 1].pk if len(items) > limit else None}


@router.get("/places/{int:place_id}", response=PlaceOut)
def place(request: HttpRequest, place_id: int) -> Any:
    """One place, or the one it was merged into."""
    try:
        return queries.place(actor_of(request).scope, place_id)
    except ObjectDoesNotExist:
        raise Http404 from None
