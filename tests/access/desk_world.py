"""Requests for the world of the matrix: home Ash has asked the emergency line for help."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any

from junction.people.queries import system_actor
from junction.supply.operations.asking import People, Wanted, ask_for_help


def make_requests(world: SimpleNamespace, *, now: datetime) -> dict[str, Any]:
    """Make it; return what stands in addresses for it."""
    people = People("Pat", "0161 496 0000", "Pat", "0 Ashwick Lane")
    asked = Wanted(place_id=world.ash.pk, people=people, cover="under-24h", lines={"gloves": 700})
    return {"request_id": ask_for_help(asked, by=system_actor("matrix"), now=now).pk}
