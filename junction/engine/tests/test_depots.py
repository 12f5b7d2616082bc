"""Several depots: by hand, and against HiGHS, which knows nothing of classes and cuts."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from junction.engine.sharing import Depots, Lines, share_from_depots
from junction.engine.sharing.classes import classes_of
from junction.engine.sharing.cuts import groups_of


def near(*choices):
    width = max(len(each) for each in choices)
    padded = np.array([[*each, *[-1] * (width - len(each))] for each in choices])
    return Depots(padded, np.where(padded < 0, 0, 10 * (1 + np.arange(padded.shape[1]))))


def levels_by_highs(lines, depots, stocks):
    """Raise all lines together with HiGHS; fix those that cannot rise; go on with the others."""
    pairs = [(i, int(d)) for i, row in enumerate(depots.choices) for d in set(row.tolist()) if d >= 0]
    count = len(pairs)
    fixed = {}
    rates, most = lines.rates, lines.most.astype(float)

    def solve(objective, raised):
        """Maximise over sent packs and one level; `raised` lines hold their rate x level, up to the most."""
        rows, bounds_ub = [], []
        for depot in range(len(stocks)):
            rows.append([1.0 if d == depot else 0.0 for _, d in pairs] + [0.0])
            bounds_ub.append(float(stocks[depot]))
        for line in range(len(lines)):
            sent = [1.0 if i == line else 0.0 for i, _ in pairs]
            rows.append([*sent, 0.0])
            bounds_ub.append(float(most[line]))
            if line in raised:
                rows.append([*[-x for x in sent], rates[line]])
                bounds_ub.append(0.0)
            elif line in fixed:
                rows.append([*[-x for x in sent], 0.0])
                bounds_ub.append(-fixed[line] + 1e-9)
        return linprog(objective, A_ub=rows, b_ub=bounds_ub, bounds=[(0, None)] * (count + 1), method="highs")

    open_lines = {i for i in range(len(lines)) if most[i] > 0 and any(p == i for p, _ in pairs)}
    while open_lines:
        level = -solve([0.0] * count + [-1.0], open_lines).fun
        capped = {i for i in open_lines if rates[i] * level >= most[i] - 1e-7}
        stuck = set(capped)
        for line in open_lines - capped:
            for other in open_lines:
                fixed[other] = rates[other] * level
            trial = solve([-1.0 if i == line else 0.0 for i, _ in pairs] + [0.0], set())
            if -trial.fun <= rates[line] * level + 1e-6:
                stuck.add(line)
            for other in open_lines:
                del fixed[other]
        for line in stuck:
            fixed[line] = min(rates[line] * level, most[line])
        open_lines -= stuck
    return np.array([fixed.get(i, 0.0) for i in range(len(lines))])


def exact_amounts(lines, depots, stocks):
    held = np.zeros(len(lines))
    classes = classes_of(lines, depots.choices)
    for group in groups_of(classes, stocks):
        for each in group.classes:
            members = classes.members[each]
            held[members] = np.minimum(lines.rates[members] * group.level, lines.most[members])
    return held


def test_a_line_that_reaches_both_depots_leaves_the_scarce_one_to_the_other():
    plan = share_from_depots(Lines.of(np.array([30, 30])), near([0], [0, 1]), np.array([20, 40]))
    assert plan.shares.given.tolist() == [20, 30]
    assert sorted(zip(plan.drops.lines, plan.drops.depots, plan.drops.packs, strict=True)) == [(0, 0, 20), (1, 1, 30)]


def test_two_depots_become_one_stock_where_lines_join_them():
    plan = share_from_depots(Lines.of(np.array([40, 40, 40])), near([0], [0, 1], [1]), np.array([20, 40]))
    assert plan.shares.given.tolist() == [20, 20, 20]
    assert set(plan.shares.levels) == {0.5}


def test_a_line_with_no_depot_is_given_nothing():
    plan = share_from_depots(Lines.of(np.array([5, 5])), near([0], []), np.array([9]))
    assert plan.shares.given.tolist() == [5, 0]


def test_packs_travel_the_least_distance():
    depots = Depots(np.array([[0, 1], [0, 1]]), np.array([[1, 50], [50, 1]]))
    plan = share_from_depots(Lines.of(np.array([4, 4])), depots, np.array([4, 4]))
    assert sorted(zip(plan.drops.lines, plan.drops.depots, plan.drops.packs, strict=True)) == [(0, 0, 4), (1, 1, 4)]


@st.composite
def worlds(draw):
    depots, count = draw(st.integers(1, 4)), draw(st.integers(1, 6))
    choices = [
        sorted(draw(st.sets(st.integers(0, depots - 1), min_size=1, max_size=3))) for _ in range(count)
    ]
    claims = draw(st.lists(st.integers(0, 30), min_size=count, max_size=count))
    caps = draw(st.lists(st.integers(1, 30), min_size=count, max_size=count))
    weights = draw(st.lists(st.sampled_from([1.0, 2.0]), min_size=count, max_size=count))
    stocks = draw(st.lists(st.integers(0, 40), min_size=depots, max_size=depots))
    return Lines.of(np.array(claims), weights=np.array(weights), caps=np.array(caps)), near(*choices), np.array(stocks)


@settings(max_examples=120, deadline=None)
@given(worlds())
def test_levels_are_those_that_highs_finds(world):
    lines, depots, stocks = world
    assert exact_amounts(lines, depots, stocks) == pytest.approx(levels_by_highs(lines, depots, stocks), abs=1e-4)


@settings(max_examples=200, deadline=None)
@given(worlds())
def test_no_depot_sends_more_than_it_has_and_no_stock_is_left_that_somebody_may_have(world):
    lines, depots, stocks = world
    plan = share_from_depots(lines, depots, stocks)
    sent = np.bincount(plan.drops.depots, weights=plan.drops.packs, minlength=len(stocks))
    assert (sent <= stocks).all()
    assert plan.drops.by_line(len(lines)).tolist() == plan.shares.given.tolist()
    for line, depot in zip(plan.drops.lines, plan.drops.depots, strict=True):
        assert depot in depots.choices[line]
    for depot in np.flatnonzero(sent < stocks):
        in_reach = (depots.choices == depot).any(axis=1)
        assert (plan.shares.given[in_reach] == lines.most[in_reach]).all()


@settings(max_examples=100, deadline=None)
@given(worlds())
def test_whole_packs_are_within_one_of_the_exact_share_or_first_packs(world):
    lines, depots, stocks = world
    plan = share_from_depots(lines, depots, stocks)
    exact = exact_amounts(lines, depots, stocks)
    firsts = int(((plan.shares.given >= 1) & (exact < 1)).sum())
    assert np.abs(plan.shares.given - exact).max() <= 1 + firsts
