"""Play what a person does with what documents propose: promises, asks and actions are confirmed and followed.

An ask goes through four hands without an answer, another waits; some proposals are left as they are, so that
whoever looks at the demo finds work to do.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from junction.core.scope import Actor
from junction.record.models import Action, Ask, Commitment, Meeting
from junction.record.models.said import Proposable
from junction.record.operations.asks import Step, pass_on, take_back_answer
from junction.record.operations.confirming import confirm, confirm_many, dismiss
from junction.record.operations.promises import Found, find_commitment

from .. import queries
from ..files import told
from ..rules.answers import moment
from ..rules.plan import Plan
from .documents import Kept

FOLLOWED = 1  # days before the last
AFTERNOON = 14 * 60  # minutes of the day

P = TypeVar("P", bound=Proposable)


def play_following(plan: Plan, kept: Kept, *, by: Actor) -> None:
    """Confirm most of what was proposed, and say what became of it."""
    now = moment(plan.last_day - timedelta(days=FOLLOWED), AFTERNOON)
    said = told("followed")
    bold = [one.pk for one in queries.proposals(by.scope, Commitment) if queries.is_bold(one)]
    confirm_many(Commitment, bold, by=by, now=now)
    for one in said["commitment"]:
        _find(one, plan.last_day, by=by, now=now)
    for one in said["dismissed"]:
        dismiss(Ask, _proposed(Ask, one, by=by).pk, why=one["why"], by=by, now=now)
    for one in said["ask"]:
        _follow(one, kept.documents["chat.txt"], by=by, now=now)
    for one in said["action"]:
        confirm(Action, _proposed(Action, one, by=by).pk, by=by, now=now)
    for one in said["meeting"]:
        confirm(Meeting, _proposed(Meeting, one, by=by).pk, by=by, now=now)


def _proposed(kind: type[P], one: Mapping[str, Any], *, by: Actor) -> P:
    return _saying(queries.proposals(by.scope, kind), one["says"])


def _saying(among: Iterable[P], says: str) -> P:
    return next(one for one in among if says in one.words)  # type: ignore[attr-defined] # each kind has words


def _find(one: Mapping[str, Any], last_day: date, *, by: Actor, now: datetime) -> None:
    promise = _saying(queries.promises(by.scope, now=now), one["says"])
    found = Found(one["outcome"], last_day + timedelta(days=one["day"]), one["note"])
    find_commitment(promise.pk, found, by=by, now=now)


def _follow(one: Mapping[str, Any], chat: int, *, by: Actor, now: datetime) -> None:
    """Confirm an ask; take back what only looked like an answer; write down each hand it went through."""
    asked = confirm(Ask, _proposed(Ask, one, by=by).pk, by=by, now=now)
    if asked.answered_at and not one["answered"]:
        take_back_answer(asked.pk, why=one["why"], by=by, now=now)
    for step in one.get("passed", ()):
        message = queries.message(by.scope, chat, step["says"])
        passed = Step(message.at or now, to=step["to"], note=message.text, statement=message.pk)
        pass_on(asked.pk, passed, by=by, now=now)
