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
from .needs import Concern, Need, NeedEvent, Person
from .offers import Offer, OfferRoute, OfferUse

__all__ = [
    "Concern",
    "DirectorySource",
    "HandOver",
    "Hub",
    "HubWeek",
    "Letter",
    "Location",
    "Need",
    "NeedEvent",
    "Offer",
    "OfferRoute",
    "OfferUse",
    "Person",
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
