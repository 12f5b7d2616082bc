"""What volunteers answer: yes, no, done, not after all; and what follows for the need or whoever asked.

The need is told in the same transaction: help is offered once somebody has said yes, and it is met once
they say it is done. Who it is about is read only by whoever has said yes; a need whose address has become
protected meanwhile is no longer theirs to take.
"""

from datetime import datetime, timedelta

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.personal.operations import keep
from junction.core.scope import Actor
from junction.engine.pairing import AlreadyAnswered, NotAsked, accept_offer, decline_offer

from ..models import Need, Task, TaskOffer, TaskWord, Volunteer
from ..queries.exclusions import crosses, tasks_apart_from
from ..queries.volunteer_checks import is_short
from ..queries.volunteer_tasks import one_task, standing_offers
from ..rules.volunteer_tasks import tasks_on
from ..rules.volunteering import volunteering_on
from . import need_refusals, settling
from . import volunteer_refusals as refusals
from .concerns import raise_concern
from .exclusions import exclude as keep_from
from .exclusions import not_again
from .nobody_found import nobody_found
from .task_closing import for_needs
from .task_ending import end_tasks
from .task_offers import save
from .volunteer_letters import want
from .volunteer_own import keep_longer


@transaction.atomic
def accept(offer_id: int, one: Volunteer, *, by: Actor, now: datetime) -> Task:
    """Say yes to an offer. Raise `NotYours`, `TooLate`, `CheckNeeded`, `CannotCross`, `FullToday` or
    `AlreadyAnswered`.
    """
    Volunteer.objects.select_for_update(no_key=True).get(pk=one.pk)  # two answers at once come in turn
    task = _asked(offer_id, one)
    if task.volunteer_id == one.pk:
        return task
    if not _is_wanted(task, now) or task.pk in tasks_apart_from(by.scope, one.pk):
        raise refusals.TooLate  # why they are kept apart is told to neither
    if is_short(by.scope, task, one.pk, on=local_day(now)):
        raise refusals.CheckNeeded
    if crosses(by.scope, task, one.pk, on=local_day(now), now=now):
        raise refusals.CannotCross
    if _tasks_today(one, now) >= one.capacity:
        raise refusals.FullToday
    try:
        state, steps = accept_offer(standing_offers(by.scope, task, tasks_on(local_day(now))), one.pk)
    except NotAsked as missing:
        raise refusals.NotYours from missing
    except AlreadyAnswered as answered:
        raise refusals.AlreadyAnswered from answered
    if state.taken_by != one.pk:
        raise refusals.TooLate
    save(task, state, steps, by=by, now=now)
    task.state, task.state_at, task.volunteer = Task.State.ACCEPTED, now, one
    task.save(update_fields=["state", "state_at", "volunteer"])
    if task.need_id:
        settling.offer_help(task.need_id, about=f"task:{task.pk}", by=for_needs(by, now), now=now)
    keep_longer([one.pk], by=by, now=now)
    record(at=now, by=by, verb="support.task.accepted", subject=f"task:{task.pk}", volunteer=one.pk)
    return task


def _asked(offer_id: int, one: Volunteer) -> Task:
    """Return the task of an offer to this volunteer, held until the end of the transaction. Raise
    `NotYours`.
    """
    offer = TaskOffer.objects.filter(pk=offer_id, volunteer=one).first()
    if offer is None:
        raise refusals.NotYours
    _hold_need(offer.task_id)
    return Task.objects.select_for_update(of=("self",)).select_related("need__person").get(pk=offer.task_id)


def _hold_need(task: int) -> None:
    """Hold the need before its task, as whatever ends a need does."""
    list(Need.objects.select_for_update(of=("self",)).filter(tasks=task))


def _is_wanted(task: Task, now: datetime) -> bool:
    """Whether a task is still to be taken: it waits, its time is not over, its need is there and may be
    told.
    """
    if task.state not in (Task.State.OFFERED, Task.State.OPEN, Task.State.UNFILLED) or task.closes_at <= now:
        return False
    need = task.need
    return need is None or (need.is_open and need.person is not None and not need.person.is_protected)


def _tasks_today(one: Volunteer, now: datetime) -> int:
    begins = now - timedelta(hours=tasks_on(local_day(now)).day_hours)
    held = Task.objects.filter(volunteer=one)
    return (
        held.filter(state=Task.State.ACCEPTED).count()
        + held.filter(state=Task.State.DONE, state_at__gte=begins).count()
    )


@transaction.atomic
def decline(offer_id: int, one: Volunteer, *, by: Actor, now: datetime) -> None:
    """Say no to an offer; the next is asked. Raise `NotYours` or `AlreadyAnswered`."""
    task = _asked(offer_id, one)
    book = tasks_on(local_day(now))
    try:
        state, steps = decline_offer(standing_offers(by.scope, task, book), one.pk, now=now)
    except NotAsked as missing:
        raise refusals.NotYours from missing
    except AlreadyAnswered as answered:
        raise refusals.AlreadyAnswered from answered
    save(task, state, steps, by=by, now=now)
    if task.state == Task.State.OFFERED and state.is_exhausted:
        task.state = Task.State.UNFILLED if task.is_instant else Task.State.OPEN
        task.state_at = now
        task.save(update_fields=["state", "state_at"])
        if task.is_instant:  # a task of a batch is offered again by the next run
            nobody_found([task.pk], by=by, now=now)
    record(at=now, by=by, verb="support.task.declined", subject=f"task:{task.pk}", volunteer=one.pk)


def _mine(number: int, one: Volunteer) -> Task:
    _hold_need(number)
    task = Task.objects.select_for_update(of=("self",)).filter(pk=number, volunteer=one).first()
    if task is None:
        raise refusals.NotYours
    return task


@transaction.atomic
def give_back(number: int, one: Volunteer, *, by: Actor, now: datetime) -> Task:
    """Say that one cannot do it after all: it is offered again. Raise `NotYours` or `NotNow`."""
    task = _mine(number, one)
    if task.state != Task.State.ACCEPTED:
        raise refusals.NotNow
    task.state, task.state_at, task.volunteer = Task.State.OPEN, now, None
    task.save(update_fields=["state", "state_at", "volunteer"])
    if task.need_id:
        _settle(settling.reopen_need, task, why="given-back", by=by, now=now)
    record(at=now, by=by, verb="support.task.given-back", subject=f"task:{task.pk}", volunteer=one.pk)
    return task


@transaction.atomic
def finish(
    number: int, one: Volunteer, *, code: str, words: str = "", exclude: str = "", by: Actor, now: datetime
) -> Task:
    """Say that a task is done and how it went. Raise `NotYours`, `NotNow` or `NotAChoice`.

    With a reason in `exclude` they are not sent there again. Where nobody was there the need is open again;
    a worry goes to those who see to worries.
    """
    if exclude:
        Volunteer.objects.select_for_update(no_key=True).get(pk=one.pk)  # before the task, as everywhere
    task, book = _mine(number, one), tasks_on(local_day(now))
    said = book.feedback.get(code)
    if said is None:
        raise refusals.NotAChoice
    if task.state != Task.State.ACCEPTED:
        raise refusals.NotNow
    task.state, task.state_at = Task.State.DONE, now
    task.save(update_fields=["state", "state_at"])
    _say(task, TaskWord.By.VOLUNTEER, code, words, by=by, now=now)
    if said.is_worry:
        worry = words.strip() or "A volunteer was worried and did not say why."
        raise_concern(
            "other", area=task.area_id, words=worry, need=task.need_id, by=for_needs(by, now), now=now
        )
    if task.need_id and said.then == "open":
        _settle(settling.reopen_need, task, why=said.why, by=by, now=now)
    elif task.need_id and said.then == "met":
        _settle(settling.meet_need, task, by=by, now=now)
    if exclude:
        not_again(task.pk, one, reason=exclude, by=by, now=now)
    offer = TaskOffer.objects.filter(task=task, volunteer=one).first()
    if said.is_thanked and offer:
        until = now + timedelta(days=book.thanks_useful_days)
        want("thanks", [(one.pk, offer.pk)], until=until, by=by, now=now)
    keep_longer([one.pk], by=by, now=now)
    record(at=now, by=by, verb="support.task.done", subject=f"task:{task.pk}", volunteer=one.pk, code=code)
    return task


def _settle(step, task: Task, *, by: Actor, now: datetime, **more: str) -> None:
    """Tell the need; one that is over by now stays so."""
    try:
        step(task.need_id, about=f"task:{task.pk}", by=for_needs(by, now), now=now, **more)
    except need_refusals.IsOver:
        return


def _say(task: Task, by_kind: str, code: str, words: str, *, by: Actor, now: datetime) -> TaskWord:
    today = local_day(now)
    until = today + timedelta(days=volunteering_on(today).keep_days)
    text = words.strip()
    key = keep(text, kind="task-words", by=by, now=now, retention_until=until) if text else ""
    return TaskWord.objects.create(
        task=task, by_kind=by_kind, code=code, words=key, said_at=now, said_by=by.key
    )  # fmt: skip


@transaction.atomic
def say_of_task(
    number: int, *, code: str, words: str = "", exclude: str = "", by: Actor, now: datetime
) -> TaskWord:
    """Write down what whoever was helped said of a task; with a reason in `exclude` the volunteer is not sent
    to them again. Raise `NotAChoice`, `NotNow`.
    """
    task = one_task(by.scope, number)
    if code not in tasks_on(local_day(now)).feedback:
        raise refusals.NotAChoice
    if task.state != Task.State.DONE:
        raise refusals.NotNow
    made = _say(task, TaskWord.By.COORDINATOR, code, words, by=by, now=now)
    if exclude and task.volunteer_id:
        keep_from(task.pk, task.volunteer_id, side="person", reason=exclude, by=by, now=now)
    record(at=now, by=by, verb="support.task.feedback", subject=f"task:{task.pk}", code=code)
    return made


@transaction.atomic
def cancel_task(number: int, *, why: str, by: Actor, now: datetime) -> int:
    """Cancel a task; whoever was asked or has it is told. Raise `Task.DoesNotExist`, `SayWhy`, `NotNow`."""
    task = Task.objects.select_for_update(of=("self",)).get(pk=one_task(by.scope, number).pk)
    if not why.strip():
        raise refusals.SayWhy
    if not task.is_alive:
        raise refusals.NotNow
    if task.state == Task.State.ACCEPTED and task.need_id:
        _settle(settling.reopen_need, task, why="cancelled", by=by, now=now)
    return end_tasks([task.pk], why=why.strip()[:200], by=by, now=now)
