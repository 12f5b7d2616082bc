"""The picture of an area: every indicator for each council, district, region or place.

The database adds up the newest returns; indicators are evaluated on the sums. Every figure comes with the
number of places it rests on and the age of its oldest and newest return.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from django.db import connection

from junction.core.scope import Scope
from junction.returns.rules.indicators import (
    COUNTED,
    RISK,
    Indicator,
    Sums,
    counted,
    evaluate,
    headlines_on,
    indicators_on,
    sql_of,
)
from junction.returns.rules.measures import MEASURES
from junction.returns.rules.risk import thresholds_on

from .newest import Look

By = Literal["all", "region", "lrf", "icb", "council", "district", "place"]
KEYS: Mapping[str, str] = {"all": "''", "council": "p.council_id", "district": "p.lowest", "place": "p.id"}
ABOVE = """JOIN registry_areainside a ON a.descendant_id = p.lowest AND a.valid_from <= %s
     AND (a.valid_until IS NULL OR a.valid_until > %s)
JOIN registry_area k ON k.code = a.ancestor_id AND k.kind = %s"""
COUNTS = (
    "count(*)",
    "count(l.about_on)",
    "count(*) FILTER (WHERE l.about_on = %(on)s)",
    "count(*) FILTER (WHERE l.about_on = %(on)s AND NOT l.late)",
    "count(*) FILTER (WHERE {risk} > 0)",
)


@dataclass(frozen=True, slots=True)
class Picture:
    """Areas (or places) in one order, and for each indicator an array of values in that order.

    `values[code]` is NaN where unknown; `resting_on[code]` counts the places behind it; `oldest` and `newest`
    are the days the returns are about, none where there is no return; `recorded_at` is when the last came.
    """

    keys: tuple[Any, ...]
    indicators: Mapping[str, Indicator]
    values: Mapping[str, npt.NDArray[np.float64]]
    sums: Mapping[str, Sums]
    counts: Mapping[str, npt.NDArray[np.float64]]
    oldest: tuple[date | None, ...]
    newest: tuple[date | None, ...]
    recorded_at: tuple[datetime | None, ...]

    @property
    def resting_on(self) -> Mapping[str, npt.NDArray[np.int64]]:
        return {code: sums.places for code, sums in self.sums.items()}


def area_sums(
    scope: Scope,
    *,
    question_set: str,
    on: date,
    by: By = "council",
    area_code: str = "",
    as_at: datetime | None = None,
    codes: Collection[str] = (),
) -> Picture:
    """Return the indicators of one question set for everything in an area, grouped.

    `on` is the day of the picture; `as_at` shows it as it was known at that moment; `codes` picks indicators
    (the headlines by default). Rows come in the order of their keys, those with no area last.
    """
    look = Look(question_set=question_set, on=on, as_at=as_at, area_code=area_code)
    wanted = _asked(look, codes)
    summed = [indicator for indicator in wanted.values() if not indicator.is_counted]
    sql, params = _sql(scope, look, by, summed)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows = cursor.fetchall()
    return _picture(rows, wanted, summed)


def _asked(look: Look, codes: Collection[str]) -> dict[str, Indicator]:
    """Return the indicators asked for that this question set can answer at all."""
    from_set = {question.measure for question in look.asked.questions} | {RISK, *COUNTED, "ppe_under_a_week"}
    picked = codes or headlines_on(look.on)
    return {
        code: indicator
        for code, indicator in indicators_on(look.on).items()
        if code in picked and indicator.names <= from_set
    }


def _columns(look: Look) -> dict[str, str]:
    """Return what each name of a formula stands for; risk counts in the age of the return."""
    limit = thresholds_on(look.on).values["age"][look.asked.window.every]
    age = f"(DATE '{look.on.isoformat()}' - l.about_on)"
    risk = (
        f"CASE WHEN l.computed_rating = 3 OR {age} >= {int(limit['red'])} THEN 3"
        f" WHEN l.computed_rating = 2 OR {age} >= {int(limit['amber'])} THEN 2 ELSE l.computed_rating END"
    )
    return {measure: f"l.{measure}" for measure in MEASURES} | {RISK: f"({risk})"}


def _sql(scope: Scope, look: Look, by: By, summed: list[Indicator]) -> tuple[str, list[Any]]:
    columns = _columns(look)
    seen = look.seen(scope)
    places, place_params = seen.places_sql()
    newest, newest_params = seen.newest_sql()
    day = f"DATE '{look.on.isoformat()}'"
    counts = [count.replace("%(on)s", day).replace("{risk}", columns[RISK]) for count in COUNTS]
    sums = [part for indicator in summed for part in sql_of(indicator, columns)]
    above, above_params = (ABOVE, [look.on, look.on, by]) if by not in KEYS else ("", [])
    key = KEYS.get(by, "a.ancestor_id")
    ages = ["min(l.about_on)", "max(l.about_on)", "max(l.recorded_at)"]
    required = "" if look.asked.service_types else "WHERE l.about_on IS NOT NULL"
    sql = (
        f"SELECT {', '.join([key, *ages, *counts, *sums])}"  # noqa: S608 (names from the code, values as parameters)
        f" FROM ({places}) p {newest} {above} {required} GROUP BY 1 ORDER BY 1"
    )
    return sql, [*place_params, *newest_params, *above_params]


def _picture(rows: list[Any], wanted: Mapping[str, Indicator], summed: list[Indicator]) -> Picture:
    keys, oldest, newest, recorded = ([row[n] for row in rows] for n in range(4))
    width = len(COUNTED) + 3 * len(summed)
    table = np.array([row[4:] for row in rows], dtype=float).reshape(len(rows), width).T
    counts = dict(zip(COUNTED, table, strict=False))
    sums: dict[str, Sums] = {}
    for number, indicator in enumerate(summed):
        value, over, places = table[len(COUNTED) + 3 * number : len(COUNTED) + 3 * number + 3]
        sums[indicator.code] = Sums(value, over, places.astype(np.int64))
    sums |= {code: counted(found, counts) for code, found in wanted.items() if found.is_counted}
    return Picture(
        keys=tuple(keys),
        indicators=wanted,
        values={code: evaluate(indicator, sums[code]) for code, indicator in wanted.items()},
        sums=sums,
        counts=counts,
        oldest=tuple(oldest),
        newest=tuple(newest),
        recorded_at=tuple(recorded),
    )
