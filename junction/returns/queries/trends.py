"""Days in a row: what the returns about each day add up to, for an area or what a scope sees of it.

As known now, an area's days are read from totals kept for each lowest-tier council (`DayTotal`), some hundred
small rows. Looking back, or for a scope that reaches single places, the same sums are made from the facts.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db import connection

from junction.core.scope import Scope
from junction.registry.queries import inside
from junction.returns.models import DayTotal
from junction.returns.rules.indicators import FILED, Indicator, Sums, evaluate, summed_on, sums_by
from junction.returns.rules.questions import question_set_on
from junction.returns.rules.windows import days_about

from .newest import KNOWN_NOW, KNOWN_THEN, SEE, Look, places_sql

WHICH = "r.question_set = %s AND r.about_on BETWEEN %s AND %s AND {known}"


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
    codes: Collection[str] = (),
) -> Trend:
    """Return the indicators of the returns about each day, both ends included."""
    defined = summed_on(last_on)
    wanted = {code: found for code, found in defined.items() if not codes or code in codes}
    reach = scope.reach(SEE)
    days = tuple(days_about(question_set_on(question_set, last_on).window, first_on, last_on))
    if as_at is None and not reach.places and not reach.organisations:
        rows = _kept(scope, question_set, days, area_code, wanted)
    else:
        rows = _from_facts(scope, question_set, days, area_code, wanted, as_at)
    return _trend(days, wanted, rows)


Row = tuple[float, ...]  # filed, on time, then value, over and places of each indicator


def _from_facts(
    scope: Scope,
    question_set: str,
    days: Sequence[date],
    area_code: str,
    wanted: Mapping[str, Indicator],
    as_at: datetime | None,
) -> dict[date, list[Row]]:
    if not days:
        return {}
    places, params = places_sql(scope, Look(question_set, days[-1], as_at, area_code))
    which = WHICH.format(known=KNOWN_NOW if as_at is None else KNOWN_THEN)
    moments = [] if as_at is None else [as_at, as_at]
    with connection.cursor() as cursor:
        cursor.execute(
            sums_by("r.about_on", places, which, list(wanted.values())),
            [*params, question_set, days[0], days[-1], *moments],
        )
        return {day: [tuple(_float(cell) for cell in cells)] for day, *cells in cursor.fetchall()}


def _kept(
    scope: Scope, question_set: str, days: Sequence[date], area_code: str, wanted: Mapping[str, Indicator]
) -> dict[date, list[Row]]:
    reach = scope.reach(SEE)
    kept = DayTotal.objects.filter(question_set=question_set, about_on__in=days)
    if area_code:
        kept = kept.filter(area_id__in=inside([area_code], on=days[-1] if days else None))
    if not reach.national:
        kept = kept.filter(area_id__in=reach.areas)
    newest = kept.order_by("area_id", "about_on", "-computed_at").distinct("area_id", "about_on")
    rows: dict[date, list[Row]] = {}
    for day, sums in newest.values_list("about_on", "sums"):
        cells = [cell for code in wanted for cell in sums.get(code, (None, None, 0))]
        rows.setdefault(day, []).append(tuple(_float(cell) for cell in (*sums["filed"], *cells)))
    return rows


def _float(cell: Any) -> float:
    return float("nan") if cell is None else float(cell)


def _trend(days: tuple[date, ...], wanted: Mapping[str, Indicator], rows: Mapping[date, list[Row]]) -> Trend:
    width = len(FILED) + 3 * len(wanted)
    table = np.full((width, len(days)), np.nan)
    for number, day in enumerate(days):
        if day in rows:
            parts = np.array(rows[day])
            table[:, number] = np.where(np.all(np.isnan(parts), axis=0), np.nan, np.nansum(parts, axis=0))
    values = {}
    for number, (code, indicator) in enumerate(wanted.items()):
        value, over, places = table[len(FILED) + 3 * number : len(FILED) + 3 * number + 3]
        values[code] = evaluate(indicator, Sums(value, over, np.nan_to_num(places).astype(np.int64)))
    counts = np.nan_to_num(table[: len(FILED)]).astype(np.int64)
    return Trend(days, wanted, values, counts[0], counts[1])
