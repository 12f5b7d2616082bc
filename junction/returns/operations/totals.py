"""Add up days: keep, for each lowest-tier council and day, the sums that trends read.

Every stored return notes its day as out of date, in its own transaction; this takes the notes and adds those
days up again, appending a newer total. Run twice, it adds up nothing twice.
"""

import json
from collections import defaultdict
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from junction.core.scope import Actor
from junction.returns.models import DayTotal
from junction.returns.queries.newest import KNOWN_NOW
from junction.returns.queries.trends import WHICH
from junction.returns.rules.indicators import FILED, summed_on, sums_by

TAKE = """
WITH taken AS (DELETE FROM returns_dirtyday RETURNING place_id, question_set, about_on)
SELECT DISTINCT t.question_set, t.about_on, p.area_id
FROM taken t JOIN registry_place p ON p.id = t.place_id WHERE p.area_id IS NOT NULL
"""
PLACES = "SELECT id, area_id, merged_into_id FROM registry_place WHERE area_id = ANY(%s)"
# Of a place and one merged into it that both filed for a day, the one that stands is counted.
ONCE = """ AND NOT EXISTS (
    SELECT FROM returns_slot s WHERE s.place_id = p.merged_into_id AND s.question_set = r.question_set
    AND s.about_on = r.about_on AND s.version > 0)"""
# Days that a merge (or its end) since the last sums has made wrong: those for which the merged place filed.
TOUCHED = """
INSERT INTO returns_dirtyday (place_id, question_set, about_on)
SELECT s.place_id, s.question_set, s.about_on
FROM registry_merge m JOIN returns_slot s ON s.place_id IN (m.gone_id, m.kept_id) AND s.version > 0
WHERE greatest(m.merged_at, m.undone_at) > (SELECT max(computed_at) FROM returns_daytotal)
"""


@transaction.atomic
def add_up_days(*, by: Actor, now: datetime) -> int:
    """Add up every area's day that is out of date; return how many totals were made."""
    dirty: dict[tuple[str, date], list[str]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(TOUCHED)
        cursor.execute(TAKE)
        for question_set, about_on, area in cursor.fetchall():
            dirty[question_set, about_on].append(area)
    totals = [
        total
        for (question_set, about_on), areas in sorted(dirty.items())
        for total in _totals(question_set, about_on, areas, now)
    ]
    DayTotal.objects.bulk_create(totals, batch_size=1_000, ignore_conflicts=True)
    return len(totals)


def _totals(question_set: str, about_on: date, areas: list[str], now: datetime) -> list[DayTotal]:
    wanted = summed_on(about_on)
    sql = sums_by("p.area_id", PLACES, WHICH.format(known=KNOWN_NOW) + ONCE, list(wanted.values()))
    with connection.cursor() as cursor:
        cursor.execute(sql, [areas, question_set, about_on, about_on])
        rows = cursor.fetchall()
    return [
        DayTotal(
            area_id=area,
            question_set=question_set,
            about_on=about_on,
            computed_at=now,
            newest_recorded_at=cells[-1],
            places=cells[0],
            sums=_sums(list(wanted), cells),
        )
        for area, *cells in rows
    ]


def _sums(codes: list[str], cells: list[Any]) -> dict[str, Any]:
    width = len(FILED)
    sums = {code: cells[width + 3 * n : width + 3 * n + 3] for n, code in enumerate(codes)}
    plain: dict[str, Any] = json.loads(json.dumps({"filed": cells[:width]} | sums, default=float))
    return plain
