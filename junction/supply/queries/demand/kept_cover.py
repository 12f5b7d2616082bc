"""How places of an area are covered: as a job kept it a while ago where there are many, else worked out now.

Kept figures are shown for whole areas, to who sees all of these, for as long as the playbook says and while
the rules and items are those they rest on. A look back is always worked out: what is kept is what was known
when it was kept, at no other moment.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from junction.core.scope import Scope
from junction.registry.queries import inside

from ...models import CoverSum, Item
from ...rules.demand import Limits, Staffing, limits_on, staffing_on
from ...rules.demand.sums import Sums, sums_of
from ...rules.kept_figures import Keeping, keeping_on
from .figures import SEE
from .kept import Kept, kept_demand

COLUMNS = ("mark_id", "mark__at", "mark__items", "area", "counts")


@dataclass(frozen=True, slots=True)
class CoverFigures:
    """How the places of an area are covered, when that was worked out, and by which rules."""

    sums: Sums
    at: datetime
    items: tuple[Item, ...]
    limits: Limits
    staffing: Staffing


def rules_of(day: date) -> list[str]:
    """Return the versions of the rules that cover rests on."""
    return [limits_on(day).reference, staffing_on(day).reference]


def cover_figures(
    scope: Scope,
    items: Sequence[Item],
    *,
    now: datetime,
    on: date,
    as_at: datetime | None = None,
    area_code: str = "",
) -> CoverFigures:
    """Return how the places of an area are covered, kept or worked out now."""
    if as_at is None and (found := _kept(scope, items, now=now, on=on, area_code=area_code)) is not None:
        return found
    return figures_of(kept_demand(scope, items, now=now, on=on, as_at=as_at, area_code=area_code))


def figures_of(kept: Kept) -> CoverFigures:
    """Return the same of a demand that was worked out."""
    demand = kept.demand
    codes = [item.code for item in demand.items]
    sums = sums_of(demand.cover.days, demand.places.lowest, codes, demand.limits)
    return CoverFigures(sums, kept.at, demand.items, demand.limits, demand.staffing)


def _kept(
    scope: Scope, items: Sequence[Item], *, now: datetime, on: date, area_code: str
) -> CoverFigures | None:
    keeping, reach = keeping_on(on), scope.reach(SEE)
    if reach.places or reach.organisations:  # some places of an area, of which nothing is kept
        return None
    areas = None if reach.national else reach.areas
    if area_code:
        within = inside([area_code], on=on)
        areas = within if areas is None else areas & within
    rows = _rows(keeping, items, areas, now=now, on=on)
    if not rows:
        return None
    counts = np.array([row[-1] for row in rows], dtype=np.int64).reshape(len(rows), len(items) + 1, -1)
    sums = Sums(tuple(row[3] for row in rows), tuple(item.code for item in items), counts)
    if sums.places < keeping.cover_from_places:
        return None
    return CoverFigures(sums, rows[0][1], tuple(items), limits_on(on), staffing_on(on))


def _rows(
    keeping: Keeping, items: Sequence[Item], areas: frozenset[str] | None, *, now: datetime, on: date
) -> list[tuple[int, datetime, list[str], str, list[int]]]:
    """Return the rows of the newest mark that may be shown, in one statement."""
    codes = [item.code for item in items]
    shown = CoverSum.objects.filter(
        mark__at__gt=now - keeping.cover_shown, mark__at__lte=now, mark__rules=rules_of(on), mark__items=codes
    )
    newest = shown.order_by("-mark__at").values("mark")[:1]
    found = CoverSum.objects.filter(mark=newest)
    if areas is not None:
        found = found.filter(area__in=sorted(areas))
    return list(found.order_by("area").values_list(*COLUMNS))
