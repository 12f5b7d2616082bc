"""Pass an ask on, say that it has no home yet, answer it. Each step bears when it happened."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.refusals import Refusal
from junction.core.scope import Actor

from ..models import Ask, AskStep
from .confirming import SayMore, SayWhy, in_sight, locked
from .former import keep_former
from .promises import NotConfirmed

ANSWER = (
    *("answer", "answered_by", "answered_at", "answer_statement", "answer_recorded_at"),
    "answer_recorded_by",
)


class AlreadyAnswered(Refusal):
    """This ask is answered. Write down a new one if it is asked again."""


class NotAnswered(Refusal):
    """Nobody has answered this."""


class NotYet(Refusal):
    """This cannot have happened before it was asked, nor be still to come."""


@dataclass(frozen=True, slots=True)
class Step:
    """To whom an ask goes; to nobody: who must find it a home."""

    at: datetime
    to: str = ""
    finder: str = ""
    note: str = ""
    statement: int | None = None


@transaction.atomic
def pass_on(number: int, step: Step, *, by: Actor, now: datetime) -> AskStep:
    """Write down that an ask went to somebody, or has no home yet. Raise `SayMore`, `NotYet`."""
    asked = _open(number, by=by)
    if not (step.to.strip() or step.finder.strip()):
        raise SayMore("Say who has it now, or who must find it a home.")
    _refuse_impossible(asked, step.at, now)
    added = AskStep.objects.create(
        ask=asked, to=step.to.strip()[:200], finder=step.finder.strip()[:200], at=step.at,
        note=step.note.strip()[:500], statement_id=in_sight(step.statement, by=by), recorded_at=now,
        recorded_by=by.key,
    )  # fmt: skip
    record(
        at=now, by=by, verb="record.ask.passed-on" if added.to else "record.ask.without-home",
        subject=f"ask:{asked.pk}", why=added.note, happened_at=step.at.isoformat(),
    )  # fmt: skip
    return added


@transaction.atomic
def answer_ask(
    number: int, *, answer: str, answered_by: str, at: datetime, statement: int | None = None, by: Actor,
    now: datetime,
) -> None:  # fmt: skip
    """Write down how an ask was answered, by whom and when. Raise `SayMore`, `NotYet`, `AlreadyAnswered`."""
    asked = _open(number, by=by)
    if not answer.strip() or not answered_by.strip():
        raise SayMore
    _refuse_impossible(asked, at, now)
    asked.answer, asked.answered_by, asked.answered_at = answer.strip(), answered_by.strip()[:200], at
    asked.answer_statement_id = in_sight(statement, by=by)
    asked.answer_recorded_at, asked.answer_recorded_by = now, by.key
    asked.save()
    record(at=now, by=by, verb="record.ask.answered", subject=f"ask:{asked.pk}", happened_at=at.isoformat())


@transaction.atomic
def take_back_answer(number: int, *, why: str, by: Actor, now: datetime) -> None:
    """Say that the answer is none: the ask is open again. Raise `SayWhy`, `NotAnswered`."""
    if not why.strip():
        raise SayWhy
    asked = locked(Ask, number, by=by)
    if not asked.answered_at:
        raise NotAnswered
    keep_former(asked, ANSWER, since=asked.answer_recorded_at or asked.recorded_at, now=now)
    before = {"at": asked.answered_at.isoformat(), "statement": asked.answer_statement_id}
    asked.answer, asked.answered_by, asked.answered_at, asked.answer_statement = "", "", None, None
    asked.answer_recorded_at, asked.answer_recorded_by = None, ""
    asked.save()
    record(
        at=now, by=by, verb="record.ask.answer-taken-back", subject=f"ask:{asked.pk}",
        why=why.strip()[:500], before=before,
    )  # fmt: skip


def _open(number: int, *, by: Actor) -> Ask:
    asked = locked(Ask, number, by=by)
    if not asked.confirmed_at or asked.dismissed_at:
        raise NotConfirmed
    if asked.answered_at:
        raise AlreadyAnswered
    return asked


def _refuse_impossible(asked: Ask, at: datetime, now: datetime) -> None:
    if at < asked.asked_at or at > now:
        raise NotYet
