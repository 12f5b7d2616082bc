"""Of which area what is not met is looked at, and whether small numbers are shown.

Whoever sees needs of an area sees its numbers as they are, and may ask for them as they may be shared.
Whoever sees needs of some area may see those of any other, as they stood when the day began, with small
numbers hidden. Whoever holds no area (a home, a group) sees none.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from junction.core.calendar import LOCAL, local_day
from junction.core.scope import Scope
from junction.registry.models import Area
from junction.registry.queries import areas as registry_areas
from junction.registry.queries import inside

from .needs import SEE

KINDS = ("region", "lrf", "county", "unitary")
UPPER = ("county", "unitary")
NATION, MINE = "", "mine"


@dataclass(frozen=True, slots=True)
class Looked:
    """An area with the councils in it (None: every council), whether exact, and up to which moment."""

    code: str  # "": the nation, "mine": all that is in reach
    name: str
    kind: str
    councils: frozenset[str] | None
    is_mine: bool
    is_exact: bool
    at: datetime

    @property
    def is_wide(self) -> bool:
        """Whether there is more than one council in it."""
        return self.kind not in UPPER

    @property
    def day(self) -> date:
        """The local day of its moment."""
        return local_day(self.at)

    def holds(self, field: str = "area_id") -> tuple[str, dict[str, Any]]:
        """Return the SQL condition that a row lies in it, and its values."""
        if self.councils is None:
            return "TRUE", {}
        return f"{field} = ANY(%(councils)s)", {"councils": sorted(self.councils)}


def look_at(scope: Scope, code: str, *, at: datetime, to_share: bool = False) -> Looked | None:
    """Return the area of a code as one may see it; None for an unknown one, or for who sees no area.

    Without a code, it is all that is in reach.
    """
    reach = scope.reach(SEE)
    if not reach.national and not reach.areas:
        return None
    if code in (NATION, MINE):
        return _all_in_reach(scope, at, to_share)
    found = registry_areas(scope, on=local_day(at)).filter(pk=code, kind__in=KINDS).first()
    if found is None:
        return None
    held = inside([code], on=local_day(at))
    is_mine = reach.national or (code in reach.areas and held <= reach.areas)
    moment = at if is_mine else _start_of(local_day(at))
    return Looked(code, found.name, found.kind, held, is_mine, is_mine and not to_share, moment)


def areas_to_look_at(scope: Scope, *, on: date) -> list[tuple[str, str]]:
    """Return code and name of every area that may be looked at, regions first, forums, then councils."""
    reach = scope.reach(SEE)
    if not reach.national and not reach.areas:
        return []
    rank = {kind: at for at, kind in enumerate(KINDS)}
    found = registry_areas(scope, on=on).filter(kind__in=KINDS).values_list("code", "name", "kind")
    ordered = sorted(found, key=lambda one: (min(rank[one[2]], 2), one[1]))
    words = {"region": " (region)", "lrf": " (forum)"}
    return [(code, f"{name}{words.get(kind, '')}") for code, name, kind in ordered]


def council_names(scope: Scope, codes: Iterable[str]) -> dict[str, str]:
    """Return the names of areas by code. Names are no secret."""
    return dict(Area.objects.filter(pk__in=set(codes)).values_list("code", "name"))


def _all_in_reach(scope: Scope, at: datetime, to_share: bool) -> Looked:
    reach = scope.reach(SEE)
    if reach.national:
        return Looked("", "England", "country", None, True, not to_share, at)
    rank = {kind: place for place, kind in enumerate(KINDS)}
    mine = registry_areas(scope, on=local_day(at)).filter(pk__in=reach.areas, kind__in=KINDS)
    widest = sorted(mine, key=lambda one: (rank[one.kind], one.name))
    if len(widest) == 1 or (widest and inside([widest[0].pk], on=local_day(at)) >= reach.areas):
        one = widest[0]
        return Looked(one.pk, one.name, one.kind, frozenset(reach.areas), True, not to_share, at)
    return Looked(MINE, "All your areas", "", frozenset(reach.areas), True, not to_share, at)


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), LOCAL)
