"""Offers of help for the world of the matrix: a trust offers a hall in Northham."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any

from junction.core.calendar import local_day
from junction.people.queries import system_actor
from junction.support.operations.offers import HelpOffered, make_offer


def make_offers(world: SimpleNamespace, *, now: datetime) -> dict[str, Any]:
    """Make it; return what stands in addresses for it."""
    offered = HelpOffered(
        kind="space", company="Hall Trust", what="A hall", quantity=200, price_basis="free",
        starts_on=local_day(now), name="Jo", email="jo@hall.example", area=world.north.code,
    )  # fmt: skip
    made = make_offer(offered, by=system_actor("matrix"), now=now)
    return {"support_offer_id": made.offer.pk, "offer_token": made.token}
