"""Find what became of promises; give actions to owners, remind them, close them."""

from dataclasses import dataclass
from datetime import date, datetime
from math import isfinite
from typing import ClassVar

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.ownership import operations as ownership
from junction.core.ownership.queries import owner
from junction.core.refusals import Refusal
from junction.core.scope import Actor

from ..models import Action, Commitment, CommitmentFinding
from ..queries.keepers import could_own
from ..queries.promises import ACTION
from ..rules.promises import promise_rules
from .confirming import SayMore, in_sight, locked
from .former import keep_former

FIGURE = ("indicator", "target", "target_is")
TARGETS = ("at-least", "at-most")


class NotConfirmed(Refusal):
    """This is only proposed. Confirm it first."""


class AlreadyClosed(Refusal):
    """This action is closed."""


class CannotHandTo(Refusal):
    """Choose somebody who keeps the record of this area."""

    status: ClassVar[int] = 422


@dataclass(frozen=True, slots=True)
class Found:
    """What somebody found of a promise."""

    outcome: str
    on: date
    note: str
    statement: int | None = None


@transaction.atomic
def find_commitment(number: int, found: Found, *, by: Actor, now: datetime) -> CommitmentFinding:
    """Add what was found of a promise; what was found before stays. Raise `NotConfirmed`, `SayMore`."""
    promise = locked(Commitment, number, by=by)
    rules = promise_rules(local_day(now))
    if not promise.confirmed_at or promise.dismissed_at:
        raise NotConfirmed
    if found.outcome not in rules.commitment_outcomes or not found.note.strip():
        raise SayMore
    added = CommitmentFinding.objects.create(
        commitment=promise, outcome=found.outcome, on=found.on, note=found.note.strip()[:500],
        statement_id=in_sight(found.statement, by=by), recorded_at=now, recorded_by=by.key,
    )  # fmt: skip
    record(
        at=now, by=by, verb="record.commitment.found", subject=f"commitment:{promise.pk}",
        why=added.note, playbook=rules.reference, outcome=found.outcome, on=found.on.isoformat(),
    )  # fmt: skip
    return added


@transaction.atomic
def bind_commitment(
    number: int, *, indicator: str, target: float, target_is: str, by: Actor, now: datetime
) -> None:
    """Say which figure judges a promise and what it must be. Raise `SayMore`, `NotConfirmed`."""
    promise = locked(Commitment, number, by=by)
    if not promise.confirmed_at or promise.dismissed_at:
        raise NotConfirmed
    if not indicator.strip() or target_is not in TARGETS or not isfinite(target):
        raise SayMore
    before = [promise.indicator, promise.target_is, promise.target]
    keep_former(promise, FIGURE, since=promise.recorded_at, now=now)
    promise.indicator, promise.target, promise.target_is = indicator.strip()[:80], target, target_is
    promise.save(update_fields=FIGURE)
    record(
        at=now, by=by, verb="record.commitment.bound", subject=f"commitment:{promise.pk}", before=before,
        indicator=promise.indicator, target_is=target_is, target=target,
    )  # fmt: skip


@transaction.atomic
def take_action(number: int, *, by: Actor, now: datetime) -> None:
    """Become the owner of an action that is nobody's."""
    _open(number, by=by)
    ownership.take((ACTION, number), owner=by.key, by=by, now=now)


@transaction.atomic
def hand_over_action(
    number: int, *, to: str, why: str = "", expected: str = "", by: Actor, now: datetime
) -> None:
    """Hand an action to somebody who keeps this record; its first owner is no hand-over. `CannotHandTo`."""
    found = _open(number, by=by)
    if to != by.key and to not in dict(could_own(by.scope, area=found.whose, now=now)):
        raise CannotHandTo
    if owner(ACTION, number) is None and not expected:
        ownership.take((ACTION, number), owner=to, by=by, now=now, reason=why[:300])
    else:
        ownership.hand_over((ACTION, number), to=to, reason=why[:300], expected=expected, by=by, now=now)


@transaction.atomic
def close_action(number: int, *, outcome: str, note: str, by: Actor, now: datetime) -> None:
    """Close an action, with how it ended. Raise `AlreadyClosed`, `SayMore`."""
    found = _open(number, by=by)
    rules = promise_rules(local_day(now))
    if outcome not in rules.action_outcomes or not note.strip():
        raise SayMore
    found.closed_at, found.closed_by, found.outcome, found.note = now, by.key, outcome, note.strip()[:500]
    found.save(update_fields=["closed_at", "closed_by", "outcome", "note"])
    record(
        at=now, by=by, verb="record.action.closed", subject=f"action:{number}", why=found.note,
        playbook=rules.reference, outcome=outcome,
    )  # fmt: skip


def _open(number: int, *, by: Actor) -> Action:
    found = locked(Action, number, by=by)
    if not found.confirmed_at or found.dismissed_at:
        raise NotConfirmed
    if found.closed_at:
        raise AlreadyClosed
    return found
