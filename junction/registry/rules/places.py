"""What must be known to make a place, as plain values."""

from dataclasses import dataclass
from datetime import date

from junction.core.scope import Reach

from .identifiers import IdentifierKind
from .names import name_key


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceDetails:
    """A place to be made, with its first registration.

    `identifier` is the registration's own; with none, the name and the postcode stand for one. `area` is
    the code of the lowest tier (a unitary or a district); `council` that of the council responsible for
    social care.
    """

    name: str
    service_type: str
    service_types: tuple[str, ...] = ()
    address: str = ""
    town: str = ""
    postcode: str = ""
    area: str | None = None
    council: str | None = None
    longitude: float | None = None
    latitude: float | None = None
    beds: int | None = None
    organisation: int | None = None
    identifier: tuple[IdentifierKind, str] | None = None
    registered_from: date | None = None
    details_on: date | None = None

    @property
    def registered_as(self) -> tuple[IdentifierKind, str]:
        """The identifier of the registration: its own, or the name and the postcode."""
        return self.identifier or (IdentifierKind.COUNCIL_LIST, f"{name_key(self.name)}|{self.postcode}")


def is_in_reach(reach: Reach, *, area: str | None, council: str | None) -> bool:
    """Tell whether a reach covers a place that lies there; a place of unknown area takes a national one."""
    return reach.national or bool({area, council} & reach.areas)
