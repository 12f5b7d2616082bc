"""Whose answer it is, as one short key: `E08000009` is an area, `o12` an organisation, `p5` a place."""

import re
from dataclasses import dataclass
from typing import Any

_KEY = re.compile(r"(?P<area>[A-Z]\d{8})|o(?P<organisation>[1-9]\d{0,17})|p(?P<place>[1-9]\d{0,17})")


@dataclass(frozen=True, slots=True)
class Party:
    """An area (council, forum, region, nation), an organisation, or a place: exactly one of them."""

    area: str | None = None
    organisation: int | None = None
    place: int | None = None

    def __post_init__(self) -> None:
        if sum(one is not None for one in (self.area, self.organisation, self.place)) != 1:
            raise ValueError("a party is one area, one organisation or one place")

    @property
    def key(self) -> str:
        return self.area or (f"o{self.organisation}" if self.organisation else f"p{self.place}")

    @property
    def columns(self) -> dict[str, str | int | None]:
        """Return the columns that a row of this party has."""
        return {"area_id": self.area, "organisation_id": self.organisation, "place_id": self.place}


def party_of(key: str) -> Party:
    """Read a key. Raise `ValueError` for what is none."""
    found = _KEY.fullmatch(key)
    if not found:
        raise ValueError(f"no party: {key}")
    organisation, place = found["organisation"], found["place"]
    return Party(found["area"], int(organisation) if organisation else None, int(place) if place else None)


def party_of_row(row: Any) -> Party:
    """Return whose a row is, by its three columns."""
    return Party(row.area_id, row.organisation_id, row.place_id)
