"""Offer an unpaid carer an assessment or write down that they ask for a short break, and each step after.

The case itself stays with the desk: an assessment that is done does not close a need.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.scope import Actor

from ..models import CarerHelp, CarerStep
from ..queries.carers import SUBJECT, carer_help, of_the_desk
from ..queries.needs import ANSWER, one_need
from ..rules.carers import CarerState, carer_rules, is_person
from . import carer_refusals as refusals
from .need_refusals import NotARule


@dataclass(frozen=True, slots=True)
class NextStep:
    """How it stands from now, and what is said of it."""

    state: str
    why: str = ""
    owner: str = ""
    on: date | None = None
    until: date | None = None  # the last day for which it is agreed


@transaction.atomic
def open_carer_help(need_id: int, *, kind: str, by: Actor, now: datetime) -> CarerHelp:
    """Begin one for a case. Raise `Need.DoesNotExist`, `NotARule`, `NotForAPlace` or `StandsAlready`."""
    need = one_need(by.scope, need_id, permission=ANSWER)
    rules = carer_rules(local_day(now))
    found = rules.kinds.get(kind)
    if found is None:
        raise NotARule
    if need.person is None:
        raise refusals.NotForAPlace
    begins = found.states[found.begins]
    one = CarerHelp(
        need=need, kind=kind, state=begins.code, state_at=now, limit_at=begins.limit(now), opened_at=now,
        playbook=rules.reference,
    )  # fmt: skip
    _save(one, is_new=True)
    _write_down(one, by=by, now=now)
    return one


@transaction.atomic
def step_carer_help(number: int, *, step: NextStep, by: Actor, now: datetime) -> CarerHelp:
    """Go on with one. Raise `CarerHelp.DoesNotExist`, `NotANextStep`, `SayWhyOfCarer`, `SayWhoHasIt`,
    `NotOfTheDesk`, `SayTheDay`, `NotUntilThen`, or `StandsAlready` for one begun again beside another.
    """
    found = carer_help(by.scope).get(pk=number)
    one = CarerHelp.objects.select_for_update(of=("self",)).select_related("need").get(pk=found.pk)
    kind = carer_rules(local_day(now)).kinds[one.kind]
    if step.state not in kind.states[one.state].to:
        raise refusals.NotANextStep
    to, today = kind.states[step.state], local_day(now)
    if to.why and step.why not in kind.reasons:
        raise refusals.SayWhyOfCarer
    if to.on and (step.on is None or step.on > today):
        raise refusals.SayTheDay
    if to.until and step.until is not None and step.until < today:
        raise refusals.NotUntilThen
    one.owner = _owner(one, to, step.owner, by=by, now=now)
    one.why, one.on = step.why if to.why else "", step.on if to.on else None
    one.until = step.until if to.until else None
    one.state, one.state_at, one.late_told_at = to.code, now, None
    one.limit_at = to.limit(now, one.until)
    _save(one)
    _write_down(one, by=by, now=now)
    return one


def _owner(one: CarerHelp, to: CarerState, typed: str, *, by: Actor, now: datetime) -> str:
    """Who has it: whoever was said, and after that the same until it is over."""
    if not to.owner:
        return one.owner
    said = " ".join(typed.split())[:80]
    if not said:
        raise refusals.SayWhoHasIt
    if is_person(said) and said not in dict(of_the_desk(by.scope, one, now=now)):
        raise refusals.NotOfTheDesk
    return said


def _save(one: CarerHelp, *, is_new: bool = False) -> None:
    try:
        with transaction.atomic():
            one.save(force_insert=is_new)
    except IntegrityError as twice:
        raise refusals.StandsAlready from twice


def _write_down(one: CarerHelp, *, by: Actor, now: datetime) -> None:
    CarerStep.objects.create(
        help=one, state=one.state, at=now, by=by.key, why=one.why, owner=one.owner, on=one.on,
        until=one.until, limit_at=one.limit_at,
    )  # fmt: skip
    record(
        at=now, by=by, verb=f"support.carer.{one.state}", subject=f"{SUBJECT}:{one.pk}",
        playbook=one.playbook, need=one.need_id, kind=one.kind, reason=one.why, owner=one.owner,
    )  # fmt: skip
