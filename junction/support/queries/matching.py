"""What matching reads, in bulk and as arrays: tasks to be offered, volunteers on duty, who was asked
before.
"""

import json
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from django.db import connection

from junction.core.calendar import local_day
from junction.core.scope import Scope

from ..rules.matching import Ints, TaskArrays, VolunteerArrays
from ..rules.volunteering import volunteering_on
from ..rules.where import degrees_of
from .volunteers import KEEP

TASKS = """
SELECT id, area_id, longitude, latitude, skills, languages, level, extract(epoch FROM opens_at)::float8,
    extract(epoch FROM closes_at)::float8, minutes, limit_km, priority
FROM support_task
WHERE state = 'open' AND is_instant = %(instant)s AND area_id = ANY(%(areas)s) AND closes_at > %(now)s
"""
VOLUNTEERS = """
WITH levels AS (SELECT * FROM jsonb_each_text(%(levels)s::jsonb) AS l(code, level)),
here AS MATERIALIZED (
    SELECT * FROM support_volunteer
    WHERE on_duty_until > %(now)s AND state = 'active'
      AND latitude BETWEEN %(south)s AND %(north)s AND longitude BETWEEN %(west)s AND %(east)s
), vetted AS (
    SELECT seen.volunteer_id, max(levels.level::int) AS level
    FROM support_vettingseen AS seen
    JOIN here ON here.id = seen.volunteer_id
    JOIN levels ON levels.code = seen.check_code
    WHERE seen.withdrawn_at IS NULL AND seen.expires_on > %(today)s GROUP BY 1
), had AS (
    SELECT task.volunteer_id, count(*) AS recent,
        count(*) FILTER (WHERE task.state = 'accepted' OR task.state_at >= %(midnight)s) AS busy
    FROM support_task AS task JOIN here ON here.id = task.volunteer_id
    WHERE task.state IN ('accepted', 'done') AND task.state_at >= %(since)s GROUP BY 1
), asked AS (
    SELECT offer.volunteer_id, count(*) AS waiting FROM support_taskoffer AS offer
    WHERE offer.answer = 'waiting' GROUP BY 1
), lent AS (
    SELECT DISTINCT ON (lent.volunteer_id) lent.volunteer_id, borrower.area_id
    FROM support_lent AS lent
    JOIN support_loan AS loan ON loan.id = lent.loan_id
    JOIN support_scheme AS borrower ON borrower.id = loan.borrower_id
    WHERE loan.ended_at IS NULL AND loan.starts_on <= %(today)s AND loan.ends_on > %(today)s
    ORDER BY lent.volunteer_id, lent.id DESC
)
SELECT here.id, coalesce(CASE WHEN lent.volunteer_id IS NULL THEN scheme.area_id ELSE lent.area_id END, ''),
    longitude, latitude, skills, languages, hours, reach_km,
    capacity - coalesce(busy, 0) - coalesce(waiting, 0), coalesce(recent, 0), vetted.level,
    extract(epoch FROM on_duty_until)::float8
FROM here
JOIN support_scheme AS scheme ON scheme.id = here.scheme_id
JOIN vetted ON vetted.volunteer_id = here.id
LEFT JOIN had ON had.volunteer_id = here.id
LEFT JOIN asked ON asked.volunteer_id = here.id
LEFT JOIN lent ON lent.volunteer_id = here.id
WHERE coalesce(CASE WHEN lent.volunteer_id IS NULL THEN scheme.area_id ELSE lent.area_id END, '')
    IN (SELECT '' UNION SELECT unnest(%(areas)s::text[]))
"""
ASKED = """
SELECT offer.volunteer_id, offer.task_id FROM support_taskoffer AS offer
JOIN support_task AS task ON task.id = offer.task_id
WHERE task.state = 'open' AND task.area_id = ANY(%s)
"""


def tasks_to_offer(scope: Scope, areas: Collection[str], *, instant: bool, now: datetime) -> TaskArrays:
    """Return the tasks of some areas that wait to be offered. The caller has made sure of the areas."""
    rows = _read(TASKS, {"areas": list(areas), "instant": instant, "now": now})
    return TaskArrays(*_columns(rows, 12, floats=(2, 3, 7, 8)))


def volunteers_for(
    scope: Scope, tasks: TaskArrays, areas: Collection[str], *, now: datetime
) -> VolunteerArrays:
    """Return the volunteers on duty who may help with some tasks, as far as areas and a box around them
    say.
    """
    today = local_day(now)
    book = volunteering_on(today)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    given = {
        "areas": list(areas), "now": now, "today": today, "midnight": midnight,
        "since": now - timedelta(days=book.recent_days),
        "levels": json.dumps({one.code: one.level for one in book.checks.values()}), **_box(tasks),
    }  # fmt: skip
    rows = _read(VOLUNTEERS, given)
    return VolunteerArrays(*_columns(rows, 12, floats=(2, 3, 11)))


def asked_before(scope: Scope, areas: Collection[str]) -> tuple[Ints, Ints]:
    """Return who was asked before for tasks that wait again: volunteers and tasks, side by side."""
    with connection.cursor() as cursor:
        cursor.execute(ASKED, [list(areas)])
        rows = np.array(cursor.fetchall(), dtype=np.int64).reshape(-1, 2)
    return rows[:, 0], rows[:, 1]


def may_match(scope: Scope, areas: Collection[str]) -> bool:
    """Tell whether one may have tasks of all these areas matched."""
    reach = scope.reach(KEEP)
    return reach.national or set(areas) <= reach.areas


def _box(tasks: TaskArrays) -> dict[str, float]:
    if not len(tasks.ids):
        return {"south": 0.0, "north": 0.0, "west": 0.0, "east": 0.0}
    degrees, wide = degrees_of(float(tasks.limit_km.max()), latitude=float(np.abs(tasks.latitude).max()))
    return {
        "south": float(tasks.latitude.min()) - degrees, "north": float(tasks.latitude.max()) + degrees,
        "west": float(tasks.longitude.min()) - wide, "east": float(tasks.longitude.max()) + wide,
    }  # fmt: skip


def _read(sql: str, given: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return cursor.fetchall()


def _columns(rows: Sequence[tuple[Any, ...]], count: int, *, floats: Collection[int]) -> list[Any]:
    """Rows as columns: the second is text, some are numbers with a point, the others whole."""
    columns = list(zip(*rows, strict=True)) or [()] * count
    return [
        list(column) if place == 1 else np.array(column, dtype=np.float64 if place in floats else np.int64)
        for place, column in enumerate(columns)
    ]
