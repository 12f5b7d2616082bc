"""What is cut after it was granted: newest first, with the true reason, told, and never just dropped."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from junction.core.audit.models import AuditEntry
from junction.core.messages.models import Message
from junction.supply.models import Account, Act, Ask, Consignment, Lot, LotHold, Order, OrderLine, Problem
from junction.supply.operations import accounts, counting, holding, ledger, picking
from junction.supply.operations.asking import ask_for_help
from junction.supply.operations.deciding import Decision, decide
from junction.supply.rules.cutting import CutReason, reason_of, state_when_cut
from junction.supply.rules.granting import said_of
from junction.supply.rules.lots import LotState

from .desk import NOW, balance, desk, wanted
from .shop import assert_ledger_is_balances

__all__ = ["desk"]
LATER = NOW + timedelta(hours=1)


@pytest.mark.parametrize(
    ("lines", "all_came", "state"),
    [([(0, 0), (0, 0)], True, "closed"), ([(10, 0), (0, 0)], True, None),
     ([(10, 10), (0, 0)], False, "dispatched"), ([(10, 10)], True, "delivered"), ([(10, 9)], True, None)],
)  # fmt: skip
def test_the_state_that_a_cut_leaves(lines, all_came, state):
    assert state_when_cut(lines, all_came=all_came) == state


def test_each_reason_is_the_true_one_and_has_words():
    states = [LotState.RECALLED, LotState.QUARANTINED, LotState.HELD, LotState.EXPIRED]
    assert [reason_of(state).value for state in states] == [
        "lot-recalled", "lot-held", "lot-held", "lot-expired"
    ]  # fmt: skip
    assert all(said_of(reason) != reason.value for reason in CutReason)


def ordered(desk, *, at, state="reserved", place=None, **granted):
    """An order of the portal that the hub has reserved for, with its lines (asked, granted, reason)."""
    order = Order.objects.create(
        route="portal", state=state, place=place or desk.home, from_depot=desk.hub, ordered_at=at,
        ordered_by="user:1", channel="api", changed_at=at,
    )  # fmt: skip
    held = accounts.accounts_of(desk.hub)
    for code, (asked, units, reason) in granted.items():
        item = getattr(desk, code)
        OrderLine.objects.create(order=order, item=item, asked=asked, granted=units, reason=reason)
        move = ledger.Move(item.pk, units, held["available"].pk, held["reserved"].pk, Act.RESERVE)
        ledger.post([move], by=desk.nation, now=at)
    return order


def quarantine(desk, code="masks"):
    lot = Lot.objects.get(item=getattr(desk, code))
    about = {"kind": "quarantine", "depot_code": "hub", "reason": "Torn", "by": desk.nation, "now": LATER}
    return holding.hold_lot(lot_id=lot.pk, **about)


def rest_of(order):
    rest = Order.objects.get(sent_on_from=order)
    return rest, {line.item.code: line.asked for line in rest.lines.select_related("item")}


@pytest.mark.django_db
def test_an_order_cut_to_nothing_is_closed_and_its_need_goes_on(desk):
    order = ordered(desk, at=NOW, masks=(600, 600, ""))
    quarantine(desk)
    order.refresh_from_db()
    assert (order.state, order.lines.get().granted, order.lines.get().reason) == ("closed", 0, "lot-held")
    rest, units = rest_of(order)
    assert (rest.route, rest.ask.desk, units) == ("lrf-drop", desk.forum, {"masks": 600})
    line = AuditEntry.objects.get(verb="supply.order.cut")
    assert (line.subject, line.detail["by_units"]) == (f"order:{order.pk}", 600)
    assert_ledger_is_balances()


@pytest.mark.django_db
def test_what_an_allowance_refused_does_not_go_on_with_a_cut(desk):
    """Asked 900, 500 by the allowance; gloves lacked 40 for want of stock, which goes along."""
    order = ordered(desk, at=NOW, masks=(900, 500, "allowance"), gloves=(100, 60, "out-of-stock"))
    quarantine(desk)  # 1,000 masks lie there, all of one lot: the 500 go
    assert rest_of(order)[1] == {"masks": 500, "gloves": 40}
    order.refresh_from_db()
    assert order.state == "reserved"  # the gloves are still to be picked


@pytest.mark.django_db
def test_what_has_gone_on_already_does_not_go_twice(desk):
    order = ordered(desk, at=NOW, masks=(900, 500, "out-of-stock"))
    before = Order.objects.create(
        route="lrf-drop", state="asked", place=desk.home, ordered_at=NOW, ordered_by="user:1", channel="api",
        sent_on_from=order, changed_at=NOW,
    )  # fmt: skip
    quarantine(desk)
    after = Order.objects.exclude(pk=before.pk).get(sent_on_from=order)
    assert after.lines.get().asked == 500


@pytest.mark.django_db
def test_two_lots_held_at_once_let_go_on_only_what_was_lost(desk):
    """Asked 1,400 and granted 1,200, of lots of 1,000 and 500, both held: it lost 1,200 in two cuts."""
    first = Lot.objects.get(item=desk.masks)
    second = Lot.objects.create(item=desk.masks, number="second", recorded_at=NOW)
    supplier = accounts.account_of(Account.Kind.SUPPLIER, organisation_id=desk.group.pk).pk
    shelf = accounts.accounts_of(desk.hub)["available"].pk
    move = ledger.Move(desk.masks.pk, 500, supplier, shelf, Act.RECEIVE, second.pk)
    ledger.post([move], by=desk.nation, now=NOW)
    order = ordered(desk, at=NOW, masks=(1_400, 1_200, "out-of-stock"))
    for lot in (first, second):
        LotHold.objects.create(lot=lot, kind="quarantine", reason="Torn", from_at=NOW, from_by="user:1")
    holding.sweep([first.pk, second.pk], by=desk.nation, now=LATER)
    assert order.lines.get().granted == 0
    assert rest_of(order)[1] == {"masks": 1_400}
    assert_ledger_is_balances()


@pytest.mark.django_db
def test_a_count_says_that_less_was_there_and_the_newest_order_loses(desk):
    older = ordered(desk, at=NOW - timedelta(hours=2), masks=(500, 500, ""))
    newer = ordered(desk, at=NOW, masks=(400, 400, ""))
    counted = counting.Counted(Lot.objects.get(item=desk.masks), 800, 1_000, "missing")
    counting.count_stock(
        depot_code="hub", lines=[counted], counted_on=NOW.date(), note="", by=desk.nation, now=LATER
    )
    # 200 are gone: 100 were free, so the newer order loses 100
    assert (older.lines.get().granted, newer.lines.get().granted) == (500, 300)
    assert newer.lines.get().reason == "counted-less"
    assert rest_of(newer)[1] == {"masks": 100}
    assert "written down" in Order.objects.get(sent_on_from=newer).why


@pytest.mark.django_db
def test_whoever_asked_the_emergency_line_is_told_and_its_priority_stays(desk):
    order = ask_for_help(wanted(desk, email="ann@ash.example"), by=desk.manager, now=NOW)
    decide(order.pk, Decision({}, {}, depot_id=desk.hub.pk), by=desk.nation, now=NOW)
    planned = Consignment.objects.get(order=order)
    Message.objects.all().delete()
    quarantine(desk, "masks")
    said = [one.context["said"] for one in Message.objects.order_by("pk")]
    assert "Less can be sent than was granted. Some of the stock is held back" in said[0]
    assert "Local Resilience Forum" in said[1]
    assert Ask.objects.get(order__sent_on_from=order).priority == 1
    planned.refresh_from_db()
    assert planned.state == "planned"  # the gloves of it still go


@pytest.mark.django_db
def test_what_is_picked_is_not_cut_and_an_order_sent_in_part_is_then_on_its_way(desk):
    order = ordered(desk, at=NOW, masks=(100, 100, ""), gloves=(100, 100, ""))
    Lot.objects.filter(item=desk.gloves).update(expires_on=NOW.date() - timedelta(days=9))
    [one] = picking.pick([order.pk], depot_code="hub", by=desk.nation, now=NOW)  # the masks alone
    picking.dispatch([one.pk], depot_code="hub", carrier="Post", by=desk.nation, now=NOW)
    order.refresh_from_db()
    assert order.state == "picking"
    quarantine(desk, "gloves")
    order.refresh_from_db()
    assert (order.state, rest_of(order)[1]) == ("dispatched", {"gloves": 100})
    assert balance(desk.hub, desk.gloves, "held") == 2_000


@pytest.mark.django_db
def test_a_release_with_no_other_route_becomes_somebody_s_problem(desk):
    order = ordered(desk, at=NOW, masks=(600, 600, ""))
    Order.objects.filter(pk=order.pk).update(route="wholesaler")
    quarantine(desk)
    problem = Problem.objects.get(order=order)
    assert (problem.severity, problem.items.get().quantity) == ("weeks", 600)


def statements(desk, orders):
    for _ in range(orders):
        ordered(desk, at=NOW, masks=(10, 10, ""))
    with CaptureQueriesContext(connection) as seen:
        quarantine(desk)
    return len(seen)


@pytest.mark.django_db
def test_a_hold_takes_as_many_statements_for_forty_orders_as_for_four(desk):
    few = statements(desk, 4)
    hold = Lot.objects.get(item=desk.masks).holds.get()
    holding.end_hold(hold_id=hold.pk, reason="Sound", by=desk.nation, now=LATER)
    assert statements(desk, 40) <= few
    assert Order.objects.filter(sent_on_from__isnull=False).count() == 44
