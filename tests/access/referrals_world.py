"""A referral for the world of the matrix: the need of Northham, to the lunch club of the charity."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any

from junction.people.queries import system_actor
from junction.support.operations.referrals import Sending, send_referral


def make_referrals(world: SimpleNamespace, *, now: datetime) -> dict[str, Any]:
    """Make it; return what stands in addresses for it."""
    sent = Sending(world.values["need_id"], world.values["service_id"], has_consent=True)
    made = send_referral(sent, by=system_actor("matrix"), now=now)
    return {"referral_id": made.pk}
