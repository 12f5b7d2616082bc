"""Write down calls to the emergency line: one by hand, or many from the telephone system, each once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.refusals import Refusal
from junction.core.scope import Actor

from ..models import LineCall

ANSWER = "supply.answer"
MOST = 5_000


class CannotWriteDownCall(Refusal):
    """A call rang in the past, and was answered or given up after that, not both."""

    status: ClassVar[int] = 422


class MayNotWriteDownCalls(Refusal):
    """Calls are written down by who answers the emergency line."""

    status: ClassVar[int] = 403


@dataclass(frozen=True, slots=True)
class Rung:
    """One call as the telephone system tells it; told again under its reference, it is brought up to date."""

    rang_at: datetime
    answered_at: datetime | None = None
    given_up_at: datetime | None = None
    reference: str = ""


@transaction.atomic
def write_down_calls(calls: Sequence[Rung], *, by: Actor, now: datetime) -> list[int]:
    """Keep calls and return their numbers in order; one whose reference is known gets its end."""
    if not by.scope.reach(ANSWER).national:
        raise MayNotWriteDownCalls
    if not 0 < len(calls) <= MOST or any(not _makes_sense(call, now) for call in calls):
        raise CannotWriteDownCall
    kept = [_keep(call, by=by, now=now) for call in calls]
    record(at=now, by=by, verb="supply.calls.written-down", subject=f"line-call:{kept[0]}", calls=len(kept))
    return kept


def _makes_sense(call: Rung, now: datetime) -> bool:
    ends = [end for end in (call.answered_at, call.given_up_at) if end is not None]
    slack = timedelta(minutes=1)  # clocks differ
    return (
        len(ends) < 2
        and call.rang_at <= now + slack
        and all(call.rang_at <= end <= now + slack for end in ends)
    )


def _keep(call: Rung, *, by: Actor, now: datetime) -> int:
    ends = {"answered_at": call.answered_at, "given_up_at": call.given_up_at}
    if call.reference:
        kept, made = LineCall.objects.select_for_update().get_or_create(
            reference=call.reference,
            defaults={"rang_at": call.rang_at, "recorded_at": now, "recorded_by": by.key, **ends},
        )
        if not made and not (kept.answered_at or kept.given_up_at):
            LineCall.objects.filter(pk=kept.pk).update(**ends)
        return kept.pk
    return LineCall.objects.create(rang_at=call.rang_at, recorded_at=now, recorded_by=by.key, **ends).pk
