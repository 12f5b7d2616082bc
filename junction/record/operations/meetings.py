"""Write down what happened to a meeting: asked, sent instead, yes, no, nobody yet, who came, what came."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Q

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.refusals import Refusal
from junction.core.scope import Actor

from ..models import Meeting, MeetingMerge, MeetingStep
from ..rules.attendance import What, attendance_rules
from .annotating import AlreadyWithdrawn
from .asks import NotYet
from .confirming import SayMore, SayWhy, in_sight, locked, write_down
from .promises import NotConfirmed
from .writing import Where, placed


class IsCalledOff(Refusal):
    """This meeting is called off. Take that back first if it takes place after all."""


class NotHeldYet(Refusal):
    """Nobody can have been there: the day of the meeting is still to come."""


@dataclass(frozen=True, slots=True)
class Gathering:
    """A meeting as somebody types it, and who was asked to go (nobody: who must decide who goes)."""

    words: str
    asked_by: str
    asked_at: datetime
    group: str = ""
    place: str = ""
    held_on: date | None = None
    starts_at: time | None = None
    who: str = ""
    finder: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """One step: what, whom it is about (nobody goes yet: who must decide), instead of whom, when."""

    what: str
    at: datetime
    who: str = ""
    instead_of: str = ""
    note: str = ""
    statement: int | None = None


@transaction.atomic
def write_meeting(said: Gathering, where: Where, *, by: Actor, now: datetime) -> Meeting:
    """Keep a meeting that a person typed, with its first step. Raise `SayMore`, `NotYourRecord`, `NotYet`."""
    if not (said.words.strip() and said.asked_by.strip() and (said.who.strip() or said.finder.strip())):
        raise SayMore
    if said.asked_at > now:
        raise NotYet
    fields = {
        name: value.strip() if isinstance(value, str) else value for name, value in asdict(said).items()
    }
    who, finder = fields.pop("who"), fields.pop("finder")
    kept = write_down(placed(Meeting(**fields), where, by=by), by=by, now=now)
    first = Turn(What.ASKED if who else What.NOBODY, said.asked_at, who or finder)
    write_step(kept.pk, first, by=by, now=now)
    return kept


@transaction.atomic
def write_step(number: int, turn: Turn, *, by: Actor, now: datetime) -> MeetingStep:
    """Write down what happened. Raise `SayMore`, `NotYet`, `NotHeldYet`, `IsCalledOff`, `NotConfirmed`."""
    meeting, rules = locked(Meeting, number, by=by), attendance_rules(local_day(now))
    _refuse(meeting, turn, rules.longest, now)
    if turn.what not in rules.steps:
        raise SayMore("Say what happened.")
    added = MeetingStep.objects.create(
        meeting=meeting, what=turn.what, who=turn.who.strip()[:200], instead_of=turn.instead_of.strip()[:200],
        at=turn.at, note=turn.note.strip(), statement_id=in_sight(turn.statement, by=by), recorded_at=now,
        recorded_by=by.key,
    )  # fmt: skip
    record(
        at=now, by=by, verb=f"record.meeting.{turn.what}", subject=f"meeting:{number}",
        happened_at=turn.at.isoformat(), step=added.pk, playbook=rules.reference,
    )  # fmt: skip
    return added


@transaction.atomic
def take_back_step(step: int, *, why: str, by: Actor, now: datetime) -> MeetingStep:
    """Say that a step did not happen. Raise `SayWhy`, `AlreadyWithdrawn`; its `DoesNotExist` out of reach."""
    found = MeetingStep.objects.get(pk=step)
    try:
        locked(Meeting, found.meeting_id, by=by)
    except Meeting.DoesNotExist as missing:
        raise MeetingStep.DoesNotExist from missing
    found = MeetingStep.objects.select_for_update().get(pk=step)
    if not why.strip():
        raise SayWhy
    if found.withdrawn_at:
        raise AlreadyWithdrawn
    found.withdrawn_at, found.withdrawn_by, found.withdrawn_why = now, by.key, why.strip()[:500]
    found.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    record(
        at=now, by=by, verb="record.meeting.step-taken-back", subject=f"meeting:{found.meeting_id}",
        why=found.withdrawn_why, step=step,
    )  # fmt: skip
    return found


def _is_called_off(meeting: Meeting) -> bool:
    """Tell whether it is called off, or one that was joined to it."""
    of = Q(meeting=meeting) | Q(
        meeting__in=MeetingMerge.objects.filter(kept=meeting, undone_at=None).values("gone")
    )
    return MeetingStep.objects.filter(of, what=What.CALLED_OFF, withdrawn_at=None).exists()


def _refuse(meeting: Meeting, turn: Turn, longest: int, now: datetime) -> None:
    if not meeting.confirmed_at or meeting.dismissed_at:
        raise NotConfirmed
    if _is_called_off(meeting):
        raise IsCalledOff
    if turn.what != What.CALLED_OFF and not turn.who.strip():
        raise SayMore("Say who; where nobody goes yet, who must decide.")
    if turn.what == What.DELEGATED and not turn.instead_of.strip():
        raise SayMore("Say instead of whom they go.")
    if turn.what == What.REPORTED and not turn.note.strip():
        raise SayMore("Say what came of it.")
    if len(turn.note) > longest:
        raise SayMore(f"At most {longest:,} characters can be kept here; import a longer text as a document.")
    if turn.at > now:
        raise NotYet
    if turn.what == What.ATTENDED and meeting.held_on and meeting.held_on > local_day(now):
        raise NotHeldYet
