"""Days in a row: what the returns about each day add up to, for an area or what a scope sees of it.

An area's days are read from kept totals (`kept_totals.py`); of what these cannot tell, looking back, and of a
scope of single places, the returns themselves are added up (`counted.py`).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from junction.core.scope import Scope
from junction.returns.rules.indicators import FILED, Indicator, Sums, evaluate, summed_on
from junction.returns.rules.questions import question_set_on
from junction.returns.rules.windows import days_about

from .belonging import families_at
from .counted import BY_AREA_AND_DAY, Counted
from .kept_totals import Kept, Pairs
from .newest import SEE

Row = npt.NDArray[np.float64]  # filed, on time, then value, over and places of each indicator


@dataclass(frozen=True, slots=True)
class Trend:
    """Days in order; each indicator's value on each (NaN: unknown); how many places filed, and in time."""

    days: tuple[date, ...]
    indicators: Mapping[str, Indicator]
    values: Mapping[str, npt.NDArray[np.float64]]
    filed: npt.NDArray[np.int64]
    on_time: npt.NDArray[np.int64]


def day_totals(
    scope: Scope,
    *,
    question_set: str,
    first_on: date,
    last_on: date,
    area_code: str = "",
    as_at: datetime | None = None,
    codes: Collection[str] | None = None,
) -> Trend:
    """Return the indicators of the returns about each day, both ends included: those named, or all."""
    defined = summed_on(last_on)
    wanted = {code: found for code, found in defined.items() if codes is None or code in codes}
    days = tuple(days_about(question_set_on(question_set, last_on).window, first_on, last_on))
    may_see = bool(days) and bool(scope.reach(SEE))
    rows = _rows(scope, question_set, days, area_code, as_at, wanted) if may_see else {}
    return _trend(days, wanted, rows)


def _rows(
    scope: Scope,
    question_set: str,
    days: tuple[date, ...],
    area_code: str,
    as_at: datetime | None,
    wanted: Mapping[str, Indicator],
) -> dict[date, Row]:
    reach = scope.reach(SEE)
    if reach.places or reach.organisations:  # of which no totals are kept
        families = families_at(scope, as_at=as_at)
        counted = Counted(scope, question_set, days, families, as_at=as_at, area_code=area_code)
        return _added(row[:-1] for row in counted.sums(list(wanted.values())))
    kept = Kept(scope, question_set, days, area_code)
    if as_at is None:
        return _added(kept.sums(list(wanted.values())))
    rows, left_out = kept.sums_at(list(wanted.values()), as_at)
    return _added([*rows, *_counted_anew(kept, left_out, as_at, wanted)] if left_out else rows)


def _counted_anew(
    kept: Kept, pairs: Pairs, as_at: datetime, wanted: Mapping[str, Indicator]
) -> Iterable[tuple[Any, ...]]:
    """Add up the returns of the areas and days of which no kept total tells."""
    areas, days = ({one for one, _ in pairs}, {day for _, day in pairs})
    families = families_at(kept.scope, as_at=as_at)
    counted = Counted(
        kept.scope, kept.question_set, tuple(sorted(days)), families,
        as_at=as_at, area_code=kept.area_code, lowest=areas,
    )  # fmt: skip
    known = set(pairs)
    for area, day, *cells in counted.sums(list(wanted.values()), by=BY_AREA_AND_DAY):
        if (area, day) in known:
            yield (day, *cells[:-1])


def _added(rows: Iterable[tuple[Any, ...]]) -> dict[date, Row]:
    """Add up rows of the same day; unknown only where all are."""
    found: dict[date, Row] = {}
    for day, *cells in rows:
        row, before = np.array(cells, dtype=float), found.get(day)
        found[day] = row if before is None else np.where(np.isnan(row), before, row + np.nan_to_num(before))
    return found


def _trend(days: tuple[date, ...], wanted: Mapping[str, Indicator], rows: Mapping[date, Row]) -> Trend:
    width = len(FILED) + 3 * len(wanted)
    unknown = np.full(width, np.nan)
    table = np.array([rows.get(day, unknown) for day in days]).reshape(len(days), width).T
    values = {}
    for number, (code, indicator) in enumerate(wanted.items()):
        value, over, places = table[len(FILED) + 3 * number : len(FILED) + 3 * number + 3]
        values[code] = evaluate(indicator, Sums(value, over, np.nan_to_num(places).astype(np.int64)))
    counts = np.nan_to_num(table[: len(FILED)]).astype(np.int64)
    return Trend(days, wanted, values, counts[0], counts[1])
