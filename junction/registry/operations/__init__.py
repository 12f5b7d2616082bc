"""Every write to the registry: one transaction, one audit line each."""

from .areas import MayNotImportAreas, import_areas, load_area_facts
from .imports import MayNotImportPlaces, PlacesReport, import_places
from .incidents import (
    AlreadyStoodDown,
    CannotDeclareIncident,
    CannotExtendIncident,
    CannotStandDown,
    MayNotRunIncident,
    declare_incident,
    extend_incident,
    stand_down_incident,
)
from .places import CannotCreatePlace, IdentifierTaken, create_place, create_places

__all__ = [
    "AlreadyStoodDown",
    "CannotCreatePlace",
    "CannotDeclareIncident",
    "CannotExtendIncident",
    "CannotStandDown",
    "IdentifierTaken",
    "MayNotImportAreas",
    "MayNotImportPlaces",
    "MayNotRunIncident",
    "PlacesReport",
    "create_place",
    "create_places",
    "declare_incident",
    "extend_incident",
    "import_areas",
    "import_places",
    "load_area_facts",
    "stand_down_incident",
]
