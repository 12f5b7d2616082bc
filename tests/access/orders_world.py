"""An order for the world of the matrix: gloves at the national hub, of which home Ash has ordered a box."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any

from junction.people.queries import system_actor
from junction.registry.models import Organisation
from junction.supply.models import Account, Act, Depot, Item, Lot
from junction.supply.operations import accounts, ledger
from junction.supply.operations.portal import Placed, place_orders
from junction.supply.rules.ordering import Asked


def make_order(world: SimpleNamespace, *, now: datetime) -> dict[str, Any]:
    """Make it; return what stands in addresses for it."""
    by = system_actor("matrix")
    gloves, hub = Item.objects.get(code="gloves"), Depot.objects.get(code="hub")
    maker = Organisation.objects.create(
        kind="wholesaler", name="Maker of gloves", name_key="maker", created_at=now
    )
    supplier = accounts.account_of(Account.Kind.SUPPLIER, organisation_id=maker.pk)
    lot = Lot.objects.create(item=gloves, number="ORDERS", recorded_at=now)
    shelf = accounts.accounts_of(hub)[Account.Kind.AVAILABLE]
    brought = ledger.Move(gloves.pk, 10_000, supplier.pk, shelf.pk, Act.RECEIVE, lot_id=lot.pk)
    ledger.post([brought], by=by, now=now)
    asked = Asked(by=by, lines=(("gloves", 100),), place_id=world.ash.pk)
    (placed,) = place_orders([asked], now=now)
    assert isinstance(placed, Placed) and placed.order["state"] == "reserved", placed
    return {"order_id": placed.order["id"]}
