"""Who is kept apart: exclusions in reach, pairs of volunteer and task that they and one household keep apart,
and the care setting that a volunteer was inside of lately.

An exclusion holds for all that is known to be of the same person: their row, the same telephone number, the
same name in the council. A volunteer whose own number is the person's lives there, or is the person.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from junction.core.scope import Scope
from junction.registry.models import Place

from ..models import Exclusion, Task, TaskOffer
from ..rules.volunteer_tasks import TaskBook, tasks_on
from .needs import ANSWER
from .volunteers import KEEP

DIGITS = 19  # of a number: fewer
APART = """
SELECT held.volunteer_id, task.id FROM support_exclusion AS held
JOIN support_person AS p ON p.id = held.person_id
JOIN support_person AS same
    ON same.id = p.id OR same.phone_mark = p.phone_mark OR same.name_mark = p.name_mark
JOIN support_need AS need ON need.person_id = same.id
JOIN support_task AS task ON task.need_id = need.id
WHERE held.ended_at IS NULL AND {held}
  AND (same.id = p.id OR same.phone_mark = p.phone_mark OR need.area_id = held.area_id)
  AND {task}
UNION
SELECT held.id, task.id FROM support_task AS task
JOIN support_need AS need ON need.id = task.need_id
JOIN support_person AS p ON p.id = need.person_id
JOIN support_volunteer AS held ON held.phone_mark = p.phone_mark
WHERE {own} AND {task}
"""
WAITING = "task.state = 'open' AND task.area_id = ANY(%(areas)s)"
OF_ONE = {"held": "held.volunteer_id = %(volunteer)s", "own": "held.id = %(volunteer)s"}
ALIVE = "task.state = ANY(%(alive)s)"
# The place that whoever does a task goes into: one that asked for people, or one where who needs help lives.
ENTERED = """
    LEFT JOIN support_demand AS demand ON demand.id = task.demand_id
    LEFT JOIN support_need AS need ON need.id = task.need_id AND need.lives_there
    JOIN registry_place AS place ON place.id = coalesce(demand.place_id, need.by_place_id)"""
# The place that a volunteer was inside of last, of those they have accepted, done of late or are asked for.
LAST_SETTING = """
SELECT DISTINCT ON (volunteer_id) volunteer_id, place_id, task_id FROM (
    SELECT task.volunteer_id, place.id AS place_id, task.id AS task_id, task.state_at AS at, 1 AS firm
    FROM support_task AS task ENTERED
    WHERE task.kind = ANY(%(inside)s) AND place.service_type = ANY(%(settings)s)
      AND (task.state = 'accepted' OR task.state = 'done' AND task.state_at > %(bound_since)s)
    UNION ALL
    SELECT offer.volunteer_id, place.id, task.id, offer.offered_at, 0
    FROM support_taskoffer AS offer JOIN support_task AS task ON task.id = offer.task_id ENTERED
    WHERE offer.answer = 'waiting' AND task.kind = ANY(%(inside)s)
      AND place.service_type = ANY(%(settings)s)
) AS was ORDER BY volunteer_id, firm DESC, at DESC, task_id DESC
""".replace("ENTERED", ENTERED)
OTHER_SETTING = """
SELECT EXISTS (
    SELECT FROM support_task AS task ENTERED
    WHERE task.volunteer_id = %(volunteer)s AND place.id <> %(place)s
      AND task.kind = ANY(%(inside)s) AND place.service_type = ANY(%(settings)s)
      AND (task.state = 'accepted' OR task.state = 'done' AND task.state_at > %(bound_since)s)
)
""".replace("ENTERED", ENTERED)


def binding(scope: Scope, book: TaskBook, now: datetime) -> dict[str, Any]:
    """Return what binds a volunteer to a setting, as statements ask for it."""
    return {
        "inside": book.inside, "settings": list(book.setting_kinds),
        "bound_since": now - timedelta(days=book.setting_days),
    }  # fmt: skip


def kept_apart(scope: Scope, areas: Collection[str]) -> list[tuple[int, int]]:
    """Return the pairs of volunteer and waiting task of some areas that are kept apart. A step of
    matching.
    """
    sql = APART.format(held="TRUE", own="TRUE", task=WAITING)
    return _pairs(sql, {"areas": list(areas)})


def tasks_apart_from(scope: Scope, volunteer: int) -> list[int]:
    """Return the tasks under way that a volunteer is kept from. A step under the volunteer's lock."""
    sql = APART.format(**OF_ONE, task=ALIVE)
    return [task for _, task in _pairs(sql, {"volunteer": volunteer, "alive": list(Task.ALIVE)})]


def setting_of(scope: Scope, task: Task, book: TaskBook) -> Place | None:
    """Return the place of care that whoever does a task is inside of; None where there is none."""
    lives_in = task.need.by_place if task.need and task.need.lives_there else None
    place = task.demand.place if task.demand else lives_in
    is_setting = place is not None and place.service_type in book.setting_kinds
    return place if is_setting and task.kind in book.inside else None


def crosses(scope: Scope, task: Task, volunteer: int, *, on: date, now: datetime) -> bool:
    """Tell whether a task would take a volunteer into another setting than they were inside of lately."""
    book = tasks_on(on)
    place = setting_of(scope, task, book)
    if place is None:
        return False
    given = {"volunteer": volunteer, "place": place.pk, **binding(scope, book, now)}
    with connection.cursor() as cursor:
        cursor.execute(OTHER_SETTING, given)
        return bool(cursor.fetchone()[0])


def exclusions(scope: Scope, *, permission: str = KEEP, as_at: datetime | None = None) -> QuerySet[Exclusion]:
    """Return the exclusions of the councils in reach, the newest first; those said until a moment."""
    reach = scope.reach(permission)
    found = Exclusion.objects.select_related("volunteer", "task__need", "area")
    if not reach.national:
        found = found.filter(area_id__in=reach.areas)
    return found if as_at is None else found.filter(said_at__lte=as_at)


def one_exclusion(scope: Scope, number: int) -> Exclusion:
    """Return one exclusion in reach of who keeps volunteers or answers. Raise `Exclusion.DoesNotExist`."""
    found = exclusions(scope, permission=KEEP) | exclusions(scope, permission=ANSWER)
    return found.get(pk=number)


def of_state(scope: Scope, rows: QuerySet[Exclusion], *, holds: bool, as_at: datetime) -> QuerySet[Exclusion]:
    """Narrow exclusions that were read within a scope to those that held at a moment, or to the others."""
    held = Q(ended_at__isnull=True) | Q(ended_at__gt=as_at)
    return rows.filter(held) if holds else rows.exclude(held)


def searched(scope: Scope, rows: QuerySet[Exclusion], words: str) -> QuerySet[Exclusion]:
    """Narrow exclusions to a reference: of the volunteer ("V-12"), the task ("T-3") or its need."""
    text = words.strip().upper()
    kind, _, number = text.partition("-")
    if kind in ("V", "T") and number.isdecimal() and number.isascii() and len(number) < DIGITS:
        return rows.filter(**{"volunteer_id" if kind == "V" else "task_id": int(number)})
    return rows.filter(task__need__reference=text) if text else rows


def who_may_be_excluded(scope: Scope, task: Task) -> list[tuple[int, str]]:
    """Return the volunteers to whom a task that was read within a scope was offered, by number, with what
    they answered.
    """
    rows = TaskOffer.objects.filter(task=task).order_by("pk")
    return [(one.volunteer_id, f"V-{one.volunteer_id}: {one.get_answer_display()}") for one in rows]


def tasks_of_need(scope: Scope, number: int) -> list[Task]:
    """Return the tasks of a need that was read within a scope that were offered to somebody, the last
    first.
    """
    return list(Task.objects.filter(need=number, offers__isnull=False).distinct().order_by("-pk"))


def how_many_apart(scope: Scope, task: Task) -> int:
    """Return how many volunteers are kept from a task that was read within a scope: counts only."""
    sql = APART.format(held="TRUE", own="TRUE", task="task.id = %(task)s")
    return len(_pairs(sql, {"task": task.pk}))


def _pairs(sql: str, given: dict[str, Any]) -> list[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return cursor.fetchall()
