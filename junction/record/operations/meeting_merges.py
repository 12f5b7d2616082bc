"""Decide that two meetings are one, and take it back.

Nothing moves: steps and quotes keep the meeting they were told of, and only the merge says that the one kept
answers for both. Merges are one deep: who joins a third joins it to the one that is kept.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from junction.core.audit.operations import record
from junction.core.refusals import Refusal
from junction.core.scope import Actor

from ..models import Meeting, MeetingMerge
from ..queries.documents import KEEP
from ..queries.meeting_merges import merge_to_undo
from ..queries.said import in_reach
from .confirming import SayWhy, confirm


class CannotMergeMeetings(Refusal):
    """These are one meeting already, or one of them was joined to another. Open both again and look."""


class OneIsDismissed(Refusal):
    """One of these meetings was dismissed. Nothing can be joined to it."""


class CannotUndoMerge(Refusal):
    """These two were taken apart before. Nothing has to be done."""


@transaction.atomic
def merge_meetings(number: int, *, other: int, why: str, by: Actor, now: datetime) -> MeetingMerge:
    """Let a meeting answer for another too; what was only proposed is confirmed by it.

    Raise its `DoesNotExist` out of reach, `SayWhy`, `CannotMergeMeetings`, `OneIsDismissed`.
    """
    if not why.strip():
        raise SayWhy
    both = _locked({number, other}, by=by)
    _end_those_of_dismissed(number, other, by=by, now=now)
    if number == other or _is_joined(number, other):
        raise CannotMergeMeetings
    if any(one.dismissed_at for one in both):
        raise OneIsDismissed
    for one in both:
        if not one.confirmed_at:
            confirm(Meeting, one.pk, by=by, now=now)
    merge = MeetingMerge.objects.create(
        kept_id=number, gone_id=other, why=why.strip()[:500], merged_at=now, merged_by=by.key
    )
    record(
        at=now, by=by, verb="record.meetings.merged", subject=f"meeting:{number}", why=merge.why, gone=other
    )
    return merge


@transaction.atomic
def undo_merge(number: int, *, why: str, by: Actor, now: datetime) -> MeetingMerge:
    """Let both stand for themselves again. Raise `SayWhy`, `CannotUndoMerge`; `DoesNotExist` out of reach."""
    if not why.strip():
        raise SayWhy
    merge_to_undo(by.scope, number)
    merge = MeetingMerge.objects.select_for_update().get(pk=number)
    if merge.undone_at:
        raise CannotUndoMerge
    return _undone(merge, why, by=by, now=now)


def _undone(merge: MeetingMerge, why: str, *, by: Actor, now: datetime) -> MeetingMerge:
    merge.undone_at, merge.undone_by, merge.undone_why = now, by.key, why.strip()[:500]
    merge.save(update_fields=["undone_at", "undone_by", "undone_why"])
    record(
        at=now, by=by, verb="record.meetings.merge-undone", subject=f"meeting:{merge.kept_id}",
        why=merge.undone_why, gone=merge.gone_id,
    )  # fmt: skip
    return merge


def _locked(numbers: set[int], *, by: Actor) -> list[Meeting]:
    """Return the meetings, each to be changed by nobody else, in one order whoever asks."""
    if in_reach(by.scope, Meeting, permission=KEEP).filter(pk__in=numbers).count() != len(numbers):
        raise Meeting.DoesNotExist
    return list(Meeting.objects.select_for_update().filter(pk__in=numbers).order_by("pk"))


def _is_joined(number: int, other: int) -> bool:
    """Tell whether either is gone already, or the one to go answers for others."""
    taken = Q(gone__in=[number, other]) | Q(kept=other)
    return MeetingMerge.objects.filter(taken, undone_at__isnull=True).exists()


def _end_those_of_dismissed(number: int, other: int, *, by: Actor, now: datetime) -> None:
    """Take apart what one of these was joined to and is dismissed since: it joins nothing any more."""
    is_dismissed = Q(kept__dismissed_at__isnull=False) | Q(gone__dismissed_at__isnull=False)
    touching = Q(gone__in=[number, other]) | Q(kept__in=[number, other])
    for merge in MeetingMerge.objects.filter(is_dismissed, touching, undone_at__isnull=True):
        _undone(merge, "One of the two was dismissed", by=by, now=now)
