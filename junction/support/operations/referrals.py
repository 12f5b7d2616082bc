"""Refer a need to a service: send it, accept or decline it, take it back, let it lapse. Each leaves an event.

When the last service says no, or never answers, the need is the desk's again by itself. Who is referred is
told to the service by the page that it opens, never by a letter.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.ownership import operations as ownership
from junction.core.ownership.queries import owner
from junction.core.personal.operations import keep
from junction.core.scope import Actor

from ..models import Need, NeedEvent, Referral, ReferralEvent, Service
from ..models.references import new_reference
from ..queries import desk
from ..queries import referrals as queries
from ..rules.referrals import LAPSED, about, is_left_alone, referral_rules
from . import referral_refusals as refusals
from . import settling
from .referral_letters import tell_answered, tell_over, tell_sent

State = Referral.State


@dataclass(frozen=True, slots=True)
class Sending:
    """Which need goes to which service, whether the person agrees, and what the service must know."""

    need: int
    service: UUID
    has_consent: bool
    words: str = ""
    way: str = ""  # how it suits them to have it; "" where they did not say


@transaction.atomic
def send_referral(sent: Sending, *, by: Actor, now: datetime) -> Referral:
    """Refer a need. Raise `IsOver`, `NoConsentToRefer`, `NotReferable`, `NotAWay` or `AlreadyReferred`."""
    return refer(settling.open_need(sent.need, by), sent, by=by, now=now)


def refer(need: Need, sent: Sending, *, by: Actor, now: datetime) -> Referral:
    """Refer an open need that the caller may refer and holds. Raise as `send_referral`."""
    service = Service.objects.select_related("organisation").get(pk=sent.service)
    if not sent.has_consent:
        raise refusals.NoConsentToRefer
    if not queries.is_referable(by.scope, service):
        raise refusals.NotReferable
    if sent.way and sent.way not in service.ways:
        raise refusals.NotAWay
    rules = referral_rules(local_day(now))
    until, words = rules.keep_until(local_day(now)), sent.words.strip()
    one = Referral(
        reference=new_reference(), need=need, service=service, keeper_id=service.keeper_id,
        council_id=service.area_id, has_consent=True, playbook=rules.reference, sent_at=now, sent_by=by.key,
        way=sent.way,
        words=keep(words, kind="need-note", by=by, now=now, retention_until=until) if words else "",
        limit_at=rules.limit(need.level, now), state_at=now,
    )  # fmt: skip
    try:
        with transaction.atomic():
            one.save(force_insert=True)
    except IntegrityError as twice:
        raise refusals.AlreadyReferred from twice
    _event(one, by=by, now=now)
    offered = settling.Step(NeedEvent.Kind.OFFERED, Need.State.OFFERED, about=about(one.pk))
    settling.write_down(need, offered, by=by, now=now)
    if owner(desk.SUBJECT, need.pk) == by.key:
        ownership.release((desk.SUBJECT, need.pk), by=by, now=now, reason="referred")
    tell_sent(one, by=by, now=now)
    return one


@transaction.atomic
def accept_referral(number: int, *, note: str = "", by: Actor, now: datetime) -> Referral:
    """Say that the service helps. Raise `AnsweredBefore` or `NeedIsOver`."""
    one = _to_answer(number, by)
    if not one.need.is_open:
        raise refusals.NeedIsOver
    _become(one, State.ACCEPTED, note=note, by=by, now=now)
    step = settling.Step(NeedEvent.Kind.OFFERED, Need.State.OFFERED, why="accepted", about=about(one.pk))
    settling.write_down(_need(one), step, by=by, now=now)
    tell_answered(one, is_left=False, by=by, now=now)
    return one


@transaction.atomic
def decline_referral(number: int, *, why: str, note: str = "", by: Actor, now: datetime) -> Referral:
    """Say that the service cannot, by a reason of the rules. Raise `AnsweredBefore` or `NoSuchReason`."""
    one = _to_answer(number, by)
    if why not in referral_rules(local_day(one.sent_at)).decline_reasons:
        raise refusals.NoSuchReason
    _become(one, State.DECLINED, why=why, note=note, by=by, now=now)
    is_left = _hand_back(one, why, by=by, now=now)
    tell_answered(one, is_left=is_left, by=by, now=now)
    return one


@transaction.atomic
def withdraw_referral(number: int, *, note: str, by: Actor, now: datetime) -> Referral:
    """Take a referral back that one may send. Raise `AnsweredBefore` or `SayWhyBack`."""
    one = _locked(number, by)
    if not queries.may_take_back(by.scope, one):
        raise Referral.DoesNotExist
    if not one.is_standing:
        raise refusals.AnsweredBefore
    if not note.strip():
        raise refusals.SayWhyBack
    _end(one, State.WITHDRAWN, note=note, by=by, now=now)
    return one


def give_back(one: Referral, *, by: Actor, now: datetime) -> None:
    """End a referral that a service accepted and can do no more for; the need is the desk's again, and
    whoever sent it is told. The caller answers for the service.
    """
    one.refresh_from_db(fields=["state"])  # the caller holds its need since
    if one.is_standing:
        _become(one, State.WITHDRAWN, by=by, now=now)
        is_left = _hand_back(one, "taken-back", by=by, now=now)
        tell_answered(one, is_left=is_left, by=by, now=now)


def lapse_referrals(*, by: Actor, now: datetime) -> int:
    """Let referrals lapse that nobody answered in time, and end those whose need is over. Return how many."""
    late = list(queries.past_limit(by.scope, now=now).values_list("pk", flat=True))
    over = list(queries.without_need(by.scope).values_list("pk", flat=True))
    return sum(_lapse(number, by=by, now=now) for number in dict.fromkeys([*over, *late]))


@transaction.atomic
def _lapse(number: int, *, by: Actor, now: datetime) -> bool:
    one = _locked(number, by)
    if one.state != State.SENT:
        return False  # answered, or lapsed by another worker, meanwhile
    _end(one, State.LAPSED if one.need.is_open else State.WITHDRAWN, by=by, now=now)
    return True


def _end(one: Referral, state: str, *, note: str = "", by: Actor, now: datetime) -> None:
    """End a referral without the service, and tell it; the need is the desk's again when nobody is left."""
    _become(one, state, note=note, by=by, now=now)
    is_left = _hand_back(one, LAPSED if state == State.LAPSED else "taken-back", by=by, now=now)
    if state == State.LAPSED:
        tell_answered(one, is_left=is_left, by=by, now=now)
    tell_over(one, by=by, now=now)


def _hand_back(one: Referral, why: str, *, by: Actor, now: datetime) -> bool:
    """Give the need back to the desk when nobody helps any more; tell whether it was."""
    need = _need(one)
    others = [other.state for other in queries.of_need(by.scope, need)]
    if need.state != Need.State.OFFERED or not is_left_alone(queries.last_offer(by.scope, need), others):
        return False
    step = settling.Step(NeedEvent.Kind.FELL, Need.State.OPEN, why=why, about=about(one.pk))
    settling.write_down(need, step, by=by, now=now)
    return True


def _need(one: Referral) -> Need:
    return Need.objects.select_for_update(of=("self",)).select_related("person").get(pk=one.need_id)


def _locked(number: int, by: Actor) -> Referral:
    """Return a referral in reach, held until the end of the transaction; its need is held first."""
    found = queries.one_referral(by.scope, number)
    _need(found)
    rows = Referral.objects.select_for_update(of=("self",)).select_related("need__person", "service")
    return rows.get(pk=number)


def _to_answer(number: int, by: Actor) -> Referral:
    one = _locked(number, by)
    if not queries.may_answer(by.scope, one):
        raise Referral.DoesNotExist
    if one.state != State.SENT:
        raise refusals.AnsweredBefore
    return one


def _become(one: Referral, state: str, *, why: str = "", note: str = "", by: Actor, now: datetime) -> None:
    one.state, one.state_at, one.declined_why = state, now, why
    one.save(update_fields=["state", "state_at", "declined_why"])
    _event(one, why=why, note=note, by=by, now=now)


def _event(one: Referral, *, why: str = "", note: str = "", by: Actor, now: datetime) -> None:
    """Write the event and the line of the log down; words go under a key."""
    until = referral_rules(local_day(one.sent_at)).keep_until(local_day(now))
    said = note.strip()[:2000]
    key = keep(said, kind="need-note", by=by, now=now, retention_until=until) if said else ""
    ReferralEvent.objects.create(referral=one, kind=one.state, at=now, by=by.key, why=why, note=key)
    record(
        at=now, by=by, verb=f"support.referral.{one.state}", subject=f"{queries.SUBJECT}:{one.pk}",
        playbook=one.playbook, need=one.need_id, service=str(one.service_id), reason=why,
    )  # fmt: skip
