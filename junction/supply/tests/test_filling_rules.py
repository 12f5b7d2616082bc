"""Stocks that nobody counted are taken from those of the forum that did; worked by hand."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from junction.supply.rules.allocation.filling import fill_unknown

NAN = float("nan")


def filled(stocks, rates, groups):
    columns = [np.array([values], dtype=np.float64).T for values in (stocks, rates)]
    return fill_unknown(*columns, np.array(groups, dtype=np.int64))[:, 0].tolist()


def test_an_uncounted_place_has_as_many_days_as_its_forum():
    # Forum 0: 60 and 140 on hand for 10 and 30 a day: 5 days; the third uses 20 a day and did not count.
    assert filled([60, 140, NAN], [10, 30, 20], [0, 0, 0]) == [60, 140, 100]


def test_where_nobody_in_the_forum_counted_the_nation_stands_in():
    assert filled([60, NAN, NAN], [10, 5, 2], [0, 1, -1]) == [60, 30, 12]


def test_where_nobody_counted_at_all_nothing_is_known_to_be_there():
    assert filled([NAN, NAN], [10, 5], [0, -1]) == [0, 0]


def test_who_counted_and_whose_use_nobody_knows_sways_no_cover():
    assert filled([1_000, 50, NAN], [NAN, 10, 10], [0, 0, 0]) == [1_000, 50, 50]
    assert filled([NAN, 50], [NAN, 10], [0, 0]) == [0, 50]


def test_use_too_small_to_be_any_gives_no_cover():
    assert filled([NAN, 1], [NAN, 2e-309], [0, 0]) == [0, 1]


AMOUNTS = st.one_of(st.just(NAN), st.floats(0, 1e6))


@given(st.lists(st.tuples(AMOUNTS, AMOUNTS, st.integers(-1, 3)), min_size=1, max_size=20))
def test_what_was_counted_stays_and_nothing_is_below_none_or_unknown(places):
    found = filled(*([one[part] for one in places] for part in range(3)))
    assert all(value >= 0 for value in found)
    assert all(value == one[0] for value, one in zip(found, places, strict=True) if one[0] == one[0])
