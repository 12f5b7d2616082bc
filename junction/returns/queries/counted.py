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

    def _sums(self, wanted: Sequence[Indicator], by: str) -> list[tuple[Any, ...]]:
        places, params = self.places_sql()
        known, moments = known_sql("x", self.as_at)
        about = [self.question_set, list(self.days), *moments]
        returns, values = self.families.belonging(RETURNS, ABOUT.format(known=known), about)
        spans = closed_between(self.scope, as_at=self.as_at).values("place_id", "closed_on", "reopened_on")
        between, more = spans.query.sql_with_params()
        sql = sums_by(by, places=places, returns=returns, where=OPEN.format(between=between), wanted=wanted)
        with connection.cursor() as cursor:
            cursor.execute(sql, [*params, *values, *more])
            return cursor.fetchall()
