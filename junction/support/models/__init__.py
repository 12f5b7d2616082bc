"""Tables of support. Every part has a module of its own, and all are gathered here."""

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
    "Location",
    "Need",
    "NeedEvent",
    "Offer",
    "OfferRoute",
    "OfferUse",
    "Person",
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
