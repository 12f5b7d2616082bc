"""Every read of the registry; each takes the scope of whoever asks."""

from .areas import (
    ancestors,
    area,
    area_index,
    area_match,
    areas,
    children,
    holders,
    inside,
    parents,
    resolve_area,
    topmost,
    upper_tiers,
)
from .incidents import asked_by_area, asked_of, incident, incidents
from .places import (
    families,
    live_registrations,
    place,
    place_by_identifier,
    places,
    registrations,
)

__all__ = [
    "ancestors",
    "area",
    "area_index",
    "area_match",
    "areas",
    "asked_by_area",
    "asked_of",
    "children",
    "families",
    "holders",
    "incident",
    "incidents",
    "inside",
    "live_registrations",
    "parents",
    "place",
    "place_by_identifier",
    "places",
    "registrations",
    "resolve_area",
    "topmost",
    "upper_tiers",
]
