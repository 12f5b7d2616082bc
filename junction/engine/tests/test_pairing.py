"""The exact pairing: against SciPy's solvers and its own bound, and what it keeps whatever it is given."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, linear_sum_assignment, milp

from junction.engine.pairing import (
    NOBODY,
    UNSET,
    Batch,
    Helpers,
    InProcess,
    Needs,
    Plan,
    all_candidates,
    bound,
    flow,
    is_lexicographic,
    may_help,
    nearest_candidates,
    pair,
    pair_among,
    pair_cells,
    price_of_fairness,
)
from junction.engine.tests.towns import towns


def met_counts(plan: Plan) -> list[int]:
    return [int((plan.met & (plan.batch.needs.priority == each)).sum()) for each in (1, 2, 3)]


def cost_of_met(plan: Plan) -> int:
    return int(plan.metres.sum() + plan.fairness_costs.sum())


def best_by_highs(plan: Plan) -> tuple[list[int], int]:
    """The most needs met of each priority in turn, then the least cost: one integer program after another."""
    batch, among = plan.batch, plan.candidates
    room = batch.helpers.room
    slots = [(j, t) for j in range(len(room)) for t in range(min(room[j], len(batch.needs)))]
    needs, pairs = among.needs, len(among.helpers)
    once = np.zeros((len(batch.needs), pairs + len(slots)))
    once[needs, np.arange(pairs)] = 1
    filled = np.zeros((len(room), pairs + len(slots)))
    filled[among.helpers, np.arange(pairs)] = 1
    for column, (helper, _) in enumerate(slots):
        filled[helper, pairs + column] = -1
    rules = [LinearConstraint(once, 0, 1), LinearConstraint(filled, 0, 0)]
    every = {"integrality": np.ones(pairs + len(slots)), "bounds": Bounds(0, 1)}
    counts = []
    for priority in (1, 2, 3):
        counted = np.zeros(pairs + len(slots))
        counted[:pairs] = batch.needs.priority[needs] == priority
        most = round(-milp(-counted, constraints=rules, **every).fun)
        rules.append(LinearConstraint(counted, most, most))
        counts.append(most)
    fairness = [plan.fairness * (batch.helpers.recent[j] + t) for j, t in slots]
    found = milp(np.concatenate([among.metres, fairness]), constraints=rules, **every)
    return counts, round(found.fun)


@settings(max_examples=40, deadline=None)
@given(towns(), st.sampled_from([0, 1, 200]))
def test_no_integer_program_meets_more_or_costs_less(batch, fairness):
    plan = pair(batch, candidates=4, fairness=fairness)
    assume(len(plan.candidates.helpers))
    assert (met_counts(plan), cost_of_met(plan)) == best_by_highs(plan)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 9))
def test_one_to_one_it_is_the_assignment_of_scipy(seed, count):
    places = np.random.default_rng(seed).random((4, count)) * 10_000
    batch = Batch.of(Helpers.of(places[0], places[1]), Needs.of(places[2], places[3]))
    apart = np.rint(np.hypot(places[2][:, None] - places[0], places[3][:, None] - places[1])).astype(int)
    rows, columns = linear_sum_assignment(apart)
    plan = pair(batch, candidates=count)
    assert plan.metres.sum() == apart[rows, columns].sum()
    assert bound(plan).among_all == plan.cost


@settings(max_examples=60, deadline=None)
@given(towns(helpers=30, needs=40))
def test_nobody_is_over_capacity_and_no_pair_breaks_a_rule(batch):
    plan = pair(batch, candidates=5)
    met = np.flatnonzero(plan.met)
    assert may_help(batch, met, plan.chosen[met]).all()
    given_each = np.bincount(plan.chosen[met], minlength=len(batch.helpers))
    assert (given_each <= batch.helpers.capacity).all()
    assert (given_each[batch.helpers.setting == UNSET] <= 1).all()


@settings(max_examples=40, deadline=None)
@given(towns(helpers=30, needs=40), st.integers(0, 99))
def test_the_order_in_which_they_come_changes_nothing(batch, seed):
    random = np.random.default_rng(seed)
    helpers = batch.helpers.only(random.permutation(len(batch.helpers)))
    needs = batch.needs.only(random.permutation(len(batch.needs)))
    again = pair(Batch.of(helpers, needs, batch.conflicts), candidates=5)
    plan = pair(batch, candidates=5)
    assert [each.tolist() for each in plan.pairs()] == [each.tolist() for each in again.pairs()]


@settings(max_examples=40, deadline=None)
@given(towns(helpers=20, needs=20))
def test_one_helper_more_never_meets_less_nor_costs_more(batch):
    fewer = batch.part(np.arange(len(batch.helpers) - 1), slice(None))
    before = pair_among(fewer, all_candidates(fewer))
    after = pair_among(batch, all_candidates(batch))
    assert met_counts(after) >= met_counts(before)
    if met_counts(after) == met_counts(before):
        assert cost_of_met(after) <= cost_of_met(before)


@settings(max_examples=60, deadline=None)
@given(towns(helpers=30, needs=40))
def test_the_bound_by_prices_is_the_cost_and_of_all_no_more_than_the_best(batch):
    plan = pair(batch, candidates=3)
    best = pair_among(batch, all_candidates(batch))
    found = bound(plan)
    assert found.among_candidates == plan.cost
    chosen_all = replace(best, prices=plan.prices)  # what the best of all costs at the same prices
    assert found.among_all <= chosen_all.cost
    assert found.above(plan.cost, unmet=0) == 0


def chain(links: int) -> Batch:
    """Helpers a kilometre apart, a need at each, the last of priority 2; one need more before the first.

    Nobody comes from further than a kilometre: to meet the one more, everybody has to move on by one.
    """
    x = np.arange(links) * 1_000.0
    needs = Needs.of(
        np.append(x, -1_000.0), np.zeros(links + 1), limit=1_000, priority=[*[1] * (links - 1), 2, 1]
    )
    return Batch.of(Helpers.of(x, np.zeros(links)), needs)


def test_a_bound_stopped_early_is_still_a_bound(monkeypatch):
    plan = pair(chain(20))
    assert bound(plan).among_candidates == plan.cost
    monkeypatch.setattr("junction.engine.pairing.bounds.MOST_ROUNDS", 2)
    assert bound(plan).among_candidates < plan.cost


def test_a_need_of_priority_1_is_never_left_for_many_of_priority_2():
    """By hand: one helper may help either; the other one, who is near, speaks to nobody."""
    helpers = Helpers.of([0.0, 10.0], [0.0, 0.0], languages=[1, 2])
    needs = Needs.of([0.0, 20_000.0], [0.0, 0.0], priority=[2, 1], languages=[1, 1])
    plan = pair(Batch.of(helpers, needs))
    assert plan.chosen.tolist() == [NOBODY, 0]
    assert plan.met_by_priority == {1: 1.0, 2: 0.0}
    assert plan.metres_each == 20_000


@pytest.mark.parametrize("links", [3, 40])
def test_priority_is_kept_along_chains_longer_than_the_first_prices_reach(links):
    """To meet the last of priority 1 forty helpers go a kilometre each: more than the first step is worth."""
    batch = chain(links)
    plan = pair(batch)
    assert plan.chosen.tolist() == [*range(1, links), NOBODY, 0]
    assert (plan.prices.min() > flow.FIRST_STEP * 1_001) == (links == 40)
    at_home = np.append(np.arange(links), NOBODY)
    assert not is_lexicographic(batch, plan.candidates, at_home)


def test_tasks_of_late_weigh_as_metres():
    """By hand: 300 m to one who had two tasks (700) or 600 m to one who had none; a second task costs 200."""
    helpers = Helpers.of([0.0, 900.0], [0.0, 0.0], recent=[2, 0], capacity=2)
    one = Batch.of(helpers, Needs.of([300.0], [0.0]))
    assert pair(one, fairness=200).chosen.tolist() == [1]
    assert pair(one, fairness=0).chosen.tolist() == [0]
    assert price_of_fairness(pair(one, fairness=200)) == 300
    two = Batch.of(helpers, Needs.of([300.0, 300.0], [0.0, 0.0]))
    plan = pair(two, fairness=200)  # 600 + 700 for both, 600 + 800 for the second one twice
    assert sorted(plan.chosen.tolist()) == [0, 1]
    assert sorted(plan.fairness_costs.tolist()) == [0, 400]
    assert plan.cost == 600 + 300 + 400


def test_of_equals_the_lower_id_helps():
    helpers = Helpers.of([0.0, 0.0, 0.0], [0.0] * 3, ids=[9, 3, 7])
    for ids in ([1], [8]):
        plan = pair(Batch.of(helpers, Needs.of([1.0], [0.0], ids=ids)), candidates=1)
        assert plan.pairs()[1].tolist() == [3]


def test_nothing_needed_and_nobody_there():
    nobody, nothing = Helpers.of([], []), Needs.of([], [])
    assert pair(Batch.of(nobody, nothing)).cost == 0
    plan = pair(Batch.of(nobody, Needs.of([0.0], [0.0])))
    assert not plan.met.any()
    assert plan.metres_each == 0
    assert bound(plan).among_all <= bound(plan).among_candidates == plan.cost


def test_a_fairness_that_is_none_and_costs_beyond_numbers_are_refused():
    batch = Batch.of(Helpers.of([0.0], [0.0], recent=10**12), Needs.of([1.0], [0.0]))
    with pytest.raises(ValueError, match="-1 metres"):
        pair(batch, fairness=-1)
    with pytest.raises(ArithmeticError, match="too large"):
        pair(batch, fairness=1_000_000)


@settings(max_examples=40, deadline=None)
@given(towns(helpers=40, needs=40), st.sampled_from([1_500.0, 4_000.0, 30_000.0]))
def test_cells_keep_every_rule_and_cost_no_less_than_the_exact_flow(batch, side):
    plan, exact = pair_cells(batch, side=side, pool=InProcess()), pair(batch)
    met = np.flatnonzero(plan.met)
    assert may_help(batch, met, plan.chosen[met]).all()
    assert (np.bincount(plan.chosen[met], minlength=len(batch.helpers)) <= batch.helpers.room).all()
    assert (met_counts(plan), -cost_of_met(plan)) <= (met_counts(exact), -cost_of_met(exact))
    assert is_lexicographic(batch, nearest_candidates(batch, 20), plan.chosen)


def test_one_cell_is_the_whole():
    random = np.random.default_rng(2)
    batch = Batch.of(Helpers.of(*random.random((2, 80))), Needs.of(*random.random((2, 90))))
    assert pair_cells(batch, side=1e6, pool=InProcess()).cost == pair(batch).cost


def test_cells_without_a_side_are_refused():
    batch = Batch.of(Helpers.of([0.0], [0.0]), Needs.of([0.0], [0.0]))
    with pytest.raises(ValueError, match="side"):
        pair_cells(batch, side=0, pool=InProcess())
