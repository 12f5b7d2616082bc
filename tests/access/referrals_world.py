"""A referral for the world of the matrix: the need of Northham, to the lunch club of the charity."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any

from junction.people.queries import system_actor
from junction.support.operations.linking import begin_link
from junction.support.operations.needs import Stated, Who, state_needs
from junction.support.operations.referrals import Sending, send_referral

from .needs_world import ANSWERS


def make_referrals(world: SimpleNamespace, *, now: datetime) -> dict[str, Any]:
    """Make it; return what stands in addresses for it."""
    sent = Sending(world.values["need_id"], world.values["service_id"], has_consent=True)
    made = send_referral(sent, by=system_actor("matrix"), now=now)
    return {"referral_id": made.pk} | _supported(world, now=now)


def _supported(world: SimpleNamespace, *, now: datetime) -> dict[str, Any]:
    """Another need of Northham, whose person the charity's link worker has taken on."""
    by = system_actor("matrix")
    stated = Stated(
        ANSWERS,
        world.north.code,
        Who(name="Susan of Northham", phone="07700 900321", may_ring=True),
        channel="api",
    )
    need = state_needs([stated], by=by, now=now)[0].need
    referral = send_referral(Sending(need.pk, world.values["service_id"], has_consent=True), by=by, now=now)
    return {"supported_id": begin_link(referral.pk, by=by, now=now).pk}
