"""Tasks that end because what they were for is over. Who was asked or has one is told: nobody sets out for
nothing.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.scope import Actor

from ..models import Need, Task, TaskOffer
from ..queries.volunteer_checks import standing
from ..rules.volunteer_tasks import tasks_on
from .volunteer_letters import want


def end_tasks_of(need: Need, *, why: str, by: Actor, now: datetime) -> int:
    """Cancel what is under way for a need that is held. A step of what ended it."""
    alive = Task.objects.filter(need=need, state__in=Task.ALIVE)
    return end_tasks(list(alive.values_list("pk", flat=True)), why=why, by=by, now=now)


@transaction.atomic
def end_tasks(numbers: Collection[int], *, why: str, by: Actor, now: datetime) -> int:
    """Cancel tasks; offers that wait are withdrawn and whoever knew of them is told."""
    tasks = list(Task.objects.select_for_update().filter(pk__in=numbers).order_by("pk"))
    tasks = [one for one in tasks if one.is_alive]
    if not tasks:
        return 0
    mine = [one.pk for one in tasks]
    knew = standing(by.scope).filter(task__in=mine).order_by("pk")
    pairs = list(knew.values_list("volunteer_id", "pk"))
    waiting = TaskOffer.objects.filter(
        task__in=mine, answer__in=[TaskOffer.Answer.WAITING, TaskOffer.Answer.LAPSED]
    )
    waiting.update(answer=TaskOffer.Answer.WITHDRAWN, answered_at=now)
    Task.objects.filter(pk__in=mine).update(
        state=Task.State.CANCELLED, state_at=now, volunteer=None, following=[]
    )
    until = now + timedelta(days=tasks_on(local_day(now)).withdrawn_useful_days)
    want("withdrawn", pairs, until=until, by=by, now=now)
    record(at=now, by=by, verb="support.tasks.cancelled", subject="task:several", ids=mine[:1_000], why=why)
    return len(tasks)
