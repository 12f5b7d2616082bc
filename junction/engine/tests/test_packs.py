"""Whole packs: by hand, against the rule said one pack at a time, and properties that any fair share has."""

import heapq

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from junction.engine.sharing import Bound, Lines, share, share_packs

SIZES = st.lists(st.integers(0, 40), min_size=1, max_size=12)


@st.composite
def some_lines(draw):
    claims = draw(SIZES)
    each = {"min_size": len(claims), "max_size": len(claims)}
    weights = draw(st.lists(st.sampled_from([0.5, 1, 1, 1.5, 3]), **each))
    floors = draw(st.lists(st.integers(0, 6), **each))
    caps = draw(st.lists(st.integers(0, 40), **each))
    return Lines.of(np.array(claims), weights=np.array(weights), floors=np.array(floors), caps=np.array(caps))


def one_at_a_time(lines, supply):
    """The rule as it is said: the next pack to the line with the least for its rate, floors before all."""
    most, least = lines.most, lines.least
    if least.sum() > supply:
        most, least = least, np.zeros_like(least)
    held = least.copy()
    waiting = [(held[i] / lines.rates[i], i) for i in range(len(lines)) if held[i] < most[i]]
    heapq.heapify(waiting)
    for _ in range(supply - int(held.sum())):
        if not waiting:
            break
        _, line = heapq.heappop(waiting)
        held[line] += 1
        if held[line] < most[line]:
            heapq.heappush(waiting, (held[line] / lines.rates[line], line))
    return held


def test_everyone_with_a_claim_gets_one_pack_before_anyone_gets_two():
    shares = share_packs(Lines.of(np.array([100, 1, 1, 1])), 10)
    assert shares.given.tolist() == [7, 1, 1, 1]
    assert [Bound(each) for each in shares.bounds] == [Bound.LEVEL, Bound.CLAIM, Bound.CLAIM, Bound.CLAIM]


def test_a_line_of_twice_the_weight_is_given_twice_the_part():
    shares = share_packs(Lines.of(np.array([60, 60]), weights=np.array([2.0, 1.0])), 60)
    assert shares.given.tolist() == [40, 20]
    assert shares.levels[0] == 1 / 3


def test_a_cap_leaves_more_for_the_others_and_says_so():
    shares = share_packs(Lines.of(np.array([50, 50]), caps=np.array([5, 50])), 40)
    assert shares.given.tolist() == [5, 35]
    assert shares.reason(0).bound is Bound.CAP


def test_a_floor_is_kept_before_the_level_counts():
    shares = share_packs(Lines.of(np.array([20, 100]), floors=np.array([15, 0])), 40)
    assert shares.given.tolist() == [15, 25]
    assert shares.reason(0).bound is Bound.FLOOR


def test_floors_that_cannot_all_be_kept_are_shared_as_claims():
    shares = share_packs(Lines.of(np.array([50, 50]), floors=np.array([30, 30])), 30)
    assert shares.given.tolist() == [15, 15]


def test_equal_lines_break_ties_in_their_order():
    assert share_packs(Lines.of(np.array([9, 9, 9])), 2).given.tolist() == [1, 1, 0]


def test_a_small_first_pack_is_said_to_be_one():
    shares = share_packs(Lines.of(np.array([1000, 2])), 100)
    assert shares.given.tolist() == [99, 1]
    assert shares.reason(1).bound is Bound.FIRST_PACK


def test_nothing_is_given_of_nothing():
    shares = share_packs(Lines.of(np.array([3, 0])), 0)
    assert shares.given.tolist() == [0, 0]
    assert [Bound(each) for each in shares.bounds] == [Bound.NOTHING, Bound.CLAIM]


@settings(max_examples=400)
@given(some_lines(), st.integers(0, 300))
def test_whole_packs_are_those_of_the_rule_one_at_a_time(lines, supply):
    assert share_packs(lines, supply).given.tolist() == one_at_a_time(lines, supply).tolist()


@given(some_lines(), st.integers(0, 300))
def test_all_is_given_that_can_be_and_never_more(lines, supply):
    shares = share_packs(lines, supply)
    assert shares.given.sum() == min(supply, lines.most.sum())
    assert (shares.given <= lines.most).all()


@given(some_lines(), st.integers(0, 200), st.integers(0, 50))
def test_more_stock_leaves_nobody_worse_off(lines, supply, more):
    if supply < lines.least.sum() <= supply + more:
        return  # from sharing floors to keeping them is another rule
    assert (share_packs(lines, supply + more).given >= share_packs(lines, supply).given).all()


@given(st.lists(st.tuples(some_lines(), st.integers(0, 99)), min_size=1, max_size=4))
def test_many_stocks_at_once_are_each_by_itself(stocks):
    parts = [[each.claims, each.weights, each.floors, each.caps] for each, _ in stocks]
    lines = Lines(*(np.concatenate(part) for part in zip(*parts, strict=True)))
    pools = np.repeat(np.arange(len(stocks)), [len(each) for each, _ in stocks])
    together = share(lines, pools, np.array([supply for _, supply in stocks]))
    alone = [share_packs(each, supply) for each, supply in stocks]
    assert together.given.tolist() == np.concatenate([each.given for each in alone]).tolist()
    assert together.levels.tolist() == np.concatenate([each.levels for each in alone]).tolist()
