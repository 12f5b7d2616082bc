"""Tables of the registry: areas, the incidents declared there, the places and organisations found there."""

from .among import Among
from .areas import Area, AreaChange, AreaInside, AreaLink, AreaName, valid_on
from .closings import Closing
from .incidents import Incident, IncidentArea
from .known import as_known, table_as_known
from .lists import ListedRow, Listing, Merge, Proposal
from .organisations import Contact, Identifier, Organisation
from .past import OrganisationPast, PlacePast, RegistrationPast
from .places import Place, Registration, RegistrationLink, gives, lies_in
from .postcodes import Postcode

__all__ = [
    "Among",
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
    "OrganisationPast",
    "Place",
    "PlacePast",
    "Postcode",
    "Proposal",
    "Registration",
    "RegistrationLink",
    "RegistrationPast",
    "as_known",
    "gives",
    "lies_in",
    "table_as_known",
    "valid_on",
]
