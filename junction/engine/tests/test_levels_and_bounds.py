"""The level and the bounds: by hand, against bisection, and against HiGHS."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from junction.engine.sharing import (
    Depots,
    Lines,
    bound_by_prices,
    fill_to_level,
    most_weighted,
    next_share,
    share_from_depots,
    share_packs,
    unmet_need,
    water_level,
    whole,
)

AMOUNTS = st.floats(0, 100, allow_subnormal=False)


@given(st.lists(st.tuples(st.floats(0.1, 50), AMOUNTS, AMOUNTS), min_size=1, max_size=20), st.floats(0, 1))
def test_the_level_holds_exactly_the_supply(rows, part):
    rates = np.array([rate for rate, _, _ in rows])
    floors = np.array([min(a, b) for _, a, b in rows])
    caps = np.array([max(a, b) for _, a, b in rows])
    supply = float(floors.sum() + part * (caps.sum() - floors.sum()))
    level = water_level(rates, floors, caps, supply)
    assert fill_to_level(level, rates, floors, caps).sum() == pytest.approx(supply, abs=1e-6)


def test_floors_above_the_supply_have_no_level():
    with pytest.raises(ValueError, match="floors of 9 are more than a supply of 8"):
        water_level(np.ones(1), np.array([9.0]), np.array([10.0]), 8)


def test_bad_claims_and_weights_are_refused():
    with pytest.raises(ValueError, match="weights are above 0"):
        Lines.of(np.array([1]), weights=np.array([0.0]))
    with pytest.raises(ValueError, match="at least 0"):
        Lines.of(np.array([-1]))
    with pytest.raises(ValueError, match="a supply of -1 packs"):
        share_packs(Lines.of(np.array([1])), -1)


def test_a_share_seen_as_a_whole():
    lines = Lines.of(np.array([10, 10, 0]), weights=np.array([1.0, 3.0, 1.0]))
    shares = share_packs(lines, 8)
    assert shares.given.tolist() == [2, 6, 0]
    least = bound_by_prices(lines, 1 - shares.levels, supply_value=8 * (1 - shares.levels[0]))
    seen = whole(lines, shares.given.astype(float), least_unmet=least, best_weighted=most_weighted(lines, 8))
    assert seen.distance == pytest.approx(0)
    assert (seen.weighted, seen.most_weighted) == (20, 24)
    assert seen.price_of_fairness == pytest.approx(1 / 6)
    assert (seen.least_fill, seen.given) == (0.2, 8)
    assert seen.fills == pytest.approx((0.24, 0.4, 0.56))


@given(st.lists(st.integers(1, 60), min_size=1, max_size=10), st.integers(0, 300))
def test_no_share_in_packs_is_below_the_bound_and_opened_packs_meet_it(claims, supply):
    lines = Lines.of(np.array(claims))
    shares = share_packs(lines, supply)
    price = 1 - np.minimum(shares.levels, 1)
    bound = bound_by_prices(lines, price, supply_value=supply * float(price[0]))
    assert unmet_need(lines.rates, shares.given.astype(float)) >= bound - 1e-6
    opened = fill_to_level(
        float(shares.levels[0]), lines.rates, np.zeros(len(lines)), lines.most.astype(float)
    )
    assert unmet_need(lines.rates, opened) == pytest.approx(bound, abs=1e-6)


def test_the_bound_of_several_depots_is_met_where_packs_need_not_be_opened():
    lines = Lines.of(np.array([40, 40, 40]))
    depots = Depots(np.array([[0, -1], [0, 1], [1, -1]]), np.ones((3, 2), dtype=np.int64))
    plan = share_from_depots(lines, depots, np.array([20, 40]))
    value = float((np.array([20, 40]) * plan.prices).sum())
    bound = bound_by_prices(lines, plan.price_of_lines(depots), supply_value=value)
    assert unmet_need(lines.rates, plan.shares.given.astype(float)) == pytest.approx(bound)


@given(
    st.lists(st.tuples(st.integers(0, 30), st.sampled_from([1.0, 2.0, 5.0])), min_size=1, max_size=8),
    st.integers(0, 99),
)
def test_the_most_weight_is_what_highs_finds(rows, supply):
    lines = Lines.of(np.array([c for c, _ in rows]), weights=np.array([w for _, w in rows]))
    best = linprog(
        -lines.weights, A_ub=[np.ones(len(rows))], b_ub=[supply], bounds=[(0, c) for c in lines.most]
    )
    assert most_weighted(lines, supply) == pytest.approx(-best.fun)


def test_an_order_leaves_what_is_expected_later():
    assert next_share(10, left=60, expected_later=90) == pytest.approx(6)
    assert next_share(10, left=600, expected_later=90) == 10
    assert next_share(10, left=60, expected_later=0) == 10
    assert next_share(10, left=600, expected_later=90, least_fill=0.4) == pytest.approx(5)
    assert next_share(10, left=0, expected_later=5) == 0
    assert next_share(0, left=9, expected_later=5) == 0


def test_fifty_orders_in_turn_are_served_nearly_as_evenly_as_if_all_were_known():
    """2,000 rounds of 50 orders, Gamma(2, scale 10), against 600, of which only the mean is known."""
    rounds = np.random.default_rng(20200410).gamma(2, 10, (2000, 50))
    means = np.mean([_least_part(orders) for orders in rounds])
    assert 0.44 <= means <= np.minimum(1, 600 / rounds.sum(axis=1)).mean()


def _least_part(orders):
    left, least = 600.0, 1.0
    for number, claim in enumerate(orders):
        given = next_share(claim, left=left, expected_later=20.0 * (49 - number), least_fill=least)
        left, least = left - given, min(least, given / claim)
    return least
