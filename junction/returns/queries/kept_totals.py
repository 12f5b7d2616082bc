"""Totals kept of each area and day (`DayTotal`): what they add up to, and which cannot tell of a moment.

Some hundred small rows say what a hundred thousand returns do. Each total says since when all of it was
known, so that it serves looking back too; only of areas and days about which something became known since,
the returns themselves are added up again (`counted.py`).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from junction.core.scope import Scope
from junction.registry.queries import inside

from ..rules.indicators import FILED, Indicator
from .counted import Area
from .newest import SEE

# Joining an empty object unpacks the sums of a row once and not for each of them: six times quicker.
PICKED = """
SELECT about_on, {sums} FROM (
    SELECT about_on, sums || '{{}}' AS sums FROM (
        SELECT DISTINCT ON (t.area_id, t.about_on) t.about_on, t.sums FROM returns_daytotal t WHERE {which}
        ORDER BY t.area_id, t.about_on, t.computed_at DESC) newest OFFSET 0) unpacked
GROUP BY about_on
"""
# Something became known since, and no total was made between what was known then and that.
CAME_SINCE = """
SELECT t.area_id, t.about_on FROM returns_daytotal t WHERE {which} GROUP BY 1, 2
HAVING bool_or(t.known_from IS NULL OR t.known_from > %s)
   AND NOT coalesce(bool_or(t.known_from <= %s AND t.computed_at >= %s), false)
UNION
SELECT coalesce(p.area_id, p.council_id), d.about_on
FROM returns_dirtyday d JOIN registry_place p ON p.id = d.place_id
WHERE d.question_set = %s AND d.about_on = ANY(%s)
"""
EXCEPT = """ AND NOT EXISTS (
    SELECT FROM unnest(%s::text[], %s::date[]) n(area_id, about_on)
    WHERE n.about_on = t.about_on AND n.area_id IS NOT DISTINCT FROM t.area_id)"""
Pairs = Collection[tuple[Area, date]]


@dataclass(frozen=True, slots=True)
class Kept:
    """The kept totals of some days in a scope, which sees them by area, and in an area of it."""

    scope: Scope
    question_set: str
    days: tuple[date, ...]
    area_code: str = ""
    as_at: datetime | None = None

    def which(self) -> tuple[str, list[Any]]:
        """Return the SQL that picks these totals `t`."""
        reach = self.scope.reach(SEE)
        inner = inside([self.area_code], on=self.days[-1]) if self.area_code else None
        given = [codes for codes in (None if reach.national else reach.areas, inner) if codes is not None]
        areas = " AND t.area_id = ANY(%s)" * len(given)
        sql = f"t.question_set = %s AND t.about_on = ANY(%s){areas}"
        return sql, [self.question_set, list(self.days), *(sorted(codes) for codes in given)]

    def sums(self, wanted: Sequence[Indicator]) -> list[tuple[Any, ...]]:
        """Return for each day what the newest totals add up to."""
        return _picked(wanted, *self.which())

    def sums_at(self, wanted: Sequence[Indicator], as_at: datetime) -> tuple[list[tuple[Any, ...]], Pairs]:
        """Return the same as known at a moment, and the areas and days left out, since they cannot tell."""
        which, params = self.which()
        values = [*params, as_at, as_at, as_at, self.question_set, list(self.days)]
        with connection.cursor() as cursor:
            cursor.execute(CAME_SINCE.format(which=which), values)
            left_out = cursor.fetchall()
        which, params = which + " AND t.known_from <= %s", [*params, as_at]
        if left_out:
            which, params = which + EXCEPT, [*params, *map(list, zip(*left_out, strict=True))]
        return _picked(wanted, which, params), left_out


def _picked(wanted: Sequence[Indicator], which: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Read the sums of a trend. Each number unpacked costs; how many places it rests on no trend shows."""
    sums = [f"sum((sums->'filed'->>{number})::int)" for number in range(len(FILED))]
    for indicator in wanted:
        over = f"sum((sums->'{indicator.code}'->>1)::float)" if indicator.over else "NULL"
        sums += [f"sum((sums->'{indicator.code}'->>0)::float)", over, "NULL"]
    with connection.cursor() as cursor:
        cursor.execute(PICKED.format(sums=", ".join(sums), which=which), params)
        return cursor.fetchall()
