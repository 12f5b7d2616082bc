"""Many who order at the same moment: nothing oversold, nothing doubled, nobody locked out, books in
balance.
"""

from datetime import timedelta

import pytest
from django.db import connection

from junction.registry.tests.factories import PlaceFactory
from junction.returns.tests.test_two_writers import at_once
from junction.supply.models import Account, Lot, Order, OrderLine, Outlook, Used
from junction.supply.operations.holding import hold_lot
from junction.supply.operations.portal import CannotCancel, Placed, cancel_order, place_orders
from junction.supply.rules.ordering import Asked
from junction.supply.tests.shop import NOW, ask, assert_ledger_is_balances, left, make_shop
from tests.cast import national

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shop(transactional_db):
    made = make_shop()
    made.homes = [PlaceFactory() for _ in range(12)]
    return made


def test_one_key_sent_many_times_at_once_is_one_order(shop):
    shop.stock("masks-iir", 10_000)
    one = ask(shop, ("masks-iir", 100), key="k", request_hash="h")
    answers = at_once(*(lambda: place_orders([one], now=NOW) for _ in range(8)))
    assert len({answer[0].body for answer in answers}) == 1
    assert sum(not answer[0].is_replayed for answer in answers) == 1
    assert Order.objects.count() == 1 and Used.objects.get().granted == 100
    assert_ledger_is_balances()


def test_batches_that_want_the_same_stock_in_any_order_stand_in_line(shop):
    shop.stock("masks-iir", 3_000)
    shop.stock("gloves", 3_000)
    shop.stock("masks-iir", 1_000, depot=1)
    for code in ("masks-iir", "gloves"):
        until = NOW + timedelta(days=1)
        Outlook.objects.create(item=shop.items[code], until_at=until, expected=20_000, computed_at=NOW)
    national_ = national()

    def batch(number):
        items = [("masks-iir", 300), ("gloves", 500)]
        places = shop.homes if number % 2 else shop.homes[::-1]
        lines = tuple(items if number % 3 else items[::-1])
        return [
            Asked(by=national_, lines=lines, place_id=home.pk, key=f"{number}:{home.pk}", request_hash="h")
            for home in places
        ]

    answers = at_once(*(lambda n=n: place_orders(batch(n), now=NOW) for n in range(6)))
    assert all(isinstance(one, Placed) for answer in answers for one in answer), answers
    assert Order.objects.count() == 6 * len(shop.homes)
    granted = sum(line["granted"] for answer in answers for one in answer for line in one.order["lines"])
    reserved = sum(
        left(shop, code, depot, Account.Kind.RESERVED) for code in ("masks-iir", "gloves") for depot in (0, 1)
    )
    assert granted == reserved <= 7_000
    assert_ledger_is_balances()


def test_ordering_and_cancelling_at_once_keep_the_books(shop):
    shop.stock("masks-iir", 2_000)
    first = [place_orders([ask(shop, ("masks-iir", 100), by=national(), place_id=home.pk)], now=NOW)[0]
             for home in shop.homes[:4]]  # fmt: skip
    cancels = [lambda i=one.order["id"]: cancel_order(i, why="", by=national(), now=NOW) for one in first]
    orders = [
        lambda h=home: place_orders([ask(shop, ("masks-iir", 100), by=national(), place_id=h.pk)], now=NOW)
        for home in shop.homes[4:8]
    ]
    answers = at_once(*cancels, *orders)
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert left(shop, "masks-iir", kind=Account.Kind.RESERVED) == 400
    assert_ledger_is_balances()


def test_what_is_held_back_while_orders_are_made_and_cancelled_takes_nothing_from_the_others(shop):
    for code in ("masks-iir", "gloves"):
        shop.stock(code, 1_000)
    lines = (("gloves", 100), ("masks-iir", 100))
    first = [place_orders([ask(shop, *lines, by=national(), place_id=home.pk)], now=NOW)[0]
             for home in shop.homes[:8]]  # fmt: skip
    holds = [
        lambda lot=lot: hold_lot(lot_id=lot.pk, kind="hold", depot_code=shop.depots[0][0].code,
                                 reason="x", by=national(), now=NOW)
        for lot in Lot.objects.filter(item__code__in=["masks-iir", "gloves"])
    ]  # fmt: skip
    cancels = [lambda i=one.order["id"]: cancel_order(i, why="", by=national(), now=NOW) for one in first[:4]]
    orders = [
        lambda h=home: place_orders([ask(shop, *lines, by=national(), place_id=h.pk)], now=NOW)
        for home in shop.homes[8:]
    ]
    answers = at_once(*holds, *cancels, *orders)
    late = [isinstance(answer, CannotCancel) for answer in answers]  # all of it was held back before: closed
    assert not [
        one for one, ended in zip(answers, late, strict=True) if isinstance(one, Exception) and not ended
    ]
    for code in ("masks-iir", "gloves"):
        open_lines = OrderLine.objects.filter(item__code=code, order__state="reserved")
        granted = sum(open_lines.values_list("granted", flat=True))
        assert left(shop, code, kind=Account.Kind.RESERVED) == granted
    assert_ledger_is_balances()


def test_a_connection_killed_in_the_middle_leaves_nothing_and_the_same_key_places_it(shop):
    shop.stock("masks-iir", 1_000)
    one = ask(shop, ("masks-iir", 100), key="k", request_hash="h")

    def killed():
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")
            place_orders([one], now=NOW)
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    (answer,) = at_once(killed)
    assert isinstance(answer, Exception)
    assert not Order.objects.exists() and left(shop, "masks-iir") == 1_000
    (placed,) = place_orders([one], now=NOW)
    assert placed.order["lines"][0]["granted"] == 100 and not placed.is_replayed
    assert_ledger_is_balances()
