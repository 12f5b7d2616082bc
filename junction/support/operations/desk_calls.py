"""What came of a call: kept as a call, and what follows from it by the dated file of the desk.

Only who has the case writes a call down, so that nobody is rung by two. Words go under a key; whom one spoke
to is a role. A ring that was promised gives the case back to the desk until then, so that it does not go home
with an agent.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from junction.core.calendar import local_day
from junction.core.calls.operations import log_call as keep_call
from junction.core.ownership import operations as ownership
from junction.core.ownership.queries import owner
from junction.core.scope import Actor

from ..models import Need, NeedEvent
from ..queries.desk import SUBJECT
from ..rules.desk import Desk, Disposition, desk_on
from . import desk_refusals as refusals
from . import settling
from .desk import own_case
from .need_letters import tell_person
from .passing_on import pass_to


@dataclass(frozen=True, slots=True)
class Said:
    """What an agent tells of a call."""

    outcome: str
    ring_at: datetime | None = None
    spoke_to: str = ""
    note: str = ""
    why: str = ""  # the reason where nothing meets it
    passed_to: str = ""  # a register of desk.toml
    passed_number: str = ""


@transaction.atomic
def log_call(number: int, *, said: Said, by: Actor, now: datetime) -> Need:
    """Write down a call about a case one has, and do what follows from it.

    Raise `TakeItFirst`, `IsOver`, `NotADisposition`, `SayWhen`, `SayWhereTo`, `NotThere` or `NotARule`.
    """
    need, desk = own_case(number, by=by), desk_on(local_day(now))
    found = desk.dispositions.get(said.outcome)
    if found is None:
        raise refusals.NotADisposition
    ring_at = _ring_at(found, said, now)
    keep_call(
        verb="support.call.logged", subject=(SUBJECT, need.pk), about="helpline", outcome=found.code,
        said={"spoke_to": said.spoke_to.strip()[:80], "next_call_at": ring_at}, by=by, now=now,
    )  # fmt: skip
    _mark(need, found, ring_at, now)
    step = settling.Step(NeedEvent.Kind.CALLED, why=found.code, note=said.note)
    settling.write_down(need, step, by=by, now=now)
    if found.tells:
        tell_person(need, found.tells, by=by, now=now)
    _follow(need, found, said, desk, by=by, now=now)
    return need


@transaction.atomic
def pass_on(number: int, *, to: str, reference: str, note: str = "", by: Actor, now: datetime) -> NeedEvent:
    """Pass a case on to another register by its kind and number there; it leaves the queue and stays open.

    Raise `TakeItFirst`, `IsOver`, `SayWhereTo` or `NotThere`.
    """
    need, desk = own_case(number, by=by), desk_on(local_day(now))
    if note.strip():
        settling.note_need(need.pk, note=note, by=by, now=now)
    made = pass_to(need, to, reference, desk, by=by, now=now)
    ownership.release((SUBJECT, need.pk), by=by, now=now, reason="passed on")
    return made


def _ring_at(found: Disposition, said: Said, now: datetime) -> datetime | None:
    at = found.ring_at(now, said.ring_at)
    latest = now + timedelta(days=desk_on(local_day(now)).ring_within_days)
    if found.then == "ring" and (at is None or not now < at <= latest):
        raise refusals.SayWhen
    return at


def _mark(need: Need, found: Disposition, ring_at: datetime | None, now: datetime) -> None:
    need.ring_at = ring_at
    if found.is_answer:
        need.heard_at = now
        need.answered_at = need.answered_at or now
    need.save(update_fields=["ring_at", "heard_at", "answered_at"])


def _follow(need: Need, found: Disposition, said: Said, desk: Desk, *, by: Actor, now: datetime) -> None:
    who: dict[str, Any] = {"by": by, "now": now}
    follows: Mapping[str, Callable[[], object]] = {
        "met": lambda: settling.meet_need(need.pk, **who),
        "closed": lambda: settling.close_need(need.pk, still_needed=False, **who),
        "unmet": lambda: settling.leave_unmet(need.pk, why=said.why, **who),
        "pass": lambda: pass_to(need, said.passed_to, said.passed_number, desk, **who),
    }
    if found.then in follows:
        follows[found.then]()
    if found.then != "keep" and owner(SUBJECT, need.pk):
        ownership.release((SUBJECT, need.pk), by=by, now=now, reason=found.code)
