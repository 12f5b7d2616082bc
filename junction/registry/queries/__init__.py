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
from .lists import merges, merges_of, proposals
from .place_page import (
    audit_lines,
    contacts_of,
    councils_of,
    history,
    identifiers_of,
    places_in,
    places_run_by,
)
from .places import (
    families,
    live_registrations,
    place,
    place_by_identifier,
    places,
    registrations,
)
from .search import organisation, organisations, search_places

__all__ = [
    "ancestors",
    "area",
    "area_index",
    "area_match",
    "areas",
    "asked_by_area",
    "asked_of",
    "audit_lines",
    "children",
    "contacts_of",
    "councils_of",
    "families",
    "history",
    "holders",
    "identifiers_of",
    "incident",
    "incidents",
    "inside",
    "live_registrations",
    "merges",
    "merges_of",
    "organisation",
    "organisations",
    "parents",
    "place",
    "place_by_identifier",
    "places",
    "places_in",
    "places_run_by",
    "proposals",
    "registrations",
    "resolve_area",
    "search_places",
    "topmost",
    "upper_tiers",
]
