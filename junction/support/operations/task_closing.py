"""Tasks whose need is over or may not be told any more, wherever that came from; and what their needs hear.

Rows are held in one order everywhere: the volunteer, the need, the task.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from junction.core.calendar import local_day
from junction.core.scope import Actor
from junction.people.queries import system_actor

from ..models import Need, NeedEvent, Task
from ..queries.needs import OPEN
from ..queries.needs_for_volunteers import MAY_BE_RUNG
from ..rules.volunteer_tasks import tasks_on
from .settling import Step, write_down
from .task_ending import end_tasks


def for_needs(by: Actor, now: datetime) -> Actor:
    """A volunteer has leave for no need: what follows from an answer Junction does, in their name."""
    return replace(system_actor("volunteers", on=local_day(now)), key=by.key)


def hold(numbers: Collection[int], *, by: Actor) -> dict[int, Task]:
    """Hold these tasks that are still alive, and before them the needs of those that somebody has."""
    list(Need.objects.select_for_update(of=("self",)).filter(tasks__in=numbers).order_by("pk"))
    alive = Task.objects.select_for_update().filter(pk__in=numbers, state__in=Task.ALIVE)
    return {one.pk: one for one in alive.order_by("pk")}


def reopen(tasks: Sequence[Task], *, why: str, by: Actor, now: datetime) -> None:
    """The needs of tasks that somebody had are the desk's again."""
    needs = Need.objects.filter(state__in=OPEN).select_related("person")
    by_number = needs.in_bulk([one.need_id for one in tasks if one.need_id])
    for task in tasks:
        if (need := by_number.get(task.need_id or 0)) is not None:
            step = Step(NeedEvent.Kind.FELL, Need.State.OPEN, why=why, about=f"task:{task.pk}")
            write_down(need, step, by=for_needs(by, now), now=now)


def end_what_may_not_be_told(need: Need, *, by: Actor, now: datetime) -> int:
    """End what is under way for a need that is held, once its person's address is protected, or they may not
    be rung where it is done by telephone; the need is the desk's again. A step of what changed it.
    """
    if need.person is None:
        return 0
    alive = Task.objects.filter(need=need, state__in=Task.ALIVE)
    if not need.person.is_protected:
        by_phone = tasks_on(local_day(now)).by_phone
        alive = alive.filter(kind__in=by_phone).exclude(need__in=Need.objects.filter(MAY_BE_RUNG))
    return _end(list(alive.values_list("pk", flat=True)), why="need-closed", by=by, now=now)


@transaction.atomic
def end_tasks_of_closed_needs(areas: Collection[str], *, by: Actor, now: datetime) -> int:
    """Cancel tasks whose need is no longer there or may not be told; return how many. What was accepted of
    those leaves the need to the desk.
    """
    tasks = Task.objects.filter(area_id__in=areas, state__in=Task.ALIVE, need__isnull=False)
    over = tasks.exclude(need__state__in=OPEN)
    hidden = tasks.filter(need__person__is_protected=True)
    rings = tasks.filter(kind__in=tasks_on(local_day(now)).by_phone)
    silent = rings.exclude(need__in=Need.objects.filter(MAY_BE_RUNG))
    return _end(
        list((over | hidden | silent).values_list("pk", flat=True)), why="need-closed", by=by, now=now
    )


def _end(numbers: Collection[int], *, why: str, by: Actor, now: datetime) -> int:
    if not numbers:
        return 0
    held = hold(numbers, by=by)
    accepted = [one for one in held.values() if one.state == Task.State.ACCEPTED]
    reopen(accepted, why="cancelled", by=by, now=now)
    return end_tasks(list(held), why=why, by=by, now=now)
