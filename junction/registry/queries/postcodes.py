"""Where postcodes are, by the register that was imported. Public facts: any scope may ask."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from junction.core.scope import Scope
from junction.registry.models import Postcode

from .areas import upper_tiers


@dataclass(frozen=True, slots=True)
class Lies:
    """A postcode's council responsible for social care, and its point where the register knows one."""

    council: str
    longitude: float | None
    latitude: float | None


def lies(scope: Scope, postcodes: Iterable[str], *, on: date | None = None) -> dict[str, Lies]:
    """Return what the register says of postcodes ("M33 7ZF") with the councils of a day; two statements."""
    wanted = {one for one in postcodes if one}
    if not wanted:
        return {}
    rows = list(Postcode.objects.filter(pk__in=wanted).values_list("pk", "area_id", "longitude", "latitude"))
    upper = upper_tiers({area for _, area, _, _ in rows}, on=on) if rows else {}
    return {code: Lies(upper[area], longitude, latitude) for code, area, longitude, latitude in rows}
