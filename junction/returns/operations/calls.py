"""Writing down what came of ringing a place that owes a return."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction

from junction.core.calendar import local_day
from junction.core.calls.operations import log_call as keep_call
from junction.core.refusals import Refusal
from junction.core.scope import Actor
from junction.registry.queries import place

from ..queries.chase import CHASE
from ..rules.chasing import call_outcomes, matter, next_call_at, promised_moment
from ..rules.questions import question_set_on


class CannotLogCall(Refusal):
    """This call was not written down. Choose what came of it."""


class NeedsATime(CannotLogCall):
    """Say by when, as hours and minutes, for example 4:30pm."""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody who rang has to tell."""

    outcome: str
    spoke_to: str = ""
    by_clock: time | None = None  # "by half past four", today
    note: str = ""


@transaction.atomic
def log_call(
    *, place_id: int, question_set: str, about_on: date, said: Said, by: Actor, now: datetime
) -> int:
    """Write down one call to a place in the actor's reach, with when to ring again. Return the call's id.

    Raise `CannotLogCall` for an outcome that is not in the playbook, `NeedsATime` for one without its time.
    """
    called = place(by.scope, place_id, permission=CHASE)
    window = question_set_on(question_set, about_on).window
    outcome = call_outcomes(local_day(now)).get(said.outcome)
    if outcome is None:
        raise CannotLogCall
    if outcome.asks_time and said.by_clock is None:
        raise NeedsATime
    today = now.astimezone(window.timezone).date()
    promised = (
        promised_moment(said.by_clock, today=today, timezone=window.timezone)
        if outcome.asks_time and said.by_clock
        else None
    )
    return keep_call(
        verb="returns.call.logged",
        subject=("place", called.pk),
        about=matter(question_set, about_on),
        outcome=outcome.code,
        said={
            "spoke_to": said.spoke_to,
            "promised_at": promised,
            "next_call_at": next_call_at(outcome, promised_at=promised, now=now),
            "note": said.note,
        },
        by=by,
        now=now,
    )
