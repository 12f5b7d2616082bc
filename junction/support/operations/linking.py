"""Support by a link worker: take somebody on who was referred, speak with them, write down what matters,
link them to services, look together at how it goes, end it by an outcome. Each leaves a step.

Whoever of the team writes something down need not be who sees to them; only taking over changes that.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.personal.operations import keep, retain
from junction.core.scope import Actor

from ..models import LinkCase, LinkStep, Need, NeedEvent, Referral, Service
from ..queries.linking import SUBJECT, link_cases, one_link_case, waiting
from ..rules.linking import MET, link_rules
from . import link_refusals as refusals
from . import settling
from .need_refusals import NotARule
from .referrals import Sending, accept_referral, give_back, refer

Kind = LinkStep.Kind


@dataclass(frozen=True, slots=True)
class LinkContact:
    """By which way somebody was spoken with, whether they were reached, what was said, and when next."""

    way: str
    reached: bool
    note: str = ""
    due_on: date | None = None  # None: after the days of the rules


@transaction.atomic
def begin_link(referral: int, *, by: Actor, now: datetime) -> LinkCase:
    """Take somebody on who was referred to one's team, which accepts the referral where nobody has yet. Raise
    `Referral.DoesNotExist`, `NotReferredToYou`, `TakenOnBefore`, or `NeedIsOver`.
    """
    one = waiting(by.scope).filter(pk=referral).first()
    if one is None or one.keeper_id is None:
        if link_cases(by.scope).filter(referral=referral).exists():
            raise refusals.TakenOnBefore
        raise refusals.NotReferredToYou
    if one.state == Referral.State.SENT:
        accept_referral(one.pk, by=by, now=now)
    today = local_day(now)
    rules = link_rules(today)
    case = LinkCase(
        referral=one, team_id=one.keeper_id, worker=by.key, begun_at=now, playbook=rules.reference,
        contact_due_on=rules.first_due(today), review_due_on=rules.review_due(today),
    )  # fmt: skip
    try:
        with transaction.atomic():
            case.save(force_insert=True)
    except IntegrityError as twice:
        raise refusals.TakenOnBefore from twice
    _write_down(case, LinkStep(kind=Kind.BEGUN), by=by, now=now)
    return case


@transaction.atomic
def speak_with(number: int, said: LinkContact, *, by: Actor, now: datetime) -> LinkCase:
    """Write down that somebody was spoken with, or not reached, and when next. Raise `SupportIsOver`,
    `NotARule` or `NotADayToSpeak`.
    """
    one, today = _open(number, by), local_day(now)
    rules = link_rules(today)
    if said.way not in rules.ways:
        raise NotARule
    due = rules.next_due(today, said.due_on, reached=said.reached)
    if due is None:
        raise refusals.NotADayToSpeak
    one.contact_due_on = due
    one.save(update_fields=["contact_due_on"])
    step = LinkStep(kind=Kind.CONTACT, way=said.way, reached=said.reached)
    _write_down(one, step, note=said.note, by=by, now=now)
    if said.reached:  # so that the helpline need not ask whether it still is
        settling.write_down(_need(one), settling.Step(NeedEvent.Kind.STILL), by=by, now=now)
    return one


@transaction.atomic
def write_plan(number: int, *, words: str, by: Actor, now: datetime) -> LinkCase:
    """Write down what matters to them, in their words; what was written before stays. Raise `SupportIsOver`
    or `SayWhatMatters`.
    """
    return _say(number, Kind.PLAN, words, by=by, now=now)


@transaction.atomic
def review_link(number: int, *, words: str, by: Actor, now: datetime) -> LinkCase:
    """Write down how they find that it goes; the next such talk is due after the days of the rules. Raise as
    `write_plan`.
    """
    one = _say(number, Kind.REVIEW, words, by=by, now=now)
    one.review_due_on = link_rules(local_day(now)).review_due(local_day(now))
    one.save(update_fields=["review_due_on"])
    return one


@transaction.atomic
def link_to_service(
    number: int, service: UUID, *, sent: Sending | None, by: Actor, now: datetime
) -> LinkCase:
    """Link them to a service of the directory; with `sent`, it is referred to that service too. Raise
    `Service.DoesNotExist`, `SupportIsOver`, or as `send_referral`.
    """
    one = _open(number, by)
    found = Service.objects.get(pk=service, status=Service.Status.ACTIVE)
    if sent is not None:
        refer(_need(one), sent, by=by, now=now)
    _write_down(one, LinkStep(kind=Kind.LINKED, service=found), by=by, now=now)
    return one


@transaction.atomic
def take_over_link(number: int, *, by: Actor, now: datetime) -> LinkCase:
    """See to them from now on, in place of a colleague. Raise `SupportIsOver` or `YoursBefore`."""
    one = _open(number, by)
    if one.worker == by.key:
        raise refusals.YoursBefore
    one.worker = by.key
    one.save(update_fields=["worker"])
    _write_down(one, LinkStep(kind=Kind.TAKEN_OVER), by=by, now=now)
    return one


@transaction.atomic
def end_link(number: int, *, outcome: str, note: str = "", by: Actor, now: datetime) -> LinkCase:
    """End the support by an outcome of the rules: the need is met, or the helpline's again. Raise
    `SupportIsOver` or `NotARule`.
    """
    one = _open(number, by)
    found = link_rules(local_day(now)).outcomes.get(outcome)
    if found is None:
        raise NotARule
    one.ended_at, one.outcome, one.contact_due_on, one.review_due_on = now, outcome, None, None
    one.save(update_fields=["ended_at", "outcome", "contact_due_on", "review_due_on"])
    _write_down(one, LinkStep(kind=Kind.ENDED, outcome=outcome), note=note, by=by, now=now)
    need = _need(one)
    if found.need != MET:
        give_back(one.referral, by=by, now=now)
    elif need.is_open:
        step = settling.Step(NeedEvent.Kind.MET, Need.State.MET, about=f"{SUBJECT}:{one.pk}")
        settling.write_down(need, step, by=by, now=now)
    return one


def _say(number: int, kind: str, words: str, *, by: Actor, now: datetime) -> LinkCase:
    if not words.strip():
        raise refusals.SayWhatMatters
    one = _open(number, by)
    _write_down(one, LinkStep(kind=kind), note=words, by=by, now=now)
    return one


def _open(number: int, by: Actor) -> LinkCase:
    """Return one that one's team supports now, held until the end of the transaction."""
    found = one_link_case(by.scope, number)
    rows = LinkCase.objects.select_for_update(of=("self",)).select_related("referral__need__person")
    one = rows.get(pk=found.pk)
    if not one.goes_on:
        raise refusals.SupportIsOver
    return one


def _need(one: LinkCase) -> Need:
    rows = Need.objects.select_for_update(of=("self",)).select_related("person")
    return rows.get(pk=one.referral.need_id)


def _write_down(one: LinkCase, step: LinkStep, *, note: str = "", by: Actor, now: datetime) -> None:
    """Write the step and the line of the log down; words go under a key, and who they are is kept as long."""
    today, said = local_day(now), note.strip()[:4000]
    until = link_rules(today).keep_until(today)
    step.case, step.at, step.by, step.contact_due_on = one, now, by.key, one.contact_due_on
    step.note = keep(said, kind="need-note", by=by, now=now, retention_until=until) if said else ""
    step.save(force_insert=True)
    person = one.referral.need.person
    if person and person.erased_at is None and person.retention_until < until:
        person.retention_until = until
        person.save(update_fields=["retention_until"])
        notes = one.steps.exclude(note="").values_list("note", flat=True)
        retain([*person.keys, *notes], until=until, by=by, now=now)
    record(
        at=now, by=by, verb=f"support.link.{step.kind}", subject=f"{SUBJECT}:{one.pk}", playbook=one.playbook,
        need=one.referral.need_id, reason=step.outcome, service=str(step.service_id or ""),
    )  # fmt: skip
