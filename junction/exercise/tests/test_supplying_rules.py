"""Orders of a simulated emergency: on working days, in whole packs, for more than there is."""

from collections import Counter
from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from junction.exercise.rules.places import SimulatedPlace
from junction.exercise.rules.supplying import STOCKED, orders, stock_for, two_lots, wanted
from junction.exercise.rules.world import days_until

PACKS = {"masks": 50, "gloves": 100}
PLACES = [
    SimulatedPlace(f"1-{n}", f"Home {n}", "nursing-home", 40, 36, "P", "", "", "", "E06000001", -1.0, 54.0)
    for n in range(200)
]


def played(seed=7):
    days = days_until(date(2026, 11, 22), 12)
    rng = np.random.default_rng(seed)
    return orders(rng, PLACES, days, allowance=lambda place, day: {"masks": 120, "gloves": 400}, packs=PACKS)


def test_providers_order_about_once_a_week_and_never_at_a_weekend():
    placed = played()
    assert {one.day.weekday() for one in placed} == {0, 1, 2, 3, 4}
    assert 200 * 0.9 * 8 / 5 * 0.8 < len(placed) < 200 * 0.9 * 8 / 5 * 1.2  # eight working days
    assert all(8 * 60 <= one.minute < 17 * 60 for one in placed)
    assert placed == sorted(placed, key=lambda one: (one.day, one.minute, one.identifier))
    assert placed == played()


def test_who_surely_orders_does_so_a_week_ago_and_on_the_last_day_but_one():
    days = days_until(date(2026, 11, 22), 12)
    rng = np.random.default_rng(1)
    placed = orders(rng, PLACES, days, allowance=lambda *_: {"masks": 100}, packs=PACKS, surely=["1-7"])
    assert [one.day for one in placed if one.identifier == "1-7"] == [date(2026, 11, 13), date(2026, 11, 19)]


def test_a_part_of_an_allowance_is_asked_for_in_whole_packs_and_at_least_one():
    assert wanted({"masks": 120, "gloves": 400}, 0.5, PACKS) == {"masks": 50, "gloves": 200}
    assert wanted({"masks": 50}, 0.5, PACKS) == {"masks": 50}
    assert wanted({"masks": 40, "gowns": 10}, 1.0, PACKS) == {}


def test_there_is_less_than_is_asked_for():
    placed = played()
    asked = Counter()
    for one in placed:
        asked.update(one.lines)
    for item, number in stock_for(placed, PACKS).items():
        assert number % PACKS[item] == 0
        assert STOCKED * asked[item] - PACKS[item] < number <= STOCKED * asked[item]


@given(st.integers(0, 10_000), st.sampled_from([1, 10, 50, 100]))
def test_two_lots_add_up_and_the_later_is_in_whole_packs(number, pack):
    earlier, later = two_lots(number * pack, pack)
    assert earlier + later == number * pack
    assert later % pack == 0 <= later
    assert later <= earlier
