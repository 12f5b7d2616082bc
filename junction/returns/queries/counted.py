"""What the returns about some days add up to: the returns themselves, of the places that count on each day.

A place counts on a day when it is asked the set that day and was open, as far as was known (`asked.py`, and
the registry's `counting.py`); a return counts for the place whose it is (`belonging.py`). Kept totals are
made of this, and what they cannot tell is read from it, so both ways of adding up a trend say the same.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import connection

from junction.core.scope import Scope
from junction.registry.models import lies_in
from junction.registry.queries import LIES_IN, closed_between, closed_from, inside

from ..models import known_sql
from ..rules.asking import asked_alike
from ..rules.indicators import Indicator, sums_by
from ..rules.questions import question_set_on
from .asked import asked_open_or_closed
from .belonging import RETURNS, Families
from .newest import SEE

ABOUT = "x.question_set = %s AND x.about_on = ANY(%s) AND {known}"
OPEN = """(p.closed_from IS NULL OR r.about_on < p.closed_from) AND NOT EXISTS (
    SELECT FROM ({between}) b
    WHERE b.place_id = p.id AND r.about_on >= b.closed_on AND r.about_on < b.reopened_on)"""
# How many places there are for each day they closed from; of those closed for a while, from and until when.
PLACES = """
WITH p AS MATERIALIZED ({places})
SELECT p.closed_from, NULL::date, NULL::date, count(*) FROM p GROUP BY 1
UNION ALL
SELECT p.closed_from, b.closed_on, b.reopened_on, count(*)
FROM p JOIN ({between}) b ON b.place_id = p.id GROUP BY 1, 2, 3
"""
BY_DAY, BY_AREA_AND_DAY = "r.about_on", "p.lowest, r.about_on"
Area = str | None  # the lowest known of a place; none where no area is


@dataclass(frozen=True, slots=True)
class Counted:
    """Which returns: seen by whom, of which set and days, in which area, as known when, and whose."""

    scope: Scope
    question_set: str
    days: tuple[date, ...]
    families: Families
    as_at: datetime | None = None
    area_code: str = ""
    lowest: Collection[Area] | None = None  # only in these lowest areas

    def sums(self, wanted: Sequence[Indicator], *, by: str = BY_DAY) -> Iterator[tuple[Any, ...]]:
        """Yield for each key the sums that `sums_by` names; one statement, more where days are not alike."""
        for days in asked_alike(self.question_set, self.days):
            yield from replace(self, days=tuple(days))._sums(wanted, by)

    def asked(self) -> dict[date, int]:
        """Return for each day how many places were asked and open; statements as for sums."""
        found: dict[date, int] = {}
        for days in asked_alike(self.question_set, self.days):
            rows = replace(self, days=tuple(days))._places()
            for day in days:
                there = [row for row in rows if row[0] is None or day < row[0]]
                all_there = sum(count for _, closed_on, _, count in there if closed_on is None)
                for_a_while = sum(
                    count for _, closed_on, until, count in there if closed_on and closed_on <= day < until
                )
                found[day] = all_there - for_a_while
        return found

    def places_sql(self) -> tuple[str, Sequence[Any]]:
        """Return the SQL of the places asked, open or closed: id, where it lies, the day it closed from."""
        found = asked_open_or_closed(
            self.scope,
            question_set_on(self.question_set, self.days[-1]),
            permission=SEE,
            on=self.days[-1],
            as_at=self.as_at,
            families=self.families,
        )
        if self.area_code:
            found = found.filter(lies_in(inside([self.area_code], on=self.days[-1])))
        if self.lowest is not None:
            found = found.filter(lies_in(self.lowest))
        closed = closed_from(self.scope, as_at=self.as_at, merged=self.families.merged)
        columns = found.annotate(lowest=LIES_IN, closed_from=closed).values("id", "lowest", "closed_from")
        return columns.query.sql_with_params()

    def _between(self) -> tuple[str, Sequence[Any]]:
        spans = closed_between(self.scope, as_at=self.as_at)
        return spans.values("place_id", "closed_on", "reopened_on").query.sql_with_params()

    def _places(self) -> list[tuple[Any, ...]]:
        (places, params), (between, more) = self.places_sql(), self._between()
        with connection.cursor() as cursor:
            cursor.execute(PLACES.format(places=places, between=between), [*params, *more])
            return cursor.fetchall()

    def _sums(self, wanted: Sequence[Indicator], by: str) -> list[tuple[Any, ...]]:
        places, params = self.places_sql()
        known, moments = known_sql("x", self.as_at)
        about = [self.question_set, list(self.days), *moments]
        returns, values = self.families.belonging(RETURNS, ABOUT.format(known=known), about)
        between, more = self._between()
        sql = sums_by(by, places=places, returns=returns, where=OPEN.format(between=between), wanted=wanted)
        with connection.cursor() as cursor:
            cursor.execute(sql, [*params, *values, *more])
            return cursor.fetchall()
