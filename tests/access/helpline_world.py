"""The desk for the world of the matrix: a hub in Northham, a case its agent has, one offered."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any

from junction.core.ownership.operations import take
from junction.people.queries import system_actor
from junction.support.operations.carers import open_carer_help
from junction.support.operations.handing import offer_hand_over
from junction.support.operations.hubs import open_hub
from junction.support.operations.letters import issue_letter
from junction.support.operations.needs import Stated, Who, state_needs
from junction.support.operations.recurring import repeat_need
from junction.support.queries.desk import SUBJECT

from .needs_world import ANSWERS


def make_helpline(world: SimpleNamespace, *, now: datetime) -> dict[str, Any]:
    """Make them; return what stands in addresses for them."""
    by = system_actor("matrix")
    agent = next(one for one in world.people if one.name == "helpline-north").actor
    who = Who(name="Hetty of Northham", phone="07700 900222", may_ring=True)
    stated = [Stated(ANSWERS, world.north.code, who, channel="phone") for _ in range(2)]
    mine, handed = (made.need for made in state_needs(stated, by=by, now=now))
    take((SUBJECT, mine.pk), owner=agent.key, by=by, now=now)
    take((SUBJECT, handed.pk), owner=by.key, by=by, now=now)
    hub = open_hub("Northham line", area=world.north.code, phone="01632 960 100", by=by, now=now)
    offered = offer_hand_over(handed.pk, to_hub=hub.pk, note="Rings at noon", by=by, now=now)
    again = repeat_need(mine.pk, every_days=7, by=by, now=now)
    letter = issue_letter("unpaid-carer", name="Lettice of Northham", area=world.north.code, by=by, now=now)
    carer = open_carer_help(mine.pk, kind="assessment", by=by, now=now)
    more = {"recurrence_id": again.pk, "letter_id": letter.pk, "help_id": carer.pk}
    return more | {"case_id": mine.pk, "handed_id": handed.pk, "hub_id": hub.pk, "hand_over_id": offered.pk}
