"""Ask for letters of confirmation, write down each that came, and take a request back."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.refusals import Refusal
from junction.core.scope import Actor

from ..models import Confirmation, ConfirmationRequest
from ..queries import confirmations as queries
from ..queries.documents import document, may_keep_for
from ..rules.confirmations import confirmation_rules
from .confirming import SayMore

SAME = ("document_id", "sent_on", "received_on", "signed_by", "key_issues")


class MayNotAsk(Refusal):
    """You may ask for confirmations only in areas you answer for."""

    status: ClassVar[int] = 403


class MayNotConfirm(Refusal):
    """You may write down letters only of areas you answer for."""

    status: ClassVar[int] = 403


class CannotAsk(Refusal):
    """Say what is to be confirmed, by whom, and by which day, not before it is asked."""

    status: ClassVar[int] = 422


class NotAskedHere(Refusal):
    """This area is not asked to confirm it."""

    status: ClassVar[int] = 422


class WrongDays(Refusal):
    """A letter is received on the day it was sent or later, and neither day is still to come."""

    status: ClassVar[int] = 422


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be confirmed, by whom, by when, and what waits for it."""

    title: str
    asks: str
    asked_of: str
    due_on: date
    asked_on: date | None = None  # none: today
    area: str | None = None
    gates: str = ""
    document: int | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """One area's letter."""

    area: str
    sent_on: date
    received_on: date
    signed_by: str
    key_issues: str = ""
    document: int | None = None


@transaction.atomic
def ask_confirmation(asked: Asked, *, by: Actor, now: datetime) -> ConfirmationRequest:
    """Ask all areas of a kind for a letter by a day. Raise `MayNotAsk` or `CannotAsk`."""
    today = local_day(now)
    rules = confirmation_rules(today)
    if not may_keep_for(by.scope, area=asked.area):
        raise MayNotAsk
    asked_on = asked.asked_on or today
    said = asked.title.strip() and asked.asks.strip()
    if not said or asked.asked_of not in rules.asked_of or asked.due_on < asked_on or asked_on > today:
        raise CannotAsk
    if asked.document is not None:
        document(by.scope, asked.document)
    made = ConfirmationRequest.objects.create(
        title=asked.title.strip()[:200], asks=asked.asks.strip(), asked_of=asked.asked_of,
        area_id=asked.area, asked_on=asked_on, due_on=asked.due_on, gates=asked.gates.strip()[:300],
        document_id=asked.document, recorded_at=now, recorded_by=by.key,
    )  # fmt: skip
    record(
        at=now, by=by, verb="record.confirmation.asked", subject=f"confirmation-request:{made.pk}",
        playbook=rules.reference, area=asked.area, due_on=asked.due_on.isoformat(), gates=made.gates,
    )  # fmt: skip
    return made


@transaction.atomic
def confirm(request_id: int, letter: Letter, *, by: Actor, now: datetime) -> Confirmation:
    """Write down an area's letter; what is written already changes nothing, what differs is a new version.

    Raise `MayNotConfirm`, `NotAskedHere`, `WrongDays` or `SayMore`.
    """
    one = queries.request(by.scope, request_id)
    ConfirmationRequest.objects.select_for_update().get(pk=one.pk)
    _refuse_unsound(one, letter, by=by, now=now)
    made = Confirmation(
        request=one, area_id=letter.area, document_id=letter.document, sent_on=letter.sent_on,
        received_on=letter.received_on, signed_by=letter.signed_by.strip()[:200],
        key_issues=letter.key_issues.strip(), recorded_at=now, recorded_by=by.key,
    )  # fmt: skip
    current = one.confirmations.filter(area=letter.area, superseded_at=None).first()
    if current and all(getattr(current, name) == getattr(made, name) for name in SAME):
        return current
    one.confirmations.filter(area=letter.area, superseded_at=None).update(superseded_at=now)
    made.save()
    record(
        at=now, by=by, verb="record.confirmation.received", subject=f"confirmation-request:{one.pk}",
        area=letter.area, sent_on=letter.sent_on.isoformat(), received_on=letter.received_on.isoformat(),
        document=letter.document, corrects=current.pk if current else None,
    )  # fmt: skip
    return made


@transaction.atomic
def withdraw_request(request_id: int, *, why: str, by: Actor, now: datetime) -> ConfirmationRequest:
    """Take a request back; the letters that came stay, and can be seen as at the moment before."""
    one = queries.request(by.scope, request_id)
    if not may_keep_for(by.scope, area=one.area_id):
        raise MayNotAsk
    if not why.strip():
        raise SayMore("Say why it is taken back.")
    ConfirmationRequest.objects.filter(pk=one.pk, withdrawn_at=None).update(
        withdrawn_at=now, withdrawn_by=by.key, withdrawn_why=why.strip()
    )
    record(
        at=now, by=by, verb="record.confirmation.withdrawn", subject=f"confirmation-request:{one.pk}", why=why
    )
    return one


def _refuse_unsound(one: ConfirmationRequest, letter: Letter, *, by: Actor, now: datetime) -> None:
    if not may_keep_for(by.scope, area=letter.area):
        raise MayNotConfirm
    today = local_day(now)
    rules = confirmation_rules(one.asked_on)
    if not queries.asked(by.scope, one, rules, day=one.asked_on).filter(pk=letter.area).exists():
        raise NotAskedHere
    if not letter.sent_on <= letter.received_on <= today or letter.sent_on < one.asked_on:
        raise WrongDays
    if not letter.signed_by.strip():
        raise SayMore("Say who signed the letter, by post.")
    if letter.document is not None:
        document(by.scope, letter.document)
