"""Every write to the registry: one transaction, one audit line each."""

from .areas import MayNotImportAreas, import_areas, load_area_facts
from .bearing import (
    ContactKnown,
    IdentifierIsRegistered,
    add_contact,
    add_identifier,
    change_contact,
    end_contact,
    withdraw_identifier,
)
from .bodies import BodyIsKnown, NamelessBody, NotYourBody, NumberTaken, add_body
from .closing import (
    CannotReopenPlace,
    ClosedTooEarly,
    DayIsToCome,
    OpenedTooEarly,
    PlaceIsClosed,
    PlaceIsOpen,
    close_place,
    reopen_place,
)
from .details import correct_place
from .imports import MayNotImportPlaces, PlacesReport, import_places
from .incidents import (
    AlreadyStoodDown,
    CannotDeclareIncident,
    CannotExtendIncident,
    CannotStandDown,
    MayNotRunIncident,
    check_incident,
    declare_incident,
    extend_incident,
    stand_down_incident,
)
from .merging import CannotMergePlaces, CannotUndoMerge, NoReason, merge_places, undo_merge
from .places import CannotCreatePlace, IdentifierTaken, create_place, create_places
from .proposals import AlreadyDecided, accept_proposal, reject_proposal

__all__ = [
    "AlreadyDecided",
    "AlreadyStoodDown",
    "BodyIsKnown",
    "CannotCreatePlace",
    "CannotDeclareIncident",
    "CannotExtendIncident",
    "CannotMergePlaces",
    "CannotReopenPlace",
    "CannotStandDown",
    "CannotUndoMerge",
    "ClosedTooEarly",
    "ContactKnown",
    "DayIsToCome",
    "IdentifierIsRegistered",
    "IdentifierTaken",
    "MayNotImportAreas",
    "MayNotImportPlaces",
    "MayNotRunIncident",
    "NamelessBody",
    "NoReason",
    "NotYourBody",
    "NumberTaken",
    "OpenedTooEarly",
    "PlaceIsClosed",
    "PlaceIsOpen",
    "PlacesReport",
    "accept_proposal",
    "add_body",
    "add_contact",
    "add_identifier",
    "change_contact",
    "check_incident",
    "close_place",
    "correct_place",
    "create_place",
    "create_places",
    "declare_incident",
    "end_contact",
    "extend_incident",
    "import_areas",
    "import_places",
    "load_area_facts",
    "merge_places",
    "reject_proposal",
    "reopen_place",
    "stand_down_incident",
    "undo_merge",
    "withdraw_identifier",
]
