"""Picking and sending: first to expire first, other lots with a reason, nothing that may not be given out."""

from datetime import timedelta

import pytest

from junction.core.audit.models import AuditEntry
from junction.supply.models import Balance, Consignment, Depot, LotHold, Order, OrderLine
from junction.supply.operations import picking, putting_back, stock_refusals
from junction.supply.operations.supplying import Because, Receiver, make_order
from junction.supply.queries import picking as queries
from junction.supply.tests.shop import assert_ledger_is_balances
from tests.cast import other_officer


def held(store, kind, item="masks"):
    found = Balance.objects.filter(account__depot=store.depot, account__kind=kind, item=getattr(store, item))
    return found.values_list("quantity", flat=True).first() or 0


@pytest.fixture
def stocked(moved):
    moved("masks", 100, "supplier", "available", lot="masks_a")
    moved("masks", 60, "supplier", "available", lot="masks_b")
    moved("gloves", 500, "supplier", "available", lot="gloves_a")


@pytest.fixture
def order(store, stocked, by, now):
    """Make an order for the home: `order(masks=120)`."""

    def make(at=now, **wanted):
        wanted = {getattr(store, name): units for name, units in wanted.items()}
        because = Because("portal", "Test")
        to = Receiver(place_id=store.home.pk)
        return make_order(because, to=to, depot=store.depot, wanted=wanted, by=by, now=at)

    return make


def lots_of(consignment):
    return [(line.lot.number, line.quantity) for line in consignment.lines.select_related("lot")]


def test_the_first_to_expire_is_picked_first_in_the_order_in_which_orders_came(store, order, by, now):
    late = order(masks=60)
    early = order(at=now - timedelta(hours=1), masks=80, gloves=100)
    made = picking.pick([late.pk, early.pk], depot_code="hub", by=by, now=now)
    assert [one.order_id for one in made] == [early.pk, late.pk]
    assert lots_of(made[0]) == [("A", 80), ("A", 100)]
    assert lots_of(made[1]) == [("A", 20), ("B", 40)]
    assert (held(store, "picked"), held(store, "reserved"), held(store, "available")) == (140, 0, 20)
    assert set(Order.objects.values_list("state", flat=True)) == {"picking"}
    assert AuditEntry.objects.filter(verb="supply.order.picked").count() == 2
    with pytest.raises(stock_refusals.NothingToPick):
        picking.pick([late.pk], depot_code="hub", by=by, now=now)
    assert_ledger_is_balances()


def test_other_lots_need_a_reason_and_must_be_there(store, order, by, now):
    made = order(masks=50)
    line = made.lines.get()
    about = {"depot_code": "hub", "by": by, "now": now}
    other = [picking.Chosen(line.pk, store.masks_b.pk, 50)]
    with pytest.raises(stock_refusals.NoReasonForChoice):
        picking.pick([made.pk], chosen=other, **about)
    too_many = [picking.Chosen(line.pk, store.masks_b.pk, 51)]
    with pytest.raises(stock_refusals.ChoiceNotThere):
        picking.pick([made.pk], chosen=too_many, why="x", **about)
    with pytest.raises(stock_refusals.ChoiceNotThere):
        picking.pick([made.pk], chosen=[picking.Chosen(line.pk + 99, store.masks_b.pk, 1)], why="x", **about)
    [consignment] = picking.pick([made.pk], chosen=other, why="Whole case", **about)
    assert lots_of(consignment) == [("B", 50)]
    assert consignment.note == "Whole case"


def test_what_no_lot_can_serve_stays_reserved(store, order, by, now):
    made = order(masks=150)
    LotHold.objects.create(lot=store.masks_a, kind="hold", reason="x", from_at=now, from_by="x")
    [consignment] = picking.pick([made.pk], depot_code="hub", by=by, now=now)
    assert lots_of(consignment) == [("B", 60)]
    [left] = queries.lines_to_pick(by.scope, [made.pk])
    assert left.left == 90
    picking.dispatch([consignment.pk], depot_code="hub", carrier="Post", by=by, now=now)
    made.refresh_from_db()
    assert made.state == "picking"  # the rest waits


def test_sending_off_promises_a_day_and_moves_the_stock(store, order, by, now):
    made = order(masks=120)
    [one] = picking.pick([made.pk], depot_code="hub", by=by, now=now)
    [sent] = picking.dispatch([one.pk], depot_code="hub", carrier="Post", tracking="T1", by=by, now=now)
    assert sent.promised_on.isoformat() == "2020-04-23"  # three working days after Monday 20 April
    assert (held(store, "picked"), held(store, "in-transit")) == (0, 120)
    line = OrderLine.objects.get(order=made)
    made.refresh_from_db()
    assert (line.shipped, made.state) == (120, "dispatched")
    with pytest.raises(stock_refusals.NotPicked):
        picking.dispatch([one.pk], depot_code="hub", carrier="Post", by=by, now=now)
    with pytest.raises(stock_refusals.NotPicked):
        putting_back.unpick(one.pk, why="x", by=by, now=now)


def test_an_express_consignment_is_promised_sooner_and_a_day_may_be_set(store, order, by, now):
    made = [order(masks=10), order(masks=20)]
    [fast] = picking.pick([made[0].pk], depot_code="hub", express=True, by=by, now=now)
    [slow] = picking.pick([made[1].pk], depot_code="hub", by=by, now=now)
    picking.dispatch([fast.pk], depot_code="hub", carrier="Post", by=by, now=now)
    day = now.date() + timedelta(days=9)
    picking.dispatch([slow.pk], depot_code="hub", carrier="Post", promised_on=day, by=by, now=now)
    days = Consignment.objects.order_by("pk").values_list("promised_on", flat=True)
    assert [one.isoformat() for one in days] == ["2020-04-21", "2020-04-29"]


def test_a_lot_held_since_does_not_leave_and_goes_back(store, order, by, now):
    made = order(masks=120)
    [one] = picking.pick([made.pk], depot_code="hub", by=by, now=now)
    LotHold.objects.create(lot=store.masks_a, kind="quarantine", reason="x", from_at=now, from_by="x")
    with pytest.raises(stock_refusals.LotHeldSince) as refused:
        picking.dispatch([one.pk], depot_code="hub", carrier="Post", by=by, now=now)
    assert refused.value.about["lots"] == ["A"]
    putting_back.unpick(one.pk, why="Held", by=by, now=now)
    # back on the shelf and held at once: 40 were free, so 60 of the order are no longer granted
    assert (held(store, "picked"), held(store, "held"), held(store, "reserved")) == (0, 100, 60)
    assert (made.lines.get().granted, made.lines.get().reason) == (60, "lot-held")
    assert_ledger_is_balances()


def test_nobody_else_picks_or_sends(store, order, now):
    made = order(masks=10)
    with pytest.raises(Depot.DoesNotExist):
        picking.pick([made.pk], depot_code="hub", by=other_officer(), now=now)
    with pytest.raises(Depot.DoesNotExist):
        picking.dispatch([1], depot_code="hub", carrier="x", by=other_officer(), now=now)
    with pytest.raises(Order.DoesNotExist):
        queries.order_to_pick(other_officer().scope, made.pk)


def test_many_orders_take_as_many_statements_as_few(store, order, by, now, django_assert_max_num_queries):
    few = [order(gloves=1).pk for _ in range(2)]
    many = [order(gloves=2).pk for _ in range(30)]
    picking.pick(few, depot_code="hub", by=by, now=now)
    with django_assert_max_num_queries(25):
        picking.pick(many, depot_code="hub", by=by, now=now)
