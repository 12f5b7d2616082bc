"""Meetings in reach as they were known at a moment: who goes, who must decide, who was there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from junction.core.calendar import local_day
from junction.core.scope import Scope

from ..models import Meeting, MeetingStep
from ..rules.attendance import Going, Happened, Stand, stand
from .documents import KEEP, SEE
from .former import as_it_was
from .said import confirmed, in_reach


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting as it was known, with its steps and how it stands."""

    meeting: Meeting
    steps: list[MeetingStep]
    stand: Stand


def _steps(at: datetime) -> QuerySet[MeetingStep]:
    held = Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=at)
    return MeetingStep.objects.filter(held, recorded_at__lte=at, at__lte=at).order_by("at", "pk")


def meetings(
    scope: Scope, *, permission: str = SEE, as_at: datetime | None = None, now: datetime
) -> QuerySet[Meeting]:
    """Return the meetings that were confirmed at a moment, with their steps as known then."""
    steps = Prefetch("steps", queryset=_steps(as_at or now), to_attr="steps_known")
    return confirmed(scope, Meeting, permission=permission, as_at=as_at).prefetch_related(steps)


def meeting(scope: Scope, number: int, *, at: datetime, as_at: datetime | None = None) -> Meeting:
    """Return one, confirmed or not, with its steps as they were known."""
    steps = Prefetch("steps", queryset=_steps(at).select_related("statement"), to_attr="steps_known")
    return as_it_was(in_reach(scope, Meeting, as_at=as_at).prefetch_related(steps).get(pk=number))


def step(scope: Scope, number: int) -> MeetingStep:
    """Return a step of a meeting that a scope may change. Raise its `DoesNotExist`."""
    reach = in_reach(scope, Meeting, permission=KEEP).order_by().values("pk")
    return MeetingStep.objects.select_related("meeting").get(pk=number, meeting__in=reach)


def told(rows: Iterable[Meeting], *, at: datetime) -> list[MeetingRow]:
    """Say of meetings (of `meetings` or `meeting`) who goes to each."""
    return [_row(as_it_was(one), at) for one in rows]


def _row(one: Meeting, at: datetime) -> MeetingRow:
    steps: list[MeetingStep] = one.steps_known  # type: ignore[attr-defined] # prefetched above
    happened = [Happened(each.what, each.who, each.instead_of) for each in steps]
    is_over = one.held_on is not None and one.held_on < local_day(at)
    return MeetingRow(one, steps, stand(happened, asked_by=one.asked_by, is_over=is_over))


def standing(rows: QuerySet[Any], state: Going | str, *, at: datetime) -> QuerySet[Any]:
    """Narrow meetings to those that stand so, by the rules over all their steps."""
    return rows.filter(pk__in=[one.meeting.pk for one in told(rows, at=at) if one.stand.state == state])
