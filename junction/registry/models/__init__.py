"""Tables of the registry: where (areas), and what is declared there (incidents)."""

from .areas import Area, AreaChange, AreaInside, AreaLink, AreaName
from .incidents import Incident, IncidentArea

__all__ = [
    "Area",
    "AreaChange",
    "AreaInside",
    "AreaLink",
    "AreaName",
    "Incident",
    "IncidentArea",
]
