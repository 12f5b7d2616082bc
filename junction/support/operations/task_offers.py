"""Offers of one task, by the engine's state machine: a few are asked at once, the first to accept has it.

An urgent task is offered to the nearest who may help, a few at a time; who does not answer in time is not
waited for, and the next is asked. A task of a batch is offered to one; when that lapses or is declined, it
waits for the next run. The state lies in the rows of offers and in whom to ask next, and is read and
written under the task's lock.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.scope import Actor
from junction.engine.pairing import (
    Do,
    InProcess,
    Offers,
    Step,
    look_at_offers,
    offer_at_once,
    search_in_cells,
)

from ..models import Task, TaskOffer
from ..queries.needs_for_volunteers import needs_for_volunteers
from ..queries.volunteer_tasks import standing_offers
from ..rules.matching import ranked
from ..rules.volunteer_tasks import TaskBook, tasks_on
from .matching import read_batch
from .nobody_found import nobody_found
from .task_making import tasks_of_needs
from .volunteer_letters import want

HOPEFUL = (TaskOffer.Answer.WAITING, TaskOffer.Answer.LAPSED)


def offer_urgent(areas: Collection[str], *, by: Actor, now: datetime) -> int:
    """Make tasks of urgent needs of some areas and ask the first volunteers; return how many tasks are
    asked for.

    The caller has made sure of the areas.
    """
    book = tasks_on(local_day(now))
    urgent = [one.level for one in book.levels.values() if one.is_instant]
    tasks_of_needs(areas, levels=urgent, by=by, now=now)
    batch = read_batch(areas, instant=True, book=book, by=by, now=now)
    if not len(batch.needs):
        return 0
    found = search_in_cells(batch, side=book.cell_km * 1000.0, pool=InProcess(), count=book.instant_most)
    asked = 0
    for row, number in enumerate(batch.needs.ids.tolist()):
        asked += _ask_first(
            number, ranked(batch, found, row, fairness=book.fairness_metres), book, by=by, now=now
        )
    return asked


@transaction.atomic
def _ask_first(
    number: int, best: list[tuple[int, dict[str, int]]], book: TaskBook, *, by: Actor, now: datetime
) -> int:
    task = Task.objects.select_for_update().get(pk=number)
    if task.state != Task.State.OPEN:
        return 0
    if not best:
        _move(task, Task.State.UNFILLED, now)
        nobody_found([number], by=by, now=now)
        record(at=now, by=by, verb="support.task.unfilled", subject=f"task:{number}")
        return 0
    why = dict(best)
    state, steps = offer_at_once(
        [volunteer for volunteer, _ in best],
        at_once=book.instant_at_once,
        patience=book.instant_patience,
        now=now,
    )
    _move(task, Task.State.OFFERED, now)
    save(task, state, steps, why=why, by=by, now=now)
    return 1


def save(
    task: Task,
    state: Offers,
    steps: Iterable[Step],
    *,
    why: dict[int, dict[str, int]] | None = None,
    by: Actor,
    now: datetime,
) -> None:
    """Write down how offers stand and tell volunteers what the steps say. A step under the task's lock."""
    rows = {one.volunteer_id: one for one in task.offers.all()}
    book = tasks_on(local_day(now))
    for offer in state.made:
        row = rows.get(offer.helper)
        if row is None:
            rows[offer.helper] = TaskOffer.objects.create(
                task=task, volunteer_id=offer.helper, offered_at=now, until=offer.until,
                why=(why or {}).get(offer.helper, {}), playbook=book.reference,
            )  # fmt: skip
        elif row.answer in HOPEFUL and row.answer != str(offer.answer):
            TaskOffer.objects.filter(pk=row.pk).update(answer=str(offer.answer), answered_at=now)
    if list(state.following) != task.following:
        task.following = list(state.following)
        task.save(update_fields=["following"])
    for step in steps:
        _tell(step, rows[step.helper], task, by=by, now=now)


def _tell(step: Step, offer: TaskOffer, task: Task, *, by: Actor, now: datetime) -> None:
    pair = [(offer.volunteer_id, offer.pk)]
    if step.do is Do.ASK:
        kind = "instant" if task.is_instant else "offer"
        want(kind, pair, until=offer.until, by=by, now=now)
    else:
        kind = "given" if step.do is Do.GIVE else "withdrawn"
        want(kind, pair, until=max(task.closes_at, offer.until), by=by, now=now)


def _move(task: Task, state: Task.State, now: datetime, **more: Any) -> None:
    task.state, task.state_at = state, now
    for name, value in more.items():
        setattr(task, name, value)
    task.save(update_fields=["state", "state_at", *more])


def look_at_due(*, by: Actor, now: datetime) -> int:
    """Let offers lapse whose time is over and ask the next; return how many tasks were looked at."""
    due = TaskOffer.objects.filter(answer=TaskOffer.Answer.WAITING, until__lte=now)
    numbers = list(due.order_by().values_list("task_id", flat=True).distinct()[:20_000])
    instant = Task.objects.filter(pk__in=numbers, is_instant=True).values_list("pk", flat=True)
    for number in list(instant):
        look(number, by=by, now=now)
    _lapse_batch(set(numbers), by=by, now=now)
    return len(numbers)


@transaction.atomic
def look(number: int, *, by: Actor, now: datetime) -> None:
    """Ask the next in place of those who did not answer; where nobody is left, a person has to see to it."""
    task = Task.objects.select_for_update().get(pk=number)
    state, steps = look_at_offers(standing_offers(by.scope, task, tasks_on(local_day(now))), now=now)
    save(task, state, steps, by=by, now=now)
    if state.is_exhausted and task.state == Task.State.OFFERED:
        _move(task, Task.State.UNFILLED, now)
        nobody_found([number], by=by, now=now)
        record(at=now, by=by, verb="support.task.unfilled", subject=f"task:{number}")


@transaction.atomic
def _lapse_batch(numbers: set[int], *, by: Actor, now: datetime) -> None:
    """Offers of a batch that lapsed: their tasks wait for the next run. A few statements for any number."""
    tasks = Task.objects.select_for_update().filter(pk__in=numbers, is_instant=False).order_by("pk")
    mine = [one.pk for one in tasks]
    if not mine:
        return
    late = TaskOffer.objects.filter(task__in=mine, answer=TaskOffer.Answer.WAITING, until__lte=now)
    late.update(answer=TaskOffer.Answer.LAPSED, answered_at=now)
    waiting = Task.objects.filter(pk__in=mine, state=Task.State.OFFERED)
    waiting.update(state=Task.State.OPEN, state_at=now)
    record(at=now, by=by, verb="support.offers.lapsed", subject="task:several", tasks=len(mine))


def offer_urgent_everywhere(*, by: Actor, now: datetime) -> int:
    """Offer what is urgent wherever it waits; return how many tasks somebody was asked for.

    What nobody took is tried again after a while: others may be on duty by then.
    """
    book = tasks_on(local_day(now))
    urgent = [one.level for one in book.levels.values() if one.is_instant]
    again = Task.objects.filter(state=Task.State.UNFILLED, is_instant=True, closes_at__gt=now)
    again.filter(state_at__lte=now - book.instant_patience).update(state=Task.State.OPEN, state_at=now)
    needs = needs_for_volunteers(by.scope, book, levels=urgent).order_by()
    waiting = Task.objects.filter(state=Task.State.OPEN, is_instant=True, closes_at__gt=now).order_by()
    areas = {
        *needs.values_list("area_id", flat=True).distinct(),
        *waiting.values_list("area_id", flat=True).distinct(),
    }
    return sum(offer_urgent([area], by=by, now=now) for area in sorted(areas))
