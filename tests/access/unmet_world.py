"""What is not met in the world of the matrix: a proposal for new provision in Northham."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any

from junction.people.queries import system_actor
from junction.support.operations.proposals import Proposed, propose


def make_proposals(world: SimpleNamespace, *, now: datetime) -> dict[str, Any]:
    """Make it; return what stands in addresses for it."""
    said = Proposed("food", "Vans of Northham", "Nobody drives", area=world.north.code)
    return {"proposed_id": propose(said, by=system_actor("matrix"), now=now).pk}
