"""The spans for which needs are open, or not met and why: from the facts, or as a job kept them.

A span is cut where its need was classed again or became another council's, so each part is of the class and
the council of its time; `begins` marks the first. What is not met of a class that is no real need is no gap.

Both say the same of every moment (a test holds them to it, and the facts to `rules.unmet.reason_at`). What
is kept is read with the needs that a fact touched since, worked out anew, in one statement: so a figure is
never older than its page. Under rules that nothing is kept by, all is worked out from the facts, which takes
longer.
"""

from datetime import date, datetime, time
from typing import Any

from django.db import connection

from junction.core.calendar import LOCAL
from junction.core.scope import Scope

from ..models import UnmetMark
from ..rules.unmet import UnmetRules
from .unmet_areas import Looked

FACTS = """
codes AS (
    SELECT * FROM unnest(%(sources)s::text[], %(saids)s::text[], %(reasons)s::text[])
        AS one(source, said, reason)
),
mine AS MATERIALIZED (
    SELECT id, area_id, COALESCE(NULLIF(category, ''), 'danger') AS category, need_class, stated_at, limit_at,
        CASE WHEN state IN ('open', 'offered') OR state_at > %(at)s THEN NULL ELSE state_at END AS over_at,
        CASE WHEN state = 'unmet' AND state_at <= %(at)s THEN unmet_why END AS left_why
    FROM support_need
    WHERE stated_at <= %(at)s AND {mine} AND (
        state IN ('open', 'offered') OR state_at > %(since)s
        OR (state = 'unmet' AND state_at > %(since)s::timestamptz - %(counts)s::interval))
),
happened AS (
    SELECT need_id, id, at, after, why, split_part(about, ':', 1) AS source
    FROM support_needevent WHERE about <> '' AND after IN ('open', 'offered') AND at <= %(at)s
),
tried AS (
    SELECT e.*, lead(e.at) OVER (PARTITION BY e.need_id ORDER BY e.at, e.id) AS next_at
    FROM happened e JOIN mine ON mine.id = e.need_id
),
fell AS MATERIALIZED (
    SELECT mine.id, codes.reason, tried.at AS from_at,
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
    SELECT mine.id, mine.limit_at, mine.over_at, codes.reason FROM mine JOIN codes ON codes.source = 'limit'
    WHERE limit_at <= %(at)s AND (over_at IS NULL OR over_at > limit_at)
),
parts AS (
    SELECT mine.id, '' AS reason, stated_at AS from_at, over_at AS until_at FROM mine
    WHERE %(with_open)s
    UNION ALL
    SELECT mine.id, codes.reason, over_at, over_at + %(counts)s::interval
    FROM mine JOIN codes ON codes.source = 'said' AND codes.said = left_why
    WHERE %(with_reasons)s
    UNION ALL
    SELECT id, reason, from_at, until_at FROM fell
    WHERE %(with_reasons)s AND (until_at IS NULL OR until_at > from_at)
    UNION ALL
    SELECT id, reason, limit_at, over_at FROM late
    WHERE %(with_reasons)s AND NOT EXISTS (SELECT FROM taken WHERE taken.id = late.id)
    UNION ALL
    SELECT id, reason, lower(span), upper(span)
    FROM (SELECT late.*, unnest(tstzmultirange(tstzrange(limit_at, over_at)) - taken.spans) AS span
          FROM late JOIN taken ON taken.id = late.id) cut WHERE %(with_reasons)s
),
turns AS MATERIALIZED (
    SELECT e.need_id, e.kind, e.before AS was, e.at AS until_at,
        lag(e.at) OVER (PARTITION BY e.need_id, e.kind ORDER BY e.at, e.id) AS from_at
    FROM support_needevent e JOIN mine ON mine.id = e.need_id WHERE {turned}
    UNION ALL
    SELECT mine.id, e.kind, CASE e.kind WHEN 'handed' THEN mine.area_id ELSE mine.need_class END, NULL,
        max(e.at)
    FROM support_needevent e JOIN mine ON mine.id = e.need_id WHERE {turned}
    GROUP BY mine.id, e.kind, mine.area_id, mine.need_class
),
cut AS (
    SELECT mine.id AS need_id, coalesce(there.was, mine.area_id) AS area_id, category,
        coalesce(classed.was, mine.need_class) AS need_class, reason,
        greatest(parts.from_at, there.from_at, classed.from_at) AS from_at,
        least(parts.until_at, there.until_at, classed.until_at) AS until_at,
        reason = '' AND there.from_at IS NULL AND classed.from_at IS NULL AS begins
    FROM parts JOIN mine ON mine.id = parts.id
    LEFT JOIN turns there ON there.need_id = mine.id AND there.kind = 'handed'
    LEFT JOIN turns classed ON classed.need_id = mine.id AND classed.kind = 'reclassed'
),
found AS (
    SELECT need_id, area_id, category, need_class, from_at, until_at, begins,
        CASE WHEN reason <> '' AND need_class <> ALL(%(real)s) THEN %(answered)s ELSE reason END AS reason,
        (from_at AT TIME ZONE %(zone)s)::date AS from_on, (until_at AT TIME ZONE %(zone)s)::date AS until_on
    FROM cut WHERE (until_at IS NULL OR until_at > from_at OR begins) AND from_at <= %(at)s AND {within}
)
"""
COLUMNS = "need_id, area_id, category, need_class, reason, from_at, until_at, begins, from_on, until_on"
LIVE = "WITH {facts}, fresh AS (SELECT * FROM found WHERE until_at IS NULL OR until_at > %(since)s) {sums}"
KEPT = f"""
WITH changed AS MATERIALIZED (SELECT DISTINCT need_id FROM support_unmetchange),
{{facts}},
kept AS (
    SELECT {COLUMNS} FROM support_unmetspan s
    WHERE from_at <= %(at)s AND (until_at IS NULL OR until_at > %(since)s) AND {{area}} AND {{wanted}}
        AND NOT EXISTS (SELECT FROM changed WHERE changed.need_id = s.need_id)
),
fresh AS (SELECT {COLUMNS} FROM found WHERE until_at IS NULL OR until_at > %(since)s)
{{sums_of_kept}} UNION ALL {{sums}}
"""  # noqa: S608 (no values)
CHANGED = "{area} AND id IN (SELECT need_id FROM changed)"
TURNED = "(kind = 'reclassed' OR kind = 'handed' AND after <> '')"  # another class, or another council's
ONCE_HERE = """({area} OR id IN (SELECT need_id FROM support_needevent
    WHERE kind = 'handed' AND after <> '' AND before = ANY(%(councils)s)))"""


def facts(scope: Scope, mine: str, *, within: str = "TRUE") -> str:
    """Return how spans are worked out from the facts of some needs, those that lie within an area."""
    return FACTS.format(mine=mine, within=within, turned=TURNED)


def kept_at(scope: Scope, rules: UnmetRules) -> datetime | None:
    """Return when spans were last kept by these rules; None where none are."""
    return UnmetMark.objects.filter(rules=rules.reference).values_list("kept_at", flat=True).first()


def span_sums(
    scope: Scope, sums: str, looked: Looked, *, rules: UnmetRules, first_on: date, of_open: bool = False
) -> list[tuple[Any, ...]]:
    """Return what the `{spans}` of an area one may see add up to, as known at its moment, those that ended
    before a day left out: of needs not met, or of those that were open. The same line may come twice: of what
    is kept, and of what changed since.
    """
    area, values = looked.holds()
    since = datetime.combine(first_on, time(), LOCAL)
    values |= rules.for_spans() | {
        "at": looked.at, "since": since, "first_on": first_on, "with_open": of_open,
        "with_reasons": not of_open,
    }  # fmt: skip
    fresh = sums.format(spans="fresh")
    mine = area if looked.councils is None else ONCE_HERE.format(area=area)
    if kept_at(scope, rules) is None:
        sql = LIVE.format(facts=facts(scope, mine, within=area), sums=fresh)
    else:
        sql = KEPT.format(
            facts=facts(scope, CHANGED.format(area=mine), within=area), area=area, sums=fresh,
            wanted="reason = ''" if of_open else "reason <> ''", sums_of_kept=sums.format(spans="kept"),
        )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
