"""Tables of the registry: areas, the incidents declared there, the places and organisations found there."""

from .areas import Area, AreaChange, AreaInside, AreaLink, AreaName, valid_on
from .closings import Closing
from .incidents import Incident, IncidentArea
from .lists import ListedRow, Listing, Merge, Proposal
from .organisations import Contact, Identifier, Organisation
from .places import Place, Registration, RegistrationLink

__all__ = [
    "Area",
    "AreaChange",
    "AreaInside",
    "AreaLink",
    "AreaName",
    "Closing",
    "Contact",
    "Identifier",
    "Incident",
    "IncidentArea",
    "ListedRow",
    "Listing",
    "Merge",
    "Organisation",
    "Place",
    "Proposal",
    "Registration",
    "RegistrationLink",
    "valid_on",
]
