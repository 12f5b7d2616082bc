"""Meetings that are one: which were joined at a moment, and which likely are one and nobody has said so.

A merge counts for who reaches both, while both stand confirmed; to anybody else each stands for itself.
"""

from datetime import date, datetime, timedelta

from django.db.models import Prefetch, Q, QuerySet

from junction.core.calendar import local_day
from junction.core.scope import Scope

from ..models import Meeting, MeetingMerge, MeetingStep
from .documents import KEEP, SEE
from .said import confirmed, in_reach


def merges(
    scope: Scope, *, permission: str = SEE, as_at: datetime | None = None, now: datetime
) -> QuerySet[MeetingMerge]:
    """Return the merges in force at a moment."""
    at = as_at or now
    seen = confirmed(scope, Meeting, permission=permission, as_at=as_at).order_by().values("pk")
    in_force = Q(undone_at__isnull=True) | Q(undone_at__gt=at)
    return MeetingMerge.objects.filter(in_force, merged_at__lte=at, kept__in=seen, gone__in=seen)


def joined(
    scope: Scope, steps: QuerySet[MeetingStep], *, as_at: datetime | None = None, now: datetime
) -> "Prefetch[str]":
    """Fetch with each meeting, as `joined`, the merges that made others one with it, with their steps."""
    gone = in_reach(scope, Meeting, as_at=as_at).prefetch_related(
        Prefetch("steps", queryset=steps, to_attr="steps_known")
    )
    rows = merges(scope, as_at=as_at, now=now).prefetch_related(Prefetch("gone", queryset=gone))
    return Prefetch("merges_kept", queryset=rows, to_attr="joined")


def joined_to(
    scope: Scope, number: int, *, as_at: datetime | None = None, now: datetime
) -> MeetingMerge | None:
    """Return the merge by which a meeting is one with another that answers for it."""
    return merges(scope, as_at=as_at, now=now).filter(gone=number).select_related("kept").first()


def merge_to_undo(scope: Scope, number: int) -> MeetingMerge:
    """Return a merge, in force or not, of meetings that a scope may change. Raise its `DoesNotExist`."""
    kept = in_reach(scope, Meeting, permission=KEEP).order_by().values("pk")
    rows = MeetingMerge.objects.select_related("kept__document", "gone__document")
    return rows.get(pk=number, kept__in=kept, gone__in=kept)


def near(scope: Scope, one: Meeting, *, days: int, now: datetime) -> QuerySet[Meeting]:
    """Return meetings that a scope may change of about one day, no other answering for them: newest first."""
    day = one.held_on or local_day(one.asked_at)
    apart = timedelta(days=days)
    first, last = day - min(apart, day - date.min), day + min(apart, date.max - day)
    answers = Q(undone_at__isnull=True, kept__dismissed_at__isnull=True)
    gone = MeetingMerge.objects.filter(answers).values("gone")
    about = Q(held_on__range=(first, last)) | Q(held_on__isnull=True, asked_at__date__range=(first, last))
    rows = in_reach(scope, Meeting, permission=KEEP).filter(about, dismissed_at__isnull=True)
    return rows.exclude(pk=one.pk).exclude(pk__in=gone).order_by("-asked_at", "-pk")
