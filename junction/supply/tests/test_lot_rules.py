"""Lots by hand: which may be given out on a day, and which goes first; then what must always hold."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junction.supply.rules.lots import (
    Extension,
    Hold,
    LotState,
    OnShelf,
    in_order,
    last_day,
    lot_state,
    pick_first_to_expire,
    pick_in_order,
)

AT = datetime(2020, 4, 20, 9, tzinfo=UTC)
ON = AT.date()
DAY = timedelta(days=1)


def test_the_last_day_is_the_newest_extension_that_was_known():
    first, second = Extension(ON + DAY, AT - 2 * DAY), Extension(ON + 9 * DAY, AT)
    assert last_day(ON, [], at=AT) == ON
    assert last_day(ON, [second, first], at=AT - DAY) == ON + DAY
    assert last_day(ON, [second, first], at=AT) == ON + 9 * DAY
    assert last_day(None, [], at=AT) is None


@pytest.mark.parametrize(
    ("expires_on", "holds", "state"),
    [
        (ON, [], LotState.USABLE),
        (None, [], LotState.USABLE),
        (ON - DAY, [], LotState.EXPIRED),
        (ON, [Hold("hold", AT)], LotState.HELD),
        (ON, [Hold("hold", AT + DAY)], LotState.USABLE),
        (ON, [Hold("hold", AT - DAY, AT)], LotState.USABLE),
        (ON, [Hold("quarantine", AT, depot_id=7)], LotState.QUARANTINED),
        (ON, [Hold("quarantine", AT, depot_id=8)], LotState.USABLE),
        (ON - DAY, [Hold("hold", AT), Hold("recall", AT)], LotState.RECALLED),
    ],
)
def test_how_a_lot_stands(expires_on, holds, state):
    assert lot_state(expires_on, holds, on=ON, at=AT, depot_id=7) == state


def test_first_to_expire_goes_first_and_ties_go_by_age():
    lots = [
        OnShelf(1, None, 50),
        OnShelf(2, ON + 9 * DAY, 30),
        OnShelf(3, ON - DAY, 30),
        OnShelf(4, ON, 20),
        OnShelf(5, ON, 5),
        OnShelf(6, ON, 90, LotState.QUARANTINED),
    ]
    assert [lot.lot_id for lot in in_order(lots, on=ON)] == [4, 5, 2, 1]
    assert pick_first_to_expire(40, lots, on=ON) == ([(4, 20), (5, 5), (2, 15)], 0)
    assert pick_first_to_expire(200, lots, on=ON) == ([(4, 20), (5, 5), (2, 30), (1, 50)], 95)
    assert pick_first_to_expire(3, [], on=ON) == ([], 3)


def test_many_needs_from_two_lots_by_hand():
    picked = pick_in_order([5, 0, 10, 4], [OnShelf(1, ON, 8), OnShelf(2, ON, 9)])
    # 5 from the first; 3 more of it and 7 of the second for the third need; 2 of the 4 that the last wants
    assert picked.need.tolist() == [0, 2, 2, 3]
    assert picked.lot.tolist() == [0, 0, 1, 1]
    assert picked.quantity.tolist() == [5, 3, 7, 2]


amounts = st.lists(st.integers(0, 1_000), max_size=12)


@given(amounts, st.lists(st.integers(1, 1_000), max_size=8))
def test_no_more_than_there_is_none_left_while_somebody_waits_and_in_turn(needs, stocks):
    lots = [OnShelf(number, ON, quantity) for number, quantity in enumerate(stocks)]
    picked = pick_in_order(needs, lots)
    of_need, of_lot = [0] * len(needs), [0] * len(stocks)
    for need, lot, quantity in zip(picked.need, picked.lot, picked.quantity, strict=True):
        of_need[need] += quantity
        of_lot[lot] += quantity
    assert all(0 <= got <= wanted for got, wanted in zip(of_need, needs, strict=True))
    assert all(0 <= taken <= stock for taken, stock in zip(of_lot, stocks, strict=True))
    assert sum(of_need) == min(sum(needs), sum(stocks))
    short = [wanted - got for got, wanted in zip(of_need, needs, strict=True)]
    first_short = next((place for place, lack in enumerate(short) if lack), len(needs))
    assert all(got == 0 for got in of_need[first_short + 1 :])


@given(st.integers(0, 500), st.lists(st.tuples(st.integers(0, 20), st.integers(0, 100)), max_size=8))
def test_no_lot_is_touched_while_an_earlier_one_has_some_left(need, shelf):
    lots = [OnShelf(number, ON + days * DAY, quantity) for number, (days, quantity) in enumerate(shelf)]
    taken, short = pick_first_to_expire(need, lots, on=ON)
    order = in_order(lots, on=ON)
    assert [lot for lot, _ in taken] == [lot.lot_id for lot in order[: len(taken)]]
    assert all(quantity == lot.quantity for (_, quantity), lot in zip(taken[:-1], order, strict=False))
    assert short == max(0, need - sum(lot.quantity for lot in order))
