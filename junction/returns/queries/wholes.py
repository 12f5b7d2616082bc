"""What a page of completeness is about: an area somebody asked for, their own area, or all that they see."""

from dataclasses import dataclass
from datetime import date

from junction.core.scope import Reach, Scope
from junction.registry import queries as registry
from junction.registry.models import Area

from ..rules.drilling import TRAIL
from .completeness import SEE, Among

COUNTRY_CODES = "E92"  # how the GSS code of a country begins


@dataclass(frozen=True, slots=True)
class Whole:
    """An area, or all that somebody sees, and the areas above that they may look at, from the top."""

    kind: str  # of area; "" for all that somebody sees where that is no single area
    area: Area | None = None
    code: str = ""  # to narrow figures by; none where they see no more anyway
    above: tuple[Area, ...] = ()

    def among(self, *, on: date) -> Among | None:
        """Return what narrows figures to it."""
        return Among(registry.inside([self.code], on=on) | {self.code}) if self.code else None


def whole_of(scope: Scope, code: str, *, on: date) -> Whole | None:
    """Return what is asked for by the code of an area, or by none; nothing where that is out of reach.

    The nation is all that somebody sees, since it holds the places whose area is not known too.
    """
    reach = scope.reach(SEE)
    if reach.national and (not code or code.startswith(COUNTRY_CODES)):
        return Whole("country")
    if not code:
        own = [] if reach.places or reach.organisations else list(registry.topmost(reach.areas)[:2])
        return Whole(own[0].kind, own[0]) if len(own) == 1 else Whole("")
    area = registry.area(scope, code) if _is_seen(reach, code) else None
    if area is None:
        return None
    above = {found.kind: found for found in registry.ancestors(scope, code, on=on)}
    trail = (above[kind] for kind in TRAIL if kind in above)
    return Whole(area.kind, area, code, tuple(found for found in trail if _is_seen(reach, found.code)))


def _is_seen(reach: Reach, code: str) -> bool:
    """Tell whether one may look at an area: all of it is in reach, or only one's own places are counted."""
    return reach.national or code in reach.areas or bool(reach.places or reach.organisations)
