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


class Highs:
    """Raises all lines together with HiGHS, fixes those that cannot rise, and goes on with the others."""

    def __init__(self, lines, depots, stocks):
        self.rates, self.most, self.stocks = lines.rates, lines.most.astype(float), stocks
        self.pairs = [
            (i, int(d)) for i, row in enumerate(depots.choices) for d in set(row.tolist()) if d >= 0
        ]
        self.fixed = {}

    def sent_to(self, line, sign=1.0):
        return [sign if i == line else 0.0 for i, _ in self.pairs]

    def best(self, objective, raised):
        """Return the most of an objective over what is sent on each pair and one level for `raised` lines."""
        rows = [
            [1.0 if d == depot else 0.0 for _, d in self.pairs] + [0.0] for depot in range(len(self.stocks))
        ]
        bounds = [float(stock) for stock in self.stocks]
        for line, most in enumerate(self.most):
            rows.append([*self.sent_to(line), 0.0])
            bounds.append(most)
            if line in raised:
                rows.append([*self.sent_to(line, -1.0), self.rates[line]])
                bounds.append(0.0)
            elif line in self.fixed:
                rows.append([*self.sent_to(line, -1.0), 0.0])
                bounds.append(1e-9 - self.fixed[line])
        limits = [(0, None)] * (len(self.pairs) + 1)
        return -linprog([-x for x in objective], A_ub=rows, b_ub=bounds, bounds=limits, method="highs").fun

    def is_stuck(self, line, level, risen):
        held = self.rates[line] * level
        if held >= self.most[line] - 1e-7:
            return True
        self.fixed |= {other: min(self.rates[other] * level, self.most[other]) for other in risen}
        more = self.best([*self.sent_to(line), 0.0], set())
        self.fixed = {key: value for key, value in self.fixed.items() if key not in risen}
        return more <= held + 1e-6

    def amounts(self):
        risen = {i for i, most in enumerate(self.most) if most > 0 and any(p == i for p, _ in self.pairs)}
        while risen:
            level = self.best([0.0] * len(self.pairs) + [1.0], risen)
            stuck = {line for line in risen if self.is_stuck(line, level, risen)}
            self.fixed |= {line: min(self.rates[line] * level, self.most[line]) for line in stuck}
            risen -= stuck
        return np.array([self.fixed.get(i, 0.0) for i in range(len(self.most))])


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
    assert sorted(zip(plan.drops.lines, plan.drops.depots, plan.drops.packs, strict=True)) == [
        (0, 0, 20),
        (1, 1, 30),
    ]


def test_two_depots_become_one_stock_where_lines_join_them():
    plan = share_from_depots(Lines.of(np.array([40, 40, 40])), near([0], [0, 1], [1]), np.array([20, 40]))
    assert plan.shares.given.tolist() == [20, 20, 20]
    assert set(plan.shares.levels) == {0.5}


def test_a_line_whose_depot_is_empty_is_not_raised_by_the_one_pack_of_another():
    plan = share_from_depots(Lines.of(np.array([1, 3])), near([0], [1]), np.array([0, 1]))
    assert plan.shares.levels.tolist() == [0, 1 / 3]
    assert plan.shares.given.tolist() == [0, 1]


def test_a_line_with_no_depot_is_given_nothing():
    plan = share_from_depots(Lines.of(np.array([5, 5])), near([0], []), np.array([9]))
    assert plan.shares.given.tolist() == [5, 0]


def test_packs_travel_the_least_distance():
    depots = Depots(np.array([[0, 1], [0, 1]]), np.array([[1, 50], [50, 1]]))
    plan = share_from_depots(Lines.of(np.array([4, 4])), depots, np.array([4, 4]))
    assert sorted(zip(plan.drops.lines, plan.drops.depots, plan.drops.packs, strict=True)) == [
        (0, 0, 4),
        (1, 1, 4),
    ]


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
    return (
        Lines.of(np.array(claims), weights=np.array(weights), caps=np.array(caps)),
        near(*choices),
        np.array(stocks),
    )


@settings(max_examples=120, deadline=None)
@given(worlds())
def test_levels_are_those_that_highs_finds(world):
    lines, depots, stocks = world
    assert exact_amounts(lines, depots, stocks) == pytest.approx(
        Highs(lines, depots, stocks).amounts(), abs=1e-4
    )


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
