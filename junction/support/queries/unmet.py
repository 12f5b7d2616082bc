"""What is not met in an area, by need and reason, at a moment and by day: worked out anew from the needs.

Nothing is kept: what is closed is never opened again, so a need's row and what was tried for it tell how it
stood at any moment. The spans are those of `rules.unmet.reason_at`, which a test holds them to.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection

from junction.core.calendar import LOCAL
from junction.core.scope import Scope

from ..rules.unmet import LIMIT, SAID, TRIED, UnmetRules
from ..rules.unmet_figures import Cell, DaySpan, hidden
from .unmet_areas import Looked

SPANS = """
WITH codes AS (
    SELECT * FROM unnest(%(sources)s::text[], %(saids)s::text[], %(reasons)s::text[])
        AS one(source, said, reason)
),
mine AS MATERIALIZED (
    SELECT id, area_id, COALESCE(NULLIF(category, ''), 'danger') AS category, limit_at,
        CASE WHEN state IN ('open', 'offered') OR state_at > %(at)s THEN NULL ELSE state_at END AS over_at,
        CASE WHEN state = 'unmet' AND state_at <= %(at)s THEN unmet_why END AS left_why
    FROM support_need
    WHERE stated_at <= %(at)s AND {area} AND (
        state IN ('open', 'offered') OR state_at > %(since)s
        OR (state = 'unmet' AND state_at > %(since)s::timestamptz - %(counts)s::interval))
),
happened AS (
    SELECT need_id, id, at, after, why, split_part(about, ':', 1) AS source
    FROM support_needevent WHERE about <> '' AND after IN ('open', 'offered') AND at <= %(at)s
    UNION ALL
    SELECT need_id, id, state_at, 'open', 'unfilled', 'task'
    FROM support_task WHERE state = 'unfilled' AND need_id IS NOT NULL AND state_at <= %(at)s
),
tried AS (
    SELECT e.*, lead(e.at) OVER (PARTITION BY e.need_id ORDER BY e.at, e.id) AS next_at
    FROM happened e JOIN mine ON mine.id = e.need_id
),
fell AS MATERIALIZED (
    SELECT mine.id, area_id, category, codes.reason, tried.at AS from_at,
        least(tried.next_at, mine.over_at, CASE WHEN %(limit_first)s THEN mine.limit_at END) AS until_at
    FROM tried JOIN mine ON mine.id = tried.need_id
    JOIN codes ON codes.source = tried.source AND (codes.said = tried.why OR (codes.said = '*'
        AND NOT EXISTS (SELECT FROM codes c WHERE c.source = tried.source AND c.said = tried.why)))
    WHERE tried.after = 'open'
),
taken AS (
    SELECT id, range_agg(tstzrange(from_at, until_at)) AS spans FROM fell
    WHERE until_at IS NULL OR until_at > from_at GROUP BY id
),
late AS (
    SELECT mine.*, codes.reason FROM mine JOIN codes ON codes.source = 'limit'
    WHERE limit_at <= %(at)s AND (over_at IS NULL OR over_at > limit_at)
),
spans AS MATERIALIZED (
    SELECT area_id, category, codes.reason, over_at AS from_at, over_at + %(counts)s::interval AS until_at
    FROM mine JOIN codes ON codes.source = 'said' AND codes.said = left_why
    UNION ALL
    SELECT area_id, category, reason, from_at, until_at FROM fell
    WHERE until_at IS NULL OR until_at > from_at
    UNION ALL
    SELECT area_id, category, reason, limit_at, over_at FROM late
    WHERE NOT EXISTS (SELECT FROM taken WHERE taken.id = late.id)
    UNION ALL
    SELECT area_id, category, reason, lower(span), upper(span)
    FROM (SELECT late.*, unnest(tstzmultirange(tstzrange(limit_at, over_at)) - taken.spans) AS span
          FROM late JOIN taken ON taken.id = late.id) parts
)
"""
STANDING = "from_at <= %(at)s AND (until_at IS NULL OR until_at > %(at)s)"
LEAVES = "{spans} SELECT area_id, category, reason, count(*) FROM spans WHERE {standing} GROUP BY 1, 2, 3"
DAYS = """width_bucket(from_at, %(starts)s::timestamptz[]) AS began,
    CASE WHEN until_at <= %(at)s THEN width_bucket(until_at, %(starts)s::timestamptz[]) END AS ended, count(*)
FROM spans WHERE from_at <= %(at)s AND (until_at IS NULL OR until_at > %(since)s)
"""
BY_DAY = "{spans} SELECT area_id, category, reason, {days} GROUP BY 1, 2, 3, 4, 5"
READ = """
{spans}
SELECT 'now' AS kind, category, reason, NULL::int, NULL::int, count(*)
FROM spans WHERE {standing} GROUP BY 2, 3
UNION ALL
SELECT 'area', area_id, '', NULL, NULL, count(*)
FROM spans WHERE {standing} AND reason = ANY(%(gaps)s) GROUP BY 2
UNION ALL
SELECT 'day', '', reason, {days} GROUP BY 3, 4, 5
"""


@dataclass(frozen=True, slots=True)
class UnmetRead:
    """What is not met at a moment by kind of need and reason, by council (gaps alone), and spans of days."""

    cells: dict[tuple[str, str], int]
    councils: dict[str, int]
    spans: list[DaySpan]


def unmet_read(scope: Scope, looked: Looked, *, rules: UnmetRules, first_on: date) -> UnmetRead:
    """Return what is not met in an area one may see as it is, in one statement; days from the first on."""
    cells: dict[tuple[str, str], int] = {}
    councils: dict[str, int] = {}
    spans: list[DaySpan] = []
    for kind, key, reason, began, ended, count in _rows(READ, looked, rules=rules, first_on=first_on):
        if kind == "now":
            cells[key, reason] = count
        elif kind == "area":
            councils[key] = count
        else:
            until_on = None if ended is None else _day(first_on, ended)
            spans.append(DaySpan(reason, _day(first_on, began), until_on, count))
    return UnmetRead(cells, councils, spans)


def unmet_leaves(scope: Scope, looked: Looked, *, rules: UnmetRules) -> dict[Cell, int]:
    """Return how many needs are not met by council, kind of need and reason, at the moment."""
    rows = _rows(LEAVES, looked, rules=rules, first_on=looked.day)
    return {Cell(area, category, reason): count for area, category, reason, count in rows}


@dataclass(frozen=True, slots=True)
class FigureRow:
    """How many needs of a council and kind were not met for a reason at the end of a day; None is hidden."""

    day: date
    area: str
    category: str
    reason: str
    count: int | None


def unmet_figures(scope: Scope, looked: Looked, *, rules: UnmetRules, first_on: date) -> Iterator[FigureRow]:
    """Return every figure from a day on, small numbers hidden where they must be."""
    for day, leaves in unmet_by_day(scope, looked, rules=rules, first_on=first_on):
        cells = leaves if looked.is_exact else hidden(leaves, below=rules.small_below)
        for cell in sorted(leaves):
            yield FigureRow(day, *cell, cells[cell])


def unmet_by_day(
    scope: Scope, looked: Looked, *, rules: UnmetRules, first_on: date
) -> Iterator[tuple[date, dict[Cell, int]]]:
    """Return the same at the end of each day, the last being that of the moment, in one statement."""
    change: dict[date, dict[Cell, int]] = defaultdict(lambda: defaultdict(int))
    for area, category, reason, began, ended, count in _rows(BY_DAY, looked, rules=rules, first_on=first_on):
        cell = Cell(area, category, reason)
        change[_day(first_on, began)][cell] += count
        if ended is not None:
            change[_day(first_on, ended)][cell] -= count
    here: dict[Cell, int] = defaultdict(int)
    for number in range((looked.day - first_on).days + 1):
        day = first_on + timedelta(days=number)
        for cell, count in change.get(day, {}).items():
            here[cell] += count
        yield day, {cell: count for cell, count in here.items() if count}


def _rows(sql: str, looked: Looked, *, rules: UnmetRules, first_on: date) -> list[tuple[Any, ...]]:
    area, values = looked.holds()
    days = range((looked.day - first_on).days + 1)
    starts = [datetime.combine(first_on + timedelta(days=one), time(), LOCAL) for one in days]
    codes = [(source, said, reason) for (source, said), reason in rules.codes.items()]
    values |= {
        "at": looked.at, "since": starts[0], "starts": starts, 
        "counts": timedelta(days=rules.counts_days), "limit_first": _limit_first(rules),
        "sources": [one[0] for one in codes], "saids": [one[1] for one in codes],
        "reasons": [one[2] for one in codes], "gaps": sorted(rules.gaps),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(sql.format(spans=SPANS.format(area=area), standing=STANDING, days=DAYS), values)
        return cursor.fetchall()


def _day(first_on: date, bucket: int) -> date:
    """The day of a bucket of `starts`; what began before them all is taken to begin with the first."""
    return first_on + timedelta(days=max(bucket - 1, 0))


def _limit_first(rules: UnmetRules) -> bool:
    """Whether a need past its limit counts so, whatever came to nothing before."""
    known = [one for one in rules.order if one != SAID]
    return known.index(LIMIT) < known.index(TRIED)
