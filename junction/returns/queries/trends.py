"""Days in a row: what the returns about each day add up to, for an area or what a scope sees of it.

An area's days are read from totals kept for each lowest-tier council (`DayTotal`), some hundred small rows.
Looking back too, since each total says when the newest return in it was recorded; only the days about which
returns came since then are added up from the facts, and so is everything for a scope of single places.
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
from junction.returns.rules.indicators import FILED, Indicator, Sums, evaluate, summed_on, sums_by
from junction.returns.rules.questions import question_set_on
from junction.returns.rules.windows import days_about

from .newest import KNOWN_NOW, KNOWN_THEN, SEE, Look, places_sql

WHICH = "r.question_set = %s AND r.about_on BETWEEN %s AND %s AND {known}"
# Joining an empty object unpacks the sums of a row once and not for each of them: six times quicker.
PICKED = """
SELECT about_on, {sums} FROM (
    SELECT about_on, sums || '{{}}' AS sums FROM (
        SELECT DISTINCT ON (t.area_id, t.about_on) t.about_on, t.sums FROM returns_daytotal t WHERE {which}
        ORDER BY t.area_id, t.about_on, t.computed_at DESC) newest OFFSET 0) unpacked
GROUP BY about_on
"""
CAME_SINCE = """
SELECT t.about_on FROM returns_daytotal t
WHERE {which} AND (t.newest_recorded_at > %s OR t.newest_recorded_at IS NULL) AND NOT EXISTS (
    SELECT FROM returns_daytotal k
    WHERE k.question_set = t.question_set AND k.area_id = t.area_id AND k.about_on = t.about_on
      AND k.newest_recorded_at <= %s AND k.computed_at >= %s)
UNION
SELECT about_on FROM returns_dirtyday WHERE question_set = %s AND about_on = ANY(%s)
"""


@dataclass(frozen=True, slots=True)
class Trend:
    """Days in order; each indicator's value on each (NaN: unknown); how many places filed, and in time."""

    days: tuple[date, ...]
    indicators: Mapping[str, Indicator]
    values: Mapping[str, npt.NDArray[np.float64]]
    filed: npt.NDArray[np.int64]
    on_time: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked for: whose totals of which days, of which indicators, known when."""

    scope: Scope
    question_set: str
    days: tuple[date, ...]
    area_code: str
    wanted: Mapping[str, Indicator]
    as_at: datetime | None

    @property
    def is_of_areas(self) -> bool:
        """Tell whether all of its places are seen by where they lie: then kept totals say what they say."""
        reach = self.scope.reach(SEE)
        return not (reach.places or reach.organisations)

    def totals_sql(self) -> tuple[str, list[Any]]:
        """Return the SQL that picks the kept totals `t` of these days in scope and area."""
        areas, params = self._areas_sql()
        which = f"t.question_set = %s AND t.about_on = ANY(%s){areas}"
        return which, [self.question_set, list(self.days), *params]

    def places_sql(self) -> tuple[str, list[Any]]:
        """Return the SQL of the places whose returns count: of areas, the very ones that totals add up."""
        if not self.is_of_areas:
            return places_sql(self.scope, Look(self.question_set, self.days[-1], self.as_at, self.area_code))
        areas, params = self._areas_sql()
        return f"SELECT t.id FROM registry_place t WHERE t.area_id IS NOT NULL{areas}", params  # noqa: S608 (no values)

    def _areas_sql(self) -> tuple[str, list[Any]]:
        reach = self.scope.reach(SEE)
        inner = inside([self.area_code], on=self.days[-1]) if self.area_code else None
        given = [codes for codes in (None if reach.national else reach.areas, inner) if codes is not None]
        return " AND t.area_id = ANY(%s)" * len(given), [sorted(codes) for codes in given]


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
    days = tuple(days_about(question_set_on(question_set, last_on).window, first_on, last_on))
    asked = _Asked(scope, question_set, days, area_code, wanted, as_at)
    if not (days and asked.is_of_areas):
        rows = _from_facts(asked, days)
    elif as_at is None:
        rows = _kept(asked)
    else:
        rows = _kept(asked) | _from_facts(asked, _not_kept(asked))
    return _trend(days, wanted, rows)


Row = tuple[float, ...]  # filed, on time, then value, over and places of each indicator


def _from_facts(asked: _Asked, days: Sequence[date]) -> dict[date, Row]:
    """Add up the returns themselves."""
    if not days:
        return {}
    places, params = asked.places_sql()
    which = WHICH.format(known=KNOWN_NOW if asked.as_at is None else KNOWN_THEN)
    moments = [] if asked.as_at is None else [asked.as_at, asked.as_at]
    with connection.cursor() as cursor:
        cursor.execute(
            sums_by("r.about_on", places, which, list(asked.wanted.values())),
            [*params, asked.question_set, min(days), max(days), *moments],
        )
        return {day: tuple(map(_float, cells[:-1])) for day, *cells in cursor.fetchall() if day in days}


def _kept(asked: _Asked) -> dict[date, Row]:
    """Add up the kept totals: the newest, or the newest with nothing in it that was not known then."""
    sums = [f"sum((sums->'filed'->>{number})::int)" for number in range(len(FILED))]
    for code in asked.wanted:
        sums += [f"sum((sums->'{code}'->>{number})::float)" for number in range(3)]
    which, params = asked.totals_sql()
    known, moments = ("", []) if asked.as_at is None else (" AND newest_recorded_at <= %s", [asked.as_at])
    with connection.cursor() as cursor:
        cursor.execute(
            PICKED.format(sums=", ".join(sums), which=which + known),
            [*params, *moments],
        )
        return {day: tuple(map(_float, cells)) for day, *cells in cursor.fetchall()}


def _not_kept(asked: _Asked) -> list[date]:
    """Return the days whose kept totals cannot tell what was known then: some returns came since."""
    which, params = asked.totals_sql()
    as_at = asked.as_at
    with connection.cursor() as cursor:
        cursor.execute(
            CAME_SINCE.format(which=which),
            [*params, as_at, as_at, as_at, asked.question_set, list(asked.days)],
        )
        return [day for (day,) in cursor.fetchall()]


def _float(cell: Any) -> float:
    return float("nan") if cell is None else float(cell)


def _trend(days: tuple[date, ...], wanted: Mapping[str, Indicator], rows: Mapping[date, Row]) -> Trend:
    width = len(FILED) + 3 * len(wanted)
    table = np.array([rows.get(day, (np.nan,) * width) for day in days]).reshape(len(days), width).T
    values = {}
    for number, (code, indicator) in enumerate(wanted.items()):
        value, over, places = table[len(FILED) + 3 * number : len(FILED) + 3 * number + 3]
        values[code] = evaluate(indicator, Sums(value, over, np.nan_to_num(places).astype(np.int64)))
    counts = np.nan_to_num(table[: len(FILED)]).astype(np.int64)
    return Trend(days, wanted, values, counts[0], counts[1])
