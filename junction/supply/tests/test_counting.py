"""Counts: what differs moves with its reason, what is right stays, and whoever saw old books looks again."""

import threading
from datetime import date

import pytest
from django.db import connection

from junction.core.audit.models import AuditEntry
from junction.supply.models import Balance, Depot, Movement, StockCount
from junction.supply.operations import NotEnough, counting, ledger, stock_refusals
from junction.supply.rules.stock_book import stock_book
from tests.cast import other_officer

from .conftest import move_of

ON = date(2020, 4, 20)


@pytest.fixture
def stocked(moved):
    moved("masks", 100, "supplier", "available", lot="masks_a")
    moved("masks", 60, "supplier", "available", lot="masks_b")
    moved("masks", 120, "available", "reserved")


def counted(*lines, by, now):
    return counting.count_stock(depot_code="hub", lines=lines, counted_on=ON, note="", by=by, now=now)


def held(store, kind):
    found = Balance.objects.filter(account__depot=store.depot, account__kind=kind, item=store.masks)
    return found.values_list("quantity", flat=True).first() or 0


def test_what_differs_becomes_movements_with_their_reasons(store, stocked, by, now):
    count = counted(
        counting.Counted(store.masks_a, 30, 100, "missing"),
        counting.Counted(store.masks_b, 65, 60, "found"),
        counting.Counted(store.gloves_a, 0, 0),
        by=by, now=now,
    )  # fmt: skip
    moves = Movement.objects.filter(reference=f"count:{count.pk}").order_by("id")
    # 70 are missing: 40 were free, 5 were found, so that 25 of those reserved are gone
    assert [(move.act, move.quantity) for move in moves] == [("find", 5), ("lose", 45), ("lose", 25)]
    assert (held(store, "available"), held(store, "reserved")) == (0, 95)
    assert [line.reason for line in count.lines.all()] == ["missing", "found", ""]
    line = AuditEntry.objects.get(verb="supply.stock.counted")
    assert (line.detail["lots"], line.detail["differing"], line.playbook) == (3, 2, "stock@2020-03-01")


@pytest.mark.parametrize(
    ("line", "refusal"),
    [
        ((30, 100, ""), stock_refusals.NoReasonForDifference),
        ((30, 100, "nonsense"), stock_refusals.NoReasonForDifference),
        ((30, 100, "found"), stock_refusals.ReasonDoesNotFit),
        ((130, 100, "stolen"), stock_refusals.ReasonDoesNotFit),
        ((30, 99, "missing"), stock_refusals.StockMoved),
    ],
)
def test_each_refusal_keeps_nothing(line, refusal, store, stocked, by, now):
    with pytest.raises(refusal):
        counted(counting.Counted(store.masks_a, *line), by=by, now=now)
    assert not StockCount.objects.exists()
    assert held(store, "reserved") == 120


def test_nobody_counts_elsewhere(store, stocked, now):
    with pytest.raises(Depot.DoesNotExist):
        counted(counting.Counted(store.masks_a, 1), by=other_officer(), now=now)


def test_every_reason_fits_one_way_or_both():
    book = stock_book(ON)
    more = {reason.code for reason in book.reasons_for_count(surplus=True)}
    less = {reason.code for reason in book.reasons_for_count(surplus=False)}
    assert more & less == {code for code, one in book.count_reasons.items() if one.act == "correct"}
    assert more | less == set(book.count_reasons)
    lists = [book.count_reasons, book.arrival_reasons, book.outcomes]
    assert len({code for one in lists for code in one}) == sum(map(len, lists))  # one code, one meaning
    assert book.title("stolen") == "Stolen" and book.title("of-old") == "of-old"


@pytest.mark.django_db(transaction=True)
def test_a_count_and_an_order_at_once_never_go_below_zero(store, by, now, moved):
    moved("masks", 100, "supplier", "available", lot="masks_a")
    outcomes, ready = [], threading.Barrier(2)

    def order():
        ready.wait()
        try:
            ledger.post([move_of(store, "masks", 80, "available", "reserved")], by=by, now=now)
            outcomes.append("reserved")
        except NotEnough:
            outcomes.append("short")
        finally:
            connection.close()

    def count():
        ready.wait()
        try:
            counted(counting.Counted(store.masks_a, 40, 100, "missing"), by=by, now=now)
            outcomes.append("counted")
        finally:
            connection.close()

    writers = [threading.Thread(target=work) for work in (order, count)]
    [writer.start() for writer in writers]
    [writer.join() for writer in writers]
    assert "counted" in outcomes
    assert held(store, "available") + held(store, "reserved") == 40
