"""Tasks that are to be offered again: their volunteer has left or has no check in force any more.

What waited for an answer goes to the next, what was accepted goes back, and the need is the desk's again, all
in one transaction. Rows are held in one order everywhere: the volunteer, the need, the task.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.scope import Actor

from ..models import Task, TaskOffer
from ..queries.volunteer_checks import short_of_check, standing
from ..rules.volunteer_tasks import tasks_on
from .task_closing import hold, reopen
from .task_offers import look
from .volunteer_letters import want


@transaction.atomic
def free_unchecked(*, by: Actor, now: datetime) -> int:
    """Take back what stands on checks whose day is past; return how many offers."""
    found = short_of_check(by.scope, standing(by.scope), on=local_day(now))
    freed = free(found, by=by, now=now)
    if freed:
        record(at=now, by=by, verb="support.tasks.freed", subject="task:several", ids=freed[:1_000],
               why="check-ended")  # fmt: skip
    return len(freed)


def free(offers: QuerySet[TaskOffer], *, is_told: bool = True, by: Actor, now: datetime) -> list[int]:
    """Take back some of the offers that bind; return their numbers. A step of what makes it necessary."""
    found = list(offers.values_list("pk", "task_id"))
    tasks = hold([task for _, task in found], by=by) if found else {}
    rows = list(standing(by.scope).filter(pk__in=[number for number, _ in found]).order_by("pk"))
    if not rows:
        return []
    waited = TaskOffer.objects.filter(pk__in=[one.pk for one in rows], answer=TaskOffer.Answer.WAITING)
    waited.update(answer=TaskOffer.Answer.WITHDRAWN, answered_at=now)
    theirs = {(one.task_id, one.volunteer_id) for one in rows}
    accepted = [one for one in tasks.values() if (one.pk, one.volunteer_id) in theirs]
    _give_back(accepted, by=by, now=now)
    _ask_others([one for one in tasks.values() if one.state == Task.State.OFFERED], by=by, now=now)
    if is_told:
        until = now + timedelta(days=tasks_on(local_day(now)).withdrawn_useful_days)
        want("withdrawn", [(one.volunteer_id, one.pk) for one in rows], until=until, by=by, now=now)
    return [one.pk for one in rows]


def _give_back(tasks: Sequence[Task], *, by: Actor, now: datetime) -> None:
    numbers = [one.pk for one in tasks]
    Task.objects.filter(pk__in=numbers).update(state=Task.State.OPEN, state_at=now, volunteer=None)
    reopen(tasks, why="given-back", by=by, now=now)


def _ask_others(tasks: Sequence[Task], *, by: Actor, now: datetime) -> None:
    """An urgent task goes to the next; one of a batch that nobody is asked for waits for the next run."""
    for task in tasks:
        if task.is_instant:
            look(task.pk, by=by, now=now)
    waits = TaskOffer.objects.filter(task=OuterRef("pk"), answer=TaskOffer.Answer.WAITING)
    batch = Task.objects.filter(pk__in=[one.pk for one in tasks if not one.is_instant])
    batch.filter(~Exists(waits)).update(state=Task.State.OPEN, state_at=now)
