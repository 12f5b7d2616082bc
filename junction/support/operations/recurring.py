"""A need that comes again: said once, then a job states the next one of the same person on its day.

While the one before is still open no other is stated, so that nobody is brought two. Where what they said of
themselves was erased, it ends. Each day of a rule is stated once, whatever becomes of the job.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.personal.queries import values
from junction.core.refusals import Refusal
from junction.core.scope import Actor

from ..models import Need, NeedEvent, Recurrence
from ..queries.again import OF_RULE
from ..queries.employers import employer_of
from ..queries.needs import ANSWER, one_need
from ..queries.recurring import recurrences
from ..rules import recurring as rules
from ..rules.desk import desk_on, matter_of
from . import desk_refusals as refusals
from . import need_refusals
from .needs import Stated, Who, state_needs
from .settling import Step, write_down

SAFE = ("is_protected", "may_ring", "may_leave_word", "may_text", "may_email", "may_write", "language")


@transaction.atomic
def repeat_need(
    number: int, *, rule: str = "", every_days: int | None = None, by: Actor, now: datetime
) -> Recurrence:
    """Let a need come again from today on, by a rule or every so many days. Raise `NotARecurrence`, `IsOver`
    for who was forgotten, or `ComesAgainAlready`.
    """
    need, today = one_need(by.scope, number, permission=ANSWER), local_day(now)
    need = Need.objects.select_for_update(of=("self",)).select_related("person").get(pk=need.pk)
    if need.person and need.person.erased_at:
        raise need_refusals.IsOver
    if need.recurrences.filter(ended_at__isnull=True).exists():
        raise refusals.ComesAgainAlready
    try:
        said = rules.every(every_days) if every_days is not None else rules.checked(rule)
    except ValueError as wrong:
        raise refusals.NotARecurrence from wrong
    following = rules.next_on(said, begins_on=today, after=today)
    if following is None:
        raise refusals.NotARecurrence
    made = Recurrence.objects.create(
        need=need, rule=said, begins_on=today, next_on=following, made_at=now, made_by=by.key
    )
    write_down(need, Step(NeedEvent.Kind.REPEATS, about=f"{OF_RULE}{made.pk}"), by=by, now=now)
    return made


@transaction.atomic
def end_recurrence(recurrence_id: int, *, why: str, by: Actor, now: datetime) -> Recurrence:
    """Let it come no more, by a reason of the file. Raise `Recurrence.DoesNotExist`, `IsOver`, `NotARule`."""
    found = recurrences(by.scope, permission=ANSWER).select_for_update(of=("self",)).get(pk=recurrence_id)
    if found.ended_at is not None:
        raise need_refusals.IsOver
    if why not in desk_on(local_day(now)).ended:
        raise need_refusals.NotARule
    _end(found, why, by=by, now=now)
    return found


def state_recurring(*, today: date, by: Actor, now: datetime) -> int:
    """State every need that comes again by today; return how many were stated. Each in a transaction."""
    due = Recurrence.objects.filter(ended_at__isnull=True, next_on__lte=today).order_by("next_on", "pk")
    return sum(_state_next(number, today, by=by, now=now) for number in due.values_list("pk", flat=True))


@transaction.atomic
def _state_next(number: int, today: date, *, by: Actor, now: datetime) -> bool:
    due = Recurrence.objects.select_for_update(skip_locked=True, of=("self",)).select_related("need__person")
    one = due.filter(pk=number, ended_at__isnull=True, next_on__lte=today).first()
    if one is None:  # another worker has it, or had it
        return False
    need, is_stated = one.need, False
    if need.person and need.person.erased_at:
        _end(one, "forgotten", by=by, now=now)
        return False
    if not need.is_open:
        try:
            with transaction.atomic():
                made = state_again(need, source=f"{OF_RULE}{one.pk}", by=by, now=now)
        except Refusal:  # the questions have changed since: somebody takes it down anew
            _end(one, "changed", by=by, now=now)
            return False
        one.need, is_stated = made, True
    record(
        at=now, by=by, verb="support.recurrence.came", subject=f"recurrence:{one.pk}", need=one.need_id,
        stated=is_stated, on=today.isoformat(),
    )  # fmt: skip
    one.next_on = rules.next_on(one.rule, begins_on=one.begins_on, after=today)
    one.save(update_fields=["need", "next_on"])
    if one.next_on is None:
        _end(one, "run-out", by=by, now=now)
    return is_stated


def state_again(need: Need, *, source: str, by: Actor, now: datetime) -> Need:
    """State the same anew, with whom they employ, as a step of who has it in reach. Raise what stating
    raises.
    """
    made = state_needs([_again(need, source)], by=by, now=now)[0].need
    if told := employer_of(by.scope, need):
        told.pk, told.need, told._state.adding = None, made, True
        told.save(force_insert=True)
    return made


def _again(need: Need, source: str) -> Stated:
    """Return the same as it was stated, with what the person said of themselves."""
    known = values([need.words] if need.words else [])
    words = known.get(need.words, "")
    point = (
        (need.longitude, need.latitude) if need.longitude is not None and need.latitude is not None else None
    )
    matter = matter_of(need.category)
    return Stated(
        {} if matter else need.answers, "" if need.place_id else need.area_id, _who(need), words=words,
        place=need.place_id, channel=need.channel, on_behalf=need.on_behalf, has_consent=need.has_consent,
        source=source, point=point, matter=matter, hub=need.hub_id,
    )  # fmt: skip


def _who(need: Need) -> Who:
    person = need.person
    if person is None:
        return Who()
    keys = {"name": person.name, "phone": person.phone, "email": person.email, "address": person.address,
            "code_word": person.code_word}  # fmt: skip
    known = values(key for key in keys.values() if key)
    told: dict[str, Any] = {name: known.get(key, "") for name, key in keys.items()}
    return Who(**told, **{name: getattr(person, name) for name in SAFE})


def _end(one: Recurrence, why: str, *, by: Actor, now: datetime) -> None:
    one.next_on, one.ended_at, one.ended_by, one.ended_why = None, now, by.key, why
    one.save(update_fields=["next_on", "ended_at", "ended_by", "ended_why"])
    record(at=now, by=by, verb="support.recurrence.ended", subject=f"recurrence:{one.pk}", reason=why)
