"""What happens to a need after it was stated: one event and the row's new state, in one transaction.

Nothing closes by itself. "Do you still need this?" is asked before a need is closed, and the answer is
written down by who asked or given by the person on the private page. Words go under keys; events keep codes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.personal.operations import keep, retain
from junction.core.scope import Actor

from ..models import Need, NeedEvent
from ..queries.needs import ANSWER, need_of_link, one_need
from ..rules.keeping import keeping_on
from . import need_refusals as refusals
from .task_ending import end_tasks_of

Kind, State = NeedEvent.Kind, Need.State
HEARD = (Kind.STILL, Kind.ASKED_BACK)  # the person said how it stands


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened, what it makes of the need, and what is written down of it."""

    kind: str
    state: str = ""  # "" leaves it as it is
    before: str = ""
    after: str = ""
    why: str = ""
    note: str = ""
    about: str = ""
    what: Sequence[str] = ()  # names of what was changed, for the log
    sooner: tuple[str, datetime] | None = None  # level and limit before, where they are others now


@transaction.atomic
def note_need(number: int, *, note: str, by: Actor, now: datetime) -> NeedEvent:
    """Write a note on a need. Raise `Need.DoesNotExist` or `SayWhy` for an empty one."""
    if not note.strip():
        raise refusals.SayWhy
    return write_down(need_in_reach(number, by), Step(Kind.NOTED, note=note), by=by, now=now)


@transaction.atomic
def offer_help(number: int, *, about: str, by: Actor, now: datetime) -> NeedEvent:
    """Write down that help was offered by something else ("referral:12", "task:4"). Raise `IsOver`."""
    return write_down(open_need(number, by), Step(Kind.OFFERED, State.OFFERED, about=about), by=by, now=now)


@transaction.atomic
def reopen_need(number: int, *, why: str, about: str = "", by: Actor, now: datetime) -> NeedEvent:
    """Write down that what was offered came to nothing: somebody has to see to the need again. Raise
    `IsOver`.
    """
    return write_down(
        open_need(number, by), Step(Kind.FELL, State.OPEN, why=why, about=about), by=by, now=now
    )


@transaction.atomic
def meet_need(number: int, *, about: str = "", note: str = "", by: Actor, now: datetime) -> NeedEvent:
    """Write down that a need is met, and by what. Raise `IsOver`."""
    return write_down(
        open_need(number, by), Step(Kind.MET, State.MET, about=about, note=note), by=by, now=now
    )


@transaction.atomic
def leave_unmet(number: int, *, why: str, note: str = "", by: Actor, now: datetime) -> NeedEvent:
    """Write down that nothing meets a need, by a reason of the rules. Raise `IsOver` or `NotARule`."""
    need = open_need(number, by)
    if why not in keeping_on(local_day(now)).unmet_reasons:
        raise refusals.NotARule
    return write_down(need, Step(Kind.UNMET, State.UNMET, why=why, note=note), by=by, now=now)


@transaction.atomic
def close_need(
    number: int, *, still_needed: bool | None, note: str = "", by: Actor, now: datetime
) -> NeedEvent:
    """Close a need that is no longer there, or write down that it is. `still_needed` is what the person said
    to
    "do you still need this?"; raise `AskFirst` without it, or `IsOver`.
    """
    need = open_need(number, by)
    if still_needed is None:
        raise refusals.AskFirst
    step = Step(Kind.STILL, note=note) if still_needed else Step(Kind.CLOSED, State.CLOSED, note=note)
    return write_down(need, step, by=by, now=now)


@transaction.atomic
def withdraw_need(number: int, *, note: str = "", by: Actor, now: datetime) -> NeedEvent:
    """Write down that the person takes a need back, as they may on their own page. Raise `IsOver`."""
    return write_down(open_need(number, by), Step(Kind.WITHDRAWN, State.WITHDRAWN, note=note), by=by, now=now)


@transaction.atomic
def say_still_needed(token: str, *, still_needed: bool, by: Actor, now: datetime) -> NeedEvent:
    """What the person says on the private page, of that need alone. Raise `Need.DoesNotExist` or `IsOver`."""
    found = need_of_link(by.scope, token)
    if found is None:
        raise Need.DoesNotExist
    need = Need.objects.select_for_update(of=("self",)).select_related("person").get(pk=found.pk)
    if not need.is_open:
        raise refusals.IsOver
    step = Step(Kind.STILL) if still_needed else Step(Kind.WITHDRAWN, State.WITHDRAWN)
    return write_down(need, step, by=by, now=now)


def need_in_reach(number: int, by: Actor) -> Need:
    """Return a need in reach of who answers, held until the end of the transaction."""
    found = one_need(by.scope, number, permission=ANSWER)
    return Need.objects.select_for_update(of=("self",)).select_related("person").get(pk=found.pk)


def open_need(number: int, by: Actor) -> Need:
    """Return an open need in reach of who answers, held until the transaction ends. Raise `IsOver`."""
    need = need_in_reach(number, by)
    if not need.is_open:
        raise refusals.IsOver
    return need


def write_down(need: Need, step: Step, *, by: Actor, now: datetime) -> NeedEvent:
    """Write the event down, move the row, keep what is personal for as long as the rules say from here.

    What volunteers were asked for ends with the need.
    """
    today = local_day(now)
    until = keeping_on(today).keep_until(today)
    note = step.note.strip()
    key = keep(note, kind="need-note", by=by, now=now, retention_until=until) if note else ""
    level, limit = step.sooner or ("", None)
    made = NeedEvent.objects.create(
        need=need, kind=step.kind, at=now, by=by.key, why=step.why, note=key, about=step.about,
        before=step.before or (need.state if step.state else ""), after=step.after or step.state,
        level_before=level, limit_before=limit,
    )  # fmt: skip
    if step.state:
        need.state, need.state_at, need.unmet_why = step.state, now, ""
        need.unmet_why = step.why if step.state == State.UNMET else ""
        need.save(update_fields=["state", "state_at", "unmet_why"])
        if not need.is_open:
            end_tasks_of(need, why="need-closed", by=by, now=now)
    if step.kind in HEARD:
        need.heard_at = now
        need.save(update_fields=["heard_at"])
    if need.person and need.person.erased_at is None and need.person.retention_until < until:
        need.person.retention_until = until
        need.person.save(update_fields=["retention_until"])
        kept = [*need.person.keys, need.words, *need.events.exclude(note="").values_list("note", flat=True)]
        retain([one for one in kept if one], until=until, by=by, now=now)
    more: dict[str, Any] = {"what": list(step.what)} if step.what else {}
    record(
        at=now, by=by, verb=f"support.need.{step.kind}", subject=f"need:{need.pk}", before=made.before,
        after=made.after, reason=step.why, about=step.about,
        **more,
    )  # fmt: skip
    return made
