"""Every write to the registry: one transaction, one audit line each."""

from .areas import MayNotImportAreas, import_areas, load_area_facts
from .imports import MayNotImportPlaces, PlacesReport, import_places
from .places import CannotCreatePlace, IdentifierTaken, create_place, create_places

__all__ = [
    "CannotCreatePlace",
    "IdentifierTaken",
    "MayNotImportAreas",
    "MayNotImportPlaces",
    "PlacesReport",
    "create_place",
    "create_places",
    "import_areas",
    "import_places",
    "load_area_facts",
]
