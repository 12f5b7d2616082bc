"""Break-glass: see beyond one's reach for some hours, with a reason, in view of those it belongs to."""

from datetime import datetime, timedelta

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.scope import Actor

from .. import queries, rules
from ..models import EmergencyAccess
from .refusals import CannotTakeEmergencyAccess, ReasonTooShort, WrongTarget

PERMISSION = "people.take-emergency-access"


@transaction.atomic
def take_emergency_access(
    *, user_id: int, number: str, reason: str, by: Actor, now: datetime
) -> EmergencyAccess:
    """Open one area, place or organisation for reading until the hours in force are over.

    It is found by its public number or name and not by reach: the whole point is that it is out of reach.
    """
    if not by.scope.may(PERMISSION) or by.key != f"user:{user_id}":
        raise CannotTakeEmergencyAccess
    limits = rules.access_limits(local_day(now))
    if len(reason.strip()) < limits.break_glass_reason_characters:
        raise ReasonTooShort
    over = queries.over_with_number(number)
    if over is None:
        raise WrongTarget("We do not know that number or area. Check it and try again.")
    taken = EmergencyAccess.objects.create(
        user_id=user_id, reason=reason.strip(), started_at=now, playbook=limits.reference,
        ends_at=now + timedelta(hours=limits.break_glass_hours), **over.as_fields(),
    )  # fmt: skip
    record(
        at=now, by=by, verb="people.emergency-access.taken", subject=over.reference,
        playbook=limits.reference, emergency=taken.pk, ends_at=taken.ends_at.isoformat(),
    )  # fmt: skip
    return taken


@transaction.atomic
def end_emergency_access(*, emergency_id: int, by: Actor, now: datetime) -> EmergencyAccess:
    """Close it early; only its holder can, since it closes by itself."""
    taken = queries.own_emergency(by.key, emergency_id)
    if taken.ended_at is None and taken.ends_at > now:
        taken.ended_at = now
        taken.save(update_fields=["ended_at"])
        over = rules.Over(taken.place_id, taken.organisation_id, taken.area_id).reference
        record(
            at=now, by=by, verb="people.emergency-access.ended", subject=f"emergency:{taken.pk}", over=over
        )
    return taken
