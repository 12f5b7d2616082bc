"""Give and end a role. Giving happens by accepting an invitation; ending is at once."""

from datetime import datetime

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.scope import Actor

from .. import queries, rules
from ..models import Membership
from ..rules import Over
from .refusals import AlreadyAMember, NotYours, ReasonTooShort, WrongTarget


@transaction.atomic
def grant_membership(
    *, user_id: int, role: str, over: Over, granted_by: str, by: Actor, now: datetime
) -> Membership:
    """Give `role` over `over` to the user from today on. Raise `AlreadyAMember` when they have it."""
    on = local_day(now)
    if not queries.fits(by.scope, over, rules.roles(on)[role]):
        raise WrongTarget
    held = Membership.objects.filter(user_id=user_id, role=role, **over.as_fields())
    if held.filter(valid_until=None).exists():
        raise AlreadyAMember
    membership = Membership.objects.create(
        user_id=user_id, role=role, valid_from=on, granted_at=now, granted_by=granted_by, **over.as_fields()
    )
    record(
        at=now, by=by, verb="people.membership.granted", subject=f"user:{user_id}",
        membership=membership.pk, role=role, over=over.reference, granted_by=granted_by,
    )  # fmt: skip
    return membership


@transaction.atomic
def end_membership(*, membership_id: int, why: str, by: Actor, now: datetime) -> Membership:
    """End a role at once. Whoever could invite to it may end it, and its holder may lay it down."""
    on = local_day(now)
    membership = queries.membership(by.scope, membership_id, own_key=by.key, now=now)
    if membership.pk not in queries.endable(by.scope, own_key=by.key, now=now):
        raise NotYours
    if not why.strip():
        raise ReasonTooShort("Say why. The reason is kept in the log, so name nobody in it.")
    membership.valid_until, membership.ended_at, membership.ended_by = on, now, by.key
    membership.save(update_fields=["valid_until", "ended_at", "ended_by"])
    record(
        at=now, by=by, verb="people.membership.ended", subject=f"user:{membership.user_id}", why=why.strip(),
        membership=membership.pk, role=membership.role, over=_over(membership).reference,
    )  # fmt: skip
    return membership


def _over(held: Membership) -> Over:
    return Over(held.place_id, held.organisation_id, held.area_id)
