"""Stock for the world of the matrix: a national hub, a store of Northham, gloves, and what moves them."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from junction.core.scope import Actor
from junction.people.queries import system_actor
from junction.supply.models import (
    Consignment,
    Depot,
    Discrepancy,
    Drop,
    Item,
    Lot,
    LotHold,
    Pack,
    Recall,
    RecallNotice,
    StockCount,
)
from junction.supply.operations import arriving, picking, receiving
from junction.supply.operations.supplying import Because, Receiver, make_order

DAY = "2020-03-01"


def make_stock(world: SimpleNamespace, *, now: datetime) -> dict[str, Any]:
    """Make it; return what stands in addresses for it."""
    by = system_actor("matrix")
    gloves = Item.objects.create(
        code="gloves", name="Gloves", base_unit="glove", plural_unit="gloves", category="PPE", is_ppe=True
    )
    Item.objects.create(code="masks", name="Masks", base_unit="mask", plural_unit="masks", category="PPE")
    box = Pack.objects.create(item=gloves, name="Box of 100", quantity=100, is_orderable=True)
    Depot.objects.create(code="hub", kind="hub", name="National hub", opened_on=DAY)
    store = Depot.objects.create(
        code="north-store", kind="council", name="Northham store", area=world.north, opened_on=DAY
    )
    Depot.objects.create(
        code="north-empty", kind="council", name="Empty store", area=world.north, opened_on=DAY
    )
    receipt = receiving.begin_receipt(
        depot_code="hub", supplier="Maker", paper="1", received_on=now.date(), by=by, now=now
    )
    came = receiving.Came(gloves, "LOT-1", now.date() + timedelta(days=900), 10_000)
    lot = receiving.receive(receipt_id=receipt.pk, came=came, by=by, now=now)
    at_store = receiving.begin_receipt(
        depot_code="north-store", supplier="Maker", paper="2", received_on=now.date(), by=by, now=now
    )
    receiving.receive(receipt_id=at_store.pk, came=came, by=by, now=now)
    hold = LotHold.objects.create(lot=lot, depot=store, kind="hold", reason="x", from_at=now, from_by=by.key)
    counted = StockCount.objects.create(
        depot=store, counted_on=now.date(), recorded_at=now, recorded_by=by.key
    )
    fresh = receiving.Came(gloves, "LOT-2", now.date() + timedelta(days=900), 1_000)
    receiving.receive(receipt_id=at_store.pk, came=fresh, by=by, now=now)
    sent, differing = (send(world, store, gloves, by=by, now=now) for _ in range(2))
    said = {differing.lines.get().pk: arriving.Said(5, "not-there")}
    arriving.confirm_arrival(differing.pk, said=said, received_by="", by=by, now=now)
    picked = send(world, store, gloves, by=by, now=now, is_sent=False)
    came = send(world, store, gloves, by=by, now=now)
    arriving.confirm_arrival(came.pk, said={}, received_by="", by=by, now=now)
    waiting = make_order(
        Because("lrf-drop", "Matrix"), to=Receiver(place_id=world.ash.pk), depot=store, wanted={gloves: 10},
        by=by, now=now,
    )  # fmt: skip
    Depot.objects.create(code="seller", kind="wholesaler", name="Seller", opened_on=DAY)
    drop = Drop.objects.create(
        depot=Depot.objects.get(code="hub"), playbook="x", kit={}, why="x", promised_on=now.date(),
        approved_at=now, approved_by=by.key, places=1,
    )  # fmt: skip
    torn = receiving.Came(gloves, "LOT-3", now.date() + timedelta(days=900), 10)
    receiving.receive(receipt_id=at_store.pk, came=torn, by=by, now=now)
    recalled = Lot.objects.get(number="LOT-3")
    recall = Recall.objects.create(
        lot=recalled, reason="x", instructions="x", started_at=now, started_by=by.key
    )
    notice = RecallNotice.objects.create(recall=recall, place=world.ash, delivered=5, told_at=now)
    return {
        "pack_id": box.pk, "receipt_id": at_store.pk, "lot_id": lot.pk, "hold_id": hold.pk,
        "count_id": counted.pk, "consignment_id": sent.pk,
        "recall_id": recall.pk, "drop_id": drop.pk, "notice_id": notice.pk,
        "discrepancy_id": Discrepancy.objects.get().pk, "picked_id": picked.pk, "waiting_id": waiting.pk,
        "came_id": came.pk, "came_line_id": came.lines.get().pk,
    }  # fmt: skip


def send(
    world: SimpleNamespace, depot: Depot, item: Item, *, by: Actor, now: datetime, is_sent: bool = True
) -> Consignment:
    """Ten of an item for home Ash: picked, and on their way."""
    order = make_order(
        Because("lrf-drop", "Matrix"), to=Receiver(place_id=world.ash.pk), depot=depot, wanted={item: 10},
        by=by, now=now,
    )  # fmt: skip
    [made] = picking.pick([order.pk], depot_code=depot.code, by=by, now=now)
    if is_sent:
        picking.dispatch([made.pk], depot_code=depot.code, carrier="Post", by=by, now=now)
    return made
