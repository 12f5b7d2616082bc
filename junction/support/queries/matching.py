"""What matching reads, in bulk and as arrays: tasks to be offered, volunteers on duty, who is kept
apart.
"""

import json
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
from django.db import connection

from junction.core.calendar import local_day
from junction.core.scope import Scope
from junction.registry.models import Area
from junction.registry.queries import inside

from ..models import Scheme, Task
from ..rules.matching import ANYWHERE, MOST_AREAS, UNSET, Ints, TaskArrays, VolunteerArrays
from ..rules.volunteer_tasks import tasks_on
from ..rules.volunteering import volunteering_on
from ..rules.where import degrees_of
from .exclusions import LAST_SETTING, binding, kept_apart
from .volunteers import KEEP

TASKS = """
SELECT task.id, task.area_id, task.longitude, task.latitude, task.skills, task.languages, task.level,
    extract(epoch FROM task.opens_at)::float8, extract(epoch FROM task.closes_at)::float8, task.minutes,
    task.limit_km, task.priority,
    CASE WHEN task.kind = ANY(%(inside)s) AND place.service_type = ANY(%(settings)s) THEN place.id
        ELSE %(anywhere)s END
FROM support_task AS task
LEFT JOIN support_demand AS demand ON demand.id = task.demand_id
LEFT JOIN support_need AS need ON need.id = task.need_id AND need.lives_there
LEFT JOIN registry_place AS place ON place.id = coalesce(demand.place_id, need.by_place_id)
WHERE task.state = 'open' AND task.is_instant = %(instant)s AND task.area_id = ANY(%(areas)s)
  AND task.closes_at > %(now)s
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
    WHERE loan.state = 'agreed' AND lent.answer = 'yes'
        AND loan.starts_on <= %(today)s AND loan.ends_on > %(today)s
    ORDER BY lent.volunteer_id, lent.id DESC
), was AS ({was})
SELECT here.id, coalesce(CASE WHEN lent.volunteer_id IS NULL THEN scheme.area_id ELSE lent.area_id END, ''),
    longitude, latitude, skills, languages, hours, reach_km,
    capacity - coalesce(busy, 0) - coalesce(waiting, 0), coalesce(recent, 0), vetted.level,
    extract(epoch FROM on_duty_until)::float8, coalesce(was.place_id, %(unset)s)
FROM here
JOIN support_scheme AS scheme ON scheme.id = here.scheme_id
JOIN vetted ON vetted.volunteer_id = here.id
LEFT JOIN had ON had.volunteer_id = here.id
LEFT JOIN asked ON asked.volunteer_id = here.id
LEFT JOIN lent ON lent.volunteer_id = here.id
LEFT JOIN was ON was.volunteer_id = here.id
WHERE coalesce(CASE WHEN lent.volunteer_id IS NULL THEN scheme.area_id ELSE lent.area_id END, '')
    IN (SELECT '' UNION SELECT unnest(%(areas)s::text[]))
"""
ASKED = """
SELECT offer.volunteer_id, offer.task_id FROM support_taskoffer AS offer
JOIN support_task AS task ON task.id = offer.task_id
WHERE task.state = 'open' AND task.area_id = ANY(%(areas)s)
"""


def tasks_to_offer(scope: Scope, areas: Collection[str], *, instant: bool, now: datetime) -> TaskArrays:
    """Return the tasks of some areas that wait to be offered. The caller has made sure of the areas."""
    given = {"areas": list(areas), "instant": instant, "now": now, "anywhere": ANYWHERE}
    rows = _read(TASKS, given | binding(scope, tasks_on(local_day(now)), now))
    return TaskArrays(*_columns(rows, 13, floats=(2, 3, 7, 8)))


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
        **binding(scope, tasks_on(today), now), "unset": UNSET,
    }  # fmt: skip
    rows = _read(VOLUNTEERS.format(was=LAST_SETTING), given)
    return VolunteerArrays(*_columns(rows, 13, floats=(2, 3, 11)))


def parts_of(scope: Scope, codes: Sequence[str], *, on: date) -> list[list[str]]:
    """Return areas in as many parts as one batch each can tell apart: all at once where they are few, else
    region by region, and what lies in none by itself. The caller has made sure of the areas.
    """
    here = set(codes)
    if len(_councils(here)) <= MOST_AREAS or not Scheme.objects.filter(area_id__in=here).exists():
        return [sorted(here)]
    regions = Area.objects.filter(pk__in=here, kind=Area.Kind.REGION).order_by("pk")
    parts, left = [], set(here)
    for region in regions.values_list("pk", flat=True):
        part = inside([region], on=on) & left
        left -= part
        parts.append(sorted(part))
    parts.append(sorted(left))
    return [few for part in parts for few in _few(part)]


def _councils(codes: Collection[str]) -> list[str]:
    """The areas that tasks lie in."""
    waiting = Task.objects.filter(area_id__in=codes, state=Task.State.OPEN).order_by()
    return sorted(waiting.values_list("area_id", flat=True).distinct())


def _few(part: Sequence[str]) -> list[list[str]]:
    """A part as it is, or cut where even one region has more areas than a batch can tell apart."""
    named = _councils(part)
    return [named[at : at + MOST_AREAS] for at in range(0, len(named), MOST_AREAS)]


def apart(scope: Scope, areas: Collection[str]) -> tuple[Ints, Ints]:
    """Return who is not asked for which waiting task, volunteers and tasks side by side: who was asked
    before, who is not sent there again, and who lives there.
    """
    rows = [*_read(ASKED, {"areas": list(areas)}), *kept_apart(scope, areas)]
    pairs = np.array(rows, dtype=np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


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
