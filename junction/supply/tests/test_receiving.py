"""Stock comes in: by barcode or by choice, into the right lot, and never where it may not be given out."""

from datetime import date, timedelta

import pytest

from junction.core.audit.models import AuditEntry
from junction.registry.models import Organisation
from junction.supply.models import Balance, Depot, Lot, LotBalance, LotHold, Order, OrderLine, Receipt
from junction.supply.operations import holding, receiving, stock_refusals
from junction.supply.queries import depots as queries
from junction.supply.rules.lots import LotState
from junction.supply.rules.receiving import Arrived, Choice, NotUnderstood, Typed, understand
from tests.cast import manager_of, officer_of, other_officer

ON = date(2020, 4, 20)
BOX = Choice("gloves", 100)
SCAN = "01095060001343521725123110ABC"


def pack_of(gtin):
    return BOX if gtin == "09506000134352" else None


def held(store, kind, item="masks"):
    found = Balance.objects.filter(account__depot=store.depot, account__kind=kind, item=getattr(store, item))
    return found.values_list("quantity", flat=True).first() or 0


def test_a_barcode_and_a_count_say_all():
    came = understand(Typed(SCAN, count=12), pack_of=pack_of, on=ON)
    assert came == Arrived("gloves", "ABC", date(2025, 12, 31), 1_200)


def test_what_is_typed_goes_before_the_barcode():
    came = understand(Typed(SCAN, what=Choice("gloves", 1), lot="ABD", count=7), pack_of=pack_of, on=ON)
    assert (came.lot, came.quantity) == ("ABD", 7)
    typed = Typed(what=BOX, lot="X", count=1)
    assert understand(typed, pack_of=pack_of, on=ON) == Arrived("gloves", "X", None, 100)


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        (Typed(), {"what", "lot", "count"}),
        (Typed("nonsense"), {"barcode"}),
        (Typed("0100614141000036", lot="A", count=1), {"what"}),
        (Typed(SCAN, what=Choice("masks", 1), count=1), {"what"}),
        (Typed(SCAN, expires_on=date(2026, 1, 1), count=1), {"expires_on"}),
        (Typed("010950600013435210ABC17251231", count=1), {"lot"}),
    ],
)
def test_what_is_missing_or_contradicts_is_said_at_its_field(typed, fields):
    with pytest.raises(NotUnderstood) as wrong:
        understand(typed, pack_of=pack_of, on=ON)
    assert set(wrong.value.errors) == fields


@pytest.fixture
def receipt(store, by, now):
    return receiving.begin_receipt(
        depot_code="hub", supplier="Medical Supplies Ltd", paper="D-1", received_on=ON, by=by, now=now
    )


def came(store, lot="N1", quantity=500, expires_on=date(2021, 1, 31)):
    return receiving.Came(store.masks, lot, expires_on, quantity)


def test_a_delivery_is_taken_in_lot_by_lot(store, receipt, by, now):
    receiving.receive(receipt_id=receipt.pk, came=came(store), by=by, now=now)
    receiving.receive(receipt_id=receipt.pk, came=came(store, quantity=20), by=by, now=now)
    lot = Lot.objects.get(number="N1")
    assert LotBalance.objects.get(account=store.available, lot=lot).quantity == 520
    assert receipt.supplier.kind == Organisation.Kind.WHOLESALER
    lines = AuditEntry.objects.filter(verb="supply.stock.received")
    assert [line.detail["quantity"] for line in lines.order_by("id")] == [500, 20]


def test_the_same_supplier_is_known_however_it_is_spelt(store, receipt, by, now):
    receiving.begin_receipt(
        depot_code="hub", supplier="medical  supplies limited", paper="D-2", received_on=ON, by=by, now=now
    )
    assert Receipt.objects.values("supplier").distinct().count() == 1


def test_each_refusal_of_a_delivery(store, receipt, by, now):
    again = {"depot_code": "hub", "supplier": "Medical Supplies Ltd", "paper": "D-1", "received_on": ON}
    with pytest.raises(stock_refusals.DeliveryNoteKnown):
        receiving.begin_receipt(**again, by=by, now=now)
    with pytest.raises(Depot.DoesNotExist):
        receiving.begin_receipt(**again, by=other_officer(), now=now)
    with pytest.raises(stock_refusals.MayNotKeepStock):
        receiving.receive(receipt_id=receipt.pk, came=came(store), by=manager_of(store.home), now=now)
    receiving.receive(receipt_id=receipt.pk, came=came(store), by=by, now=now)
    with pytest.raises(stock_refusals.LotExpiryDiffers):
        receiving.receive(receipt_id=receipt.pk, came=came(store, expires_on=None), by=by, now=now)
    with pytest.raises(stock_refusals.ReceiptIsOld):
        receiving.receive(receipt_id=receipt.pk, came=came(store), by=by, now=now + timedelta(days=8))
    Depot.objects.update(closed_on=ON)
    with pytest.raises(stock_refusals.DepotIsClosed):
        receiving.begin_receipt(**again | {"paper": "D-9"}, by=by, now=now)


def test_a_lot_past_its_day_or_on_hold_is_set_aside_as_it_comes(store, receipt, by, now):
    receiving.receive(
        receipt_id=receipt.pk, came=came(store, expires_on=ON - timedelta(days=1)), by=by, now=now
    )
    LotHold.objects.create(lot=store.masks_a, kind="hold", reason="x", from_at=now, from_by="x")
    held_lot = came(store, lot="A", expires_on=store.masks_a.expires_on, quantity=30)
    receiving.receive(receipt_id=receipt.pk, came=held_lot, by=by, now=now)
    assert (held(store, "available"), held(store, "held")) == (0, 530)


def test_an_extension_gives_back_what_was_past_its_day(store, moved, by, now):
    Lot.objects.filter(pk=store.masks_a.pk).update(expires_on=ON - timedelta(days=1))
    moved("masks", 100, "supplier", "available", lot="masks_a")
    moved("masks", 50, "supplier", "available", lot="masks_b")
    assert holding.hold_what_is_past_its_day(by=by, now=now) == {store.masks.pk: 100}
    assert holding.hold_what_is_past_its_day(by=by, now=now) == {}
    assert held(store, "held") == 100
    about = {
        "lot_id": store.masks_a.pk,
        "reason": "Tested",
        "source": "Laboratory, 4/20",
        "by": by,
        "now": now,
    }
    receiving.extend_lot(expires_on=ON + timedelta(days=90), **about)
    assert (held(store, "held"), held(store, "available")) == (0, 150)
    with pytest.raises(stock_refusals.CannotExtendLot):
        receiving.extend_lot(expires_on=ON, **about)
    with pytest.raises(stock_refusals.MayNotKeepStock):
        receiving.extend_lot(expires_on=ON, **about | {"by": officer_of("E08000009")})


def ordered(store, quantity, at):
    order = Order.objects.create(
        route="portal", state="reserved", place=store.home, from_depot=store.depot, ordered_at=at,
        ordered_by="x", channel="web", changed_at=at,
    )  # fmt: skip
    return OrderLine.objects.create(order=order, item=store.masks, asked=quantity, granted=quantity)


def test_a_hold_takes_what_is_free_first_and_then_from_the_newest_order(store, moved, by, now):
    moved("masks", 100, "supplier", "available", lot="masks_a")
    moved("masks", 20, "supplier", "available", lot="masks_b")
    moved("masks", 90, "available", "reserved")
    older, newer = ordered(store, 50, now - timedelta(hours=2)), ordered(store, 40, now - timedelta(hours=1))
    hold = holding.hold_lot(
        lot_id=store.masks_a.pk, kind="quarantine", depot_code="hub", reason="Torn boxes", by=by, now=now
    )
    # of 100, 30 are free; 70 were reserved: the newest order loses its 40, the older 30 of 50
    assert (held(store, "available"), held(store, "reserved"), held(store, "held")) == (0, 20, 100)
    newer.refresh_from_db()
    older.refresh_from_db()
    assert (newer.granted, newer.reason, older.granted) == (0, "lot-held", 20)
    standing = queries.standings(by.scope, [store.masks_a], at=now, depot_id=store.depot.pk)
    assert standing[store.masks_a.pk].state is LotState.QUARANTINED
    holding.end_hold(hold_id=hold.pk, reason="Sound", by=by, now=now)
    assert (held(store, "available"), held(store, "held")) == (100, 0)
    with pytest.raises(stock_refusals.CannotEndHold):
        holding.end_hold(hold_id=hold.pk, reason="Sound", by=by, now=now)
    verbs = AuditEntry.objects.filter(verb__startswith="supply.lot.").values_list("verb", flat=True)
    assert list(verbs) == ["supply.lot.held", "supply.lot.released"]


def test_only_who_keeps_a_depot_holds_there_and_only_the_nation_everywhere(store, by, now):
    about = {"lot_id": store.masks_a.pk, "kind": "hold", "reason": "x", "now": now}
    with pytest.raises(Depot.DoesNotExist):
        holding.hold_lot(depot_code="hub", by=other_officer(), **about)
    with pytest.raises(stock_refusals.MayNotKeepStock):
        holding.hold_lot(depot_code="", by=other_officer(), **about)
    hold = holding.hold_lot(depot_code="", by=by, **about)
    with pytest.raises(stock_refusals.MayNotKeepStock):
        holding.end_hold(hold_id=hold.pk, reason="x", by=other_officer(), now=now)
