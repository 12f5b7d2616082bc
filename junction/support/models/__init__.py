"""Tables of support. Every part has a module of its own, and all are gathered here."""

from .desk import HandOver, Hub, HubWeek, Letter, Recurrence
from .directory import (
    DirectorySource,
    Location,
    SearchWithoutResult,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceOrganisation,
    ServiceSchedule,
    ServiceTerm,
    Taxonomy,
    TaxonomyTerm,
)
from .launches import Launch, LaunchDecision, LaunchPromise, LaunchTie, LaunchVersion
from .needs import Concern, Need, NeedEvent, Person
from .offers import Offer, OfferRoute, OfferUse
from .programmes import (
    LinkResult,
    PressureAnswer,
    PressureCall,
    Programme,
    ProgrammeLink,
    ProgrammeVersion,
    Provision,
)

__all__ = [
    "Concern",
    "DirectorySource",
    "HandOver",
    "Hub",
    "HubWeek",
    "Launch",
    "LaunchDecision",
    "LaunchPromise",
    "LaunchTie",
    "LaunchVersion",
    "Letter",
    "LinkResult",
    "Location",
    "Need",
    "NeedEvent",
    "Offer",
    "OfferRoute",
    "OfferUse",
    "Person",
    "PressureAnswer",
    "PressureCall",
    "Programme",
    "ProgrammeLink",
    "ProgrammeVersion",
    "Provision",
    "Recurrence",
    "SearchWithoutResult",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "ServiceOrganisation",
    "ServiceSchedule",
    "ServiceTerm",
    "Taxonomy",
    "TaxonomyTerm",
]
