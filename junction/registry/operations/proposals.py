"""A person decides what the register only proposes: one place or two, a successor or not."""

from datetime import datetime

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.refusals import Refusal
from junction.core.scope import Actor
from junction.registry import queries
from junction.registry.models import Proposal, RegistrationLink

from .merging import EDIT, NoReason, merge_places


class AlreadyDecided(Refusal):
    """Somebody has decided this before. Look at the list of proposals again."""


@transaction.atomic
def accept_proposal(*, proposal_id: int, why: str, by: Actor, now: datetime) -> Proposal:
    """Merge the two places, or link the two registrations.

    Raise `Proposal.DoesNotExist` out of scope, `AlreadyDecided`, and what `merge_places` raises.
    """
    proposal = _open(proposal_id, why, by)
    if proposal.kind == Proposal.Kind.DUPLICATE:
        merge_places(
            kept_id=proposal.place.merged_into_id or proposal.place_id,
            gone_id=proposal.other_place.merged_into_id or proposal.other_place_id,
            why=why,
            by=by,
            now=now,
        )
    elif proposal.predecessor and proposal.successor:
        RegistrationLink.objects.get_or_create(
            predecessor_identifier=proposal.predecessor.identifier,
            successor_identifier=proposal.successor.identifier,
            defaults={
                "predecessor": proposal.predecessor,
                "successor": proposal.successor,
                "reason": why.strip()[:200],
                "recorded_at": now,
                "recorded_by": by.key,
            },
        )
    return _decide(proposal, Proposal.Status.ACCEPTED, why=why, by=by, now=now)


@transaction.atomic
def reject_proposal(*, proposal_id: int, why: str, by: Actor, now: datetime) -> Proposal:
    """Say that it is not so; it is not proposed again."""
    return _decide(_open(proposal_id, why, by), Proposal.Status.REJECTED, why=why, by=by, now=now)


def _open(proposal_id: int, why: str, by: Actor) -> Proposal:
    if not why.strip():
        raise NoReason
    seen = queries.proposals(by.scope, permission=EDIT).select_for_update(of=("self",))
    proposal = seen.get(pk=proposal_id)
    if proposal.status != Proposal.Status.OPEN:
        raise AlreadyDecided
    return proposal


def _decide(proposal: Proposal, status: Proposal.Status, *, why: str, by: Actor, now: datetime) -> Proposal:
    proposal.status, proposal.decided_why = status, why.strip()
    proposal.decided_at, proposal.decided_by = now, by.key
    proposal.save(update_fields=["status", "decided_at", "decided_by", "decided_why"])
    record(
        at=now,
        by=by,
        verb=f"registry.proposal.{status}",
        subject=f"place:{proposal.place_id}",
        why=why.strip(),
        proposal=proposal.pk,
        kind=proposal.kind,
    )
    return proposal
