"""Decide that two places are one, and take it back.

Nothing moves in a merge: registrations, identifiers, contacts and facts keep the place they were recorded
for, and only `merged_into` says who answers now. So undoing restores both exactly. A place merged into one
that is itself merged later follows it: `merged_into` always names the place that stands.
"""

from datetime import datetime

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.refusals import Refusal
from junction.core.scope import Actor
from junction.registry import queries
from junction.registry.models import Merge, Place

EDIT = "registry.edit"


class CannotMergePlaces(Refusal):
    """These are already one place, or one of them was merged before. Open them again and look."""


class CannotUndoMerge(Refusal):
    """This merge was undone before. Nothing has to be done."""


class NoReason(Refusal):
    """Say in a few words why. The reason is kept with the decision."""


@transaction.atomic
def merge_places(*, kept_id: int, gone_id: int, why: str, by: Actor, now: datetime) -> Merge:
    """Let `kept` answer for `gone` from now on.

    Raise `Place.DoesNotExist` out of scope, `NoReason`, and `CannotMergePlaces` when they are one already.
    """
    if not why.strip():
        raise NoReason
    seen = queries.places(by.scope, permission=EDIT).select_for_update(of=("self",))
    both = {one.pk: one for one in seen.filter(pk__in=[kept_id, gone_id]).order_by("pk")}
    if kept_id == gone_id:
        raise CannotMergePlaces
    if len(both) != 2:
        raise Place.DoesNotExist
    merge = Merge.objects.create(
        kept=both[kept_id], gone=both[gone_id], why=why.strip(), merged_at=now, merged_by=by.key
    )
    _answer_anew(kept_id, gone_id)
    record(
        at=now,
        by=by,
        verb="registry.places.merged",
        subject=f"place:{kept_id}",
        why=why.strip(),
        gone=gone_id,
    )
    return merge


@transaction.atomic
def undo_merge(*, merge_id: int, why: str, by: Actor, now: datetime) -> Merge:
    """Let both places stand for themselves again, as they were.

    Raise `Merge.DoesNotExist` out of scope, `NoReason` and `CannotUndoMerge`.
    """
    if not why.strip():
        raise NoReason
    merge = queries.merges(by.scope, permission=EDIT).select_for_update(of=("self",)).get(pk=merge_id)
    if merge.undone_at is not None:
        raise CannotUndoMerge
    merge.undone_at, merge.undone_by, merge.undone_why = now, by.key, why.strip()
    merge.save(update_fields=["undone_at", "undone_by", "undone_why"])
    _answer_anew(merge.kept_id, merge.gone_id)
    subject = f"place:{merge.kept_id}"
    record(at=now, by=by, verb="registry.merge.undone", subject=subject, why=why.strip(), gone=merge.gone_id)
    return merge


def _answer_anew(*changed: int) -> None:
    """Work out again who answers for each place near a change, along the merges in force."""
    family, size = set(changed), 0
    while len(family) != size:
        size = len(family)
        in_force = Merge.objects.filter(undone_at__isnull=True)
        family |= set(in_force.filter(kept__in=family).values_list("gone_id", flat=True))
        family |= set(in_force.filter(gone__in=family).values_list("kept_id", flat=True))
    into = dict(
        Merge.objects.filter(undone_at__isnull=True, gone__in=family).values_list("gone_id", "kept_id")
    )
    places = list(Place.objects.filter(pk__in=family))
    for place in places:
        root = place.pk
        while root in into:
            root = into[root]
        place.merged_into_id = None if root == place.pk else root
    Place.objects.bulk_update(places, ["merged_into"])
