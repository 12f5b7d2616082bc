"""Meetings in reach as they were known at a moment: who goes, who must decide, who was there.

Those that a person joined to another are shown with it, as one; each step keeps the meeting it was told of.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import DateField, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from junction.core.calendar import local_day
from junction.core.scope import Scope

from ..models import Meeting, MeetingMerge, MeetingStep
from ..rules.attendance import Going, Happened, Stand, stand
from ..rules.same_meeting import Known, Likely, likely_same, same_rules
from .documents import KEEP, SEE
from .former import as_it_was
from .meeting_merges import joined, merges, near
from .said import confirmed, in_reach


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting as it was known, with all steps told of it, how it stands, and what was joined to it."""

    meeting: Meeting
    steps: list[MeetingStep]
    stand: Stand
    joined: list[MeetingMerge]

    @property
    def held_on(self) -> date | None:
        return next((one.held_on for one in self.all() if one.held_on), None)

    def first(self, name: str) -> Any:
        """Return a field of the meeting; where it says nothing, of the first joined to it that does."""
        return next((said for one in self.all() if (said := getattr(one, name))), getattr(self.meeting, name))

    def all(self) -> Iterator[Meeting]:
        yield self.meeting
        yield from (one.gone for one in self.joined)


def _steps(at: datetime) -> QuerySet[MeetingStep]:
    held = Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=at)
    return MeetingStep.objects.filter(held, recorded_at__lte=at, at__lte=at).order_by("at", "pk")


def meetings(
    scope: Scope, *, permission: str = SEE, as_at: datetime | None = None, now: datetime
) -> QuerySet[Meeting]:
    """Return the meetings that were confirmed at a moment, with their steps as known then.

    Each has `day_known`: its day, else that of one joined to it. Those joined to another are left out.
    """
    ones = merges(scope, as_at=as_at, now=now)
    days = ones.filter(kept=OuterRef("pk"), gone__held_on__isnull=False).values("gone__held_on")[:1]
    day = Coalesce(F("held_on"), Subquery(days), output_field=DateField())
    rows = confirmed(scope, Meeting, permission=permission, as_at=as_at).annotate(day_known=day)
    return rows.exclude(pk__in=ones.order_by().values("gone")).prefetch_related(
        *_with(scope, as_at or now, as_at, now)
    )


def meeting(scope: Scope, number: int, *, at: datetime, as_at: datetime | None = None) -> Meeting:
    """Return one, confirmed or not, with its steps as they were known."""
    rows = in_reach(scope, Meeting, as_at=as_at)
    return as_it_was(rows.prefetch_related(*_with(scope, at, as_at, at)).get(pk=number))


def _with(scope: Scope, at: datetime, as_at: datetime | None, now: datetime) -> "list[Prefetch[str]]":
    steps = _steps(at).select_related("statement")
    return [Prefetch("steps", queryset=steps, to_attr="steps_known"),
            joined(scope, steps, as_at=as_at, now=now)]  # fmt: skip


def step(scope: Scope, number: int) -> MeetingStep:
    """Return a step of a meeting that a scope may change. Raise its `DoesNotExist`."""
    reach = in_reach(scope, Meeting, permission=KEEP).order_by().values("pk")
    return MeetingStep.objects.select_related("meeting").get(pk=number, meeting__in=reach)


def told(rows: Iterable[Meeting], *, at: datetime) -> list[MeetingRow]:
    """Say of meetings (of `meetings` or `meeting`) who goes to each."""
    return [_row(as_it_was(one), at) for one in rows]


def _row(one: Meeting, at: datetime) -> MeetingRow:
    joined: list[MeetingMerge] = one.joined  # type: ignore[attr-defined] # prefetched above
    several: list[Any] = [one, *(as_it_was(each.gone) for each in joined)]
    steps = sorted(
        (step for each in several for step in each.steps_known), key=lambda step: (step.at, step.pk)
    )
    happened = [Happened(each.what, each.who, each.instead_of) for each in steps]
    day = next((each.held_on for each in several if each.held_on), None)
    is_over = day is not None and day < local_day(at)
    return MeetingRow(one, steps, stand(happened, asked_by=one.asked_by, is_over=is_over), joined)


def standing(rows: QuerySet[Any], state: Going | str, *, at: datetime) -> QuerySet[Any]:
    """Narrow meetings to those that stand so, by the rules over all their steps."""
    return rows.filter(pk__in=[one.meeting.pk for one in told(rows, at=at) if one.stand.state == state])


def held_between(scope: Scope, first: date, last: date, *, now: datetime) -> QuerySet[Any]:
    """Return the meetings held on these days, both included."""
    rows: QuerySet[Any] = meetings(scope, now=now)
    return rows.filter(day_known__range=(first, last))


def same(scope: Scope, row: MeetingRow, *, now: datetime) -> list[tuple[MeetingRow, Likely]]:
    """Return the meetings that are likely this one, the likeliest first, each with why."""
    rules = same_rules(local_day(now))
    found = near(scope, row.meeting, days=rules.within_days, now=now).prefetch_related(
        *_with(scope, now, None, now)
    )
    others = {one.meeting.pk: one for one in told(found[: rules.looked_at], at=now)}
    likely = likely_same(_known(row), map(_known, others.values()), rules=rules)
    return [(others[one.number], one) for one in likely]


def _known(row: MeetingRow) -> Known:
    people = [row.meeting.asked_by, *(name for step in row.steps for name in (step.who, step.instead_of))]
    title = row.first("group") or row.meeting.words
    return Known(
        row.meeting.pk, title, row.held_on, local_day(row.meeting.asked_at), tuple(dict.fromkeys(people))
    )
