"""Stock for the world of the matrix: a national hub, a store of Northham, gloves, and what moves them."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any

from junction.people.queries import system_actor
from junction.supply.models import Depot, Item, Pack

DAY = "2020-03-01"


def make_stock(world: SimpleNamespace, *, now: datetime) -> dict[str, Any]:
    """Make it; return what stands in addresses for it."""
    by = system_actor("matrix")
    assert by.scope.may("supply.stock")
    gloves = Item.objects.create(
        code="gloves", name="Gloves", base_unit="glove", plural_unit="gloves", category="PPE", is_ppe=True
    )
    Item.objects.create(code="masks", name="Masks", base_unit="mask", plural_unit="masks", category="PPE")
    box = Pack.objects.create(item=gloves, name="Box of 100", quantity=100, is_orderable=True)
    Depot.objects.create(code="hub", kind="hub", name="National hub", opened_on=DAY)
    Depot.objects.create(
        code="north-store", kind="council", name="Northham store", area=world.north, opened_on=DAY
    )
    return {"pack_id": box.pk}
