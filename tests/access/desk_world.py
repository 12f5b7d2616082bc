"""Work of the desk for the world of the matrix: Ash asks for help, Northham is short, gowns are offered."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any

from junction.people.queries import system_actor
from junction.supply.operations.asking import People, Wanted, ask_for_help
from junction.supply.operations.hub import Person, register_recipient
from junction.supply.operations.offers import Offered, take_in_offer
from junction.supply.operations.problems import Shortage, report_shortage


def make_requests(world: SimpleNamespace, *, now: datetime) -> dict[str, Any]:
    """Make it; return what stands in addresses for it."""
    people = People("Pat", "0161 496 0000", "Pat", "0 Ashwick Lane")
    asked = Wanted(place_id=world.ash.pk, people=people, cover="under-24h", lines={"gloves": 700})
    by = system_actor("matrix")
    shortage = Shortage("No gowns", "out", area=world.north.code, to="lrf", items={"gloves": None})
    offered = Offered(kind="make", company="Gowns Ltd", name="Jo", email="jo@gowns.example", what="Gowns")
    helper = Person(world.north.code, "Pat Helper", "0161 496 0009", "direct-payment", "Letter")
    return {
        "request_id": ask_for_help(asked, by=by, now=now).pk,
        "problem_id": report_shortage(shortage, by=by, now=now).pk,
        "offer_id": take_in_offer(offered, by=by, now=now).pk,
        "recipient_id": register_recipient(helper, by=by, now=now).pk,
    }
