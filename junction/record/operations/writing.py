"""Write down by hand a promise, an action or an ask: of a statement that is named, or of an area."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import transaction

from junction.core.scope import Actor

from ..models import Action, Ask, Commitment
from ..models.said import Said
from ..queries.documents import statements
from .asks import NotYet, Step, pass_on
from .confirming import SayMore, write_down

S = TypeVar("S", bound=Said)


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise as somebody types it; `until_on` is the day after the last."""

    words: str
    promised_by: str
    made_on: date
    promised_to: str = ""
    from_on: date | None = None
    until_on: date | None = None
    measure: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """An action as somebody types it; `until_on` is the day after the last."""

    words: str
    asked_on: date
    owner_said: str = ""
    from_on: date | None = None
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """An ask as somebody types it, and to whom it went first (nobody: who must find it a home)."""

    words: str
    asked_by: str
    asked_at: datetime
    to: str = ""
    finder: str = ""


@dataclass(frozen=True, slots=True)
class Where:
    """Where it was said: a statement, else whose business it is (no area: the nation's)."""

    area: str | None = None
    statement: int | None = None


@transaction.atomic
def write_commitment(said: Promise, where: Where, *, by: Actor, now: datetime) -> Commitment:
    """Keep a promise that a person typed. Raise `SayMore`, `NotYourRecord`."""
    if not (said.words.strip() and said.promised_by.strip()):
        raise SayMore
    _refuse_backwards(said.from_on, said.until_on)
    return write_down(placed(Commitment(**_stripped(said)), where, by=by), by=by, now=now)


@transaction.atomic
def write_action(said: Task, where: Where, *, by: Actor, now: datetime) -> Action:
    """Keep an action that a person typed. Raise `SayMore`, `NotYourRecord`."""
    if not said.words.strip():
        raise SayMore
    _refuse_backwards(said.from_on, said.until_on)
    return write_down(placed(Action(**_stripped(said)), where, by=by), by=by, now=now)


@transaction.atomic
def write_ask(said: Question, where: Where, *, by: Actor, now: datetime) -> Ask:
    """Keep an ask that a person typed, with its first step. Raise `SayMore`, `NotYourRecord`, `NotYet`."""
    if not (said.words.strip() and said.asked_by.strip()):
        raise SayMore
    if said.asked_at > now:
        raise NotYet
    fields = {name: value for name, value in _stripped(said).items() if name not in ("to", "finder")}
    kept = write_down(placed(Ask(**fields), where, by=by), by=by, now=now)
    pass_on(kept.pk, Step(said.asked_at, said.to, said.finder), by=by, now=now)
    return kept


def _stripped(said: Any) -> dict[str, Any]:
    return {name: value.strip() if isinstance(value, str) else value for name, value in asdict(said).items()}


def _refuse_backwards(from_on: date | None, until_on: date | None) -> None:
    if from_on and until_on and until_on <= from_on:
        raise SayMore("The last day is before the first.")


def placed(thing: S, where: Where, *, by: Actor) -> S:
    """Say of a thing where it was said. Raise `SayMore` for a statement out of reach."""
    if where.statement is None:
        thing.area_id = where.area
        return thing
    found = statements(by.scope).filter(pk=where.statement).first()
    if found is None:
        raise SayMore("No such statement is in your reach.")
    thing.statement, thing.document, thing.area_id = found, found.document, found.document.area_id
    return thing
