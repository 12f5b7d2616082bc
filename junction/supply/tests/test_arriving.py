"""What arrives: proof, what differs line by line, and the answer that sets the ledger right."""

from datetime import date

import pytest

from junction.core.audit.models import AuditEntry
from junction.core.personal.models import PersonalValue
from junction.core.personal.queries import shown
from junction.registry.tests.factories import OrganisationFactory, PlaceFactory
from junction.supply.models import Account, Balance, Consignment, Depot, Discrepancy, Order
from junction.supply.operations import NotEnough, arriving, picking, stock_refusals
from junction.supply.operations.accounts import account_of, accounts_of
from junction.supply.operations.chains import beginnings
from junction.supply.operations.supplying import Because, Receiver, make_order, reserve_waiting
from junction.supply.queries import picking as queries
from junction.supply.tests.shop import assert_ledger_is_balances
from tests.cast import manager_of, other_officer


def amount(account, item):
    found = Balance.objects.filter(account=account, item=item).values_list("quantity", flat=True)
    return found.first() or 0


@pytest.fixture
def sent(store, moved, by, now):
    """Send 120 masks of two lots to the home, or to who is named."""
    moved("masks", 100, "supplier", "available", lot="masks_a")
    moved("masks", 60, "supplier", "available", lot="masks_b")

    def send(to=None, units=120):
        to = to or Receiver(place_id=store.home.pk)
        order = make_order(
            Because("portal", "Test"), to=to, depot=store.depot, wanted={store.masks: units}, by=by, now=now
        )
        [one] = picking.pick([order.pk], depot_code="hub", by=by, now=now)
        picking.dispatch([one.pk], depot_code="hub", carrier="Post", by=by, now=now)
        return one

    return send


def confirm(consignment, by, now, *words, name="Anna Held"):
    """Confirm; each word is (received, reason) of one line in turn."""
    lines = consignment.lines.order_by("pk")
    said = {line.pk: arriving.Said(*word) for line, word in zip(lines, words, strict=False)}
    return arriving.confirm_arrival(consignment.pk, said=said, received_by=name, by=by, now=now)


def test_all_of_it_arrived(store, sent, now):
    one, manager = sent(), manager_of(store.home)
    done = confirm(one, manager, now)
    assert done.state == "delivered"
    assert amount(store.at_home, store.masks) == 120
    order = Order.objects.get()
    assert (order.state, order.lines.get().received) == ("delivered", 120)
    assert shown(done.received_by) == "Anna Held"
    assert PersonalValue.objects.get().retention_until == date(2022, 4, 20)
    assert "Anna" not in str(list(AuditEntry.objects.values_list("detail", flat=True)))
    with pytest.raises(stock_refusals.NotOnItsWay):
        confirm(one, manager, now)
    assert_ledger_is_balances()


@pytest.mark.parametrize(
    ("outcome", "home", "lost", "shelf"),
    [("lost", 90, 30, 40), ("came-back", 90, 0, 70), ("never-sent", 90, 0, 70), ("did-arrive", 120, 0, 40)],
)
def test_what_is_missing_waits_in_transit_until_it_is_answered(
    outcome, home, lost, shelf, store, sent, by, now
):
    one = sent()
    done = confirm(one, manager_of(store.home), now, (70, "not-there"))
    assert done.state == "disputed"
    assert (amount(store.at_home, store.masks), amount(store.in_transit, store.masks)) == (90, 30)
    [found] = queries.open_discrepancies(by.scope)
    about = {"outcome": outcome, "answer": "We looked", "replace": False, "by": by, "now": now}
    arriving.answer_discrepancy(found.pk, **about)
    assert amount(store.at_home, store.masks) == home
    assert amount(store.lost, store.masks) == lost
    assert amount(store.available, store.masks) == shelf
    assert amount(store.in_transit, store.masks) == 0
    one.refresh_from_db()
    assert (one.state, Order.objects.get().state) == ("delivered", "delivered")
    with pytest.raises(stock_refusals.AlreadyAnswered):
        arriving.answer_discrepancy(found.pk, **about)
    assert_ledger_is_balances()


def test_what_is_missing_is_sent_again_in_one_step(store, sent, by, now):
    one = sent()
    confirm(one, manager_of(store.home), now, (70, "broken"))
    found = Discrepancy.objects.get()
    arriving.answer_discrepancy(found.pk, outcome="lost", answer="Wet", replace=True, by=by, now=now)
    found.refresh_from_db()
    again = found.replaced_by
    assert (again.state, again.lines.get().granted) == ("reserved", 30)
    assert again.sent_on_from is None  # a replacement is no remainder
    assert beginnings([again.pk]) == {again.pk: one.order_id}  # whoever asked first hears of it all the same


def test_more_than_was_sent_comes_from_the_shelf_once_the_depot_says_so(store, sent, by, now):
    one = sent(units=100)
    confirm(one, manager_of(store.home), now, (110, "more"))
    found = Discrepancy.objects.get()
    about = {"answer": "x", "replace": False, "by": by, "now": now}
    with pytest.raises(stock_refusals.OutcomeDoesNotFit):
        arriving.answer_discrepancy(found.pk, outcome="lost", **about)
    with pytest.raises(NotEnough):  # lot A is all gone: the shelf must be counted first
        arriving.answer_discrepancy(found.pk, outcome="more-sent", **about)
    arriving.answer_discrepancy(found.pk, outcome="not-more", **about)
    assert amount(store.at_home, store.masks) == 100
    other = sent(units=20)
    confirm(other, manager_of(store.home), now, (25, "more"))
    arriving.answer_discrepancy(Discrepancy.objects.get(outcome="").pk, outcome="more-sent", **about)
    assert amount(store.at_home, store.masks) == 125
    assert_ledger_is_balances()


def test_a_difference_needs_a_reason_that_fits(store, sent, now):
    one, manager = sent(), manager_of(store.home)
    for word in [(70, ""), (70, "more"), (130, "broken"), (70, "nonsense")]:
        with pytest.raises(stock_refusals.NoReasonForArrival):
            confirm(one, manager, now, word)
    assert Consignment.objects.get().state == "dispatched"


def test_only_the_receiver_and_the_depot_say_what_arrived(store, sent, by, now):
    one = sent()
    for stranger in (manager_of(PlaceFactory()), other_officer()):
        with pytest.raises(Consignment.DoesNotExist):
            confirm(one, stranger, now)
        with pytest.raises(Consignment.DoesNotExist):
            queries.consignment(stranger.scope, one.pk)
    confirm(one, manager_of(store.home), now, (0, "not-there"))
    with pytest.raises(stock_refusals.MayNotKeepStock):
        arriving.answer_discrepancy(
            Discrepancy.objects.get().pk, outcome="lost", answer="x", replace=False,
            by=manager_of(store.home), now=now,
        )  # fmt: skip


def test_every_kind_of_receiver_has_its_account(store, sent, by, now):
    other = Depot.objects.create(code="lrf", kind="lrf", name="Forum", opened_on=date(2020, 3, 1))
    body = OrganisationFactory(kind="voluntary")
    to_depot, to_body = sent(Receiver(to_depot_id=other.pk), 40), sent(Receiver(organisation_id=body.pk), 30)
    confirm(to_depot, by, now)
    confirm(to_body, by, now)
    assert amount(accounts_of(other)["available"], store.masks) == 40
    assert amount(account_of(Account.Kind.AT_RECIPIENT, organisation_id=body.pk), store.masks) == 30
    assert_ledger_is_balances()


def test_a_list_of_deliveries_asks_as_little_for_many(store, sent, now, django_assert_num_queries):
    for _ in range(3):
        sent(units=10)
    manager = manager_of(store.home)
    with django_assert_num_queries(1):
        assert len([one.order.place.name for one in queries.arrivals(manager.scope)]) == 3


def test_what_was_asked_for_without_stock_is_reserved_when_some_comes_in(store, moved, by, now):
    to = Receiver(place_id=store.home.pk)
    wanted = {store.masks: 70}
    first = make_order(Because("portal", "x"), to=to, depot=store.depot, wanted=wanted, by=by, now=now)
    assert (first.state, first.lines.get().reason) == ("asked", "out-of-stock")
    second = make_order(Because("portal", "x"), to=to, depot=store.depot, wanted=wanted, by=by, now=now)
    moved("masks", 100, "supplier", "available", lot="masks_a")
    assert reserve_waiting(depot_code="hub", by=by, now=now) == 2
    first.refresh_from_db()
    assert (first.state, first.lines.get().granted, first.lines.get().reason) == ("reserved", 70, "")
    assert (second.lines.get().granted, second.lines.get().reason) == (30, "out-of-stock")
    assert reserve_waiting(depot_code="hub", by=by, now=now) == 0
    with pytest.raises(Depot.DoesNotExist):
        reserve_waiting(depot_code="hub", by=other_officer(), now=now)
    assert_ledger_is_balances()
