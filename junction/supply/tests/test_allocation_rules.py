"""Allocation runs as rules: frozen bytes, methods side by side, entitlements, sentences; worked by hand."""

import json
from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from junction.engine.sharing import Bound, Method
from junction.supply.rules.allocation import (
    METHODS,
    Problem,
    compare,
    digest,
    entitlements,
    solve,
    solve_by_each,
    why_line,
    why_nothing,
)
from junction.supply.rules.allocation.distances import hundred_metres, nearest
from junction.supply.rules.allocation.ordering import in_order
from junction.supply.rules.allocation.words import BOUND_WORDS, METHOD_WORDS, NO_CLAIM

# Three homes, two depots; home 3 may draw on neither. Masks: 10 packs here and 2 there. Gloves: none.
PROBLEM = Problem(
    method="max-min",
    seed=7,
    on="2020-04-20",
    playbook=("demand@2020-03-01",),
    items=("masks", "gloves"),
    sizes=(50, 100),
    depots=(91, 92),
    stocks=((10, 2), (0, 0)),
    recipients=(11, 12, 13),
    choices=((0, 1), (1,), ()),
    distances=((40, 900), (50,), ()),
    line_recipients=(0, 1, 2, 0),
    line_items=(0, 0, 0, 1),
    claims=(8, 4, 5, 3),
    weights=(1.0, 1.0, 1.0, 1.0),
    floors=(0, 0, 0, 0),
    caps=(8, 4, 5, 3),
)


def test_each_home_draws_on_what_it_may_and_all_that_can_travel_does():
    found = solve(PROBLEM)
    assert found.given.tolist() == [8, 2, 0, 0]
    assert [Bound(each) for each in found.bounds] == [Bound.CLAIM, Bound.LEVEL, Bound.NOTHING, Bound.NOTHING]
    sent = zip(found.drop_lines.tolist(), found.drop_depots.tolist(), found.drop_packs.tolist(), strict=True)
    assert list(sent) == [(0, 0, 8), (1, 1, 2)]


def test_a_problem_reads_back_as_it_was_and_solves_to_the_same_bytes():
    again = Problem.from_bytes(PROBLEM.to_bytes())
    assert again == PROBLEM
    assert digest(solve(again).to_bytes()) == digest(solve(PROBLEM).to_bytes())
    assert json.loads(solve(again).to_bytes())["given"] == [8, 2, 0, 0]


def test_what_was_frozen_once_has_the_same_hashes_in_every_version():
    """Should this fail, runs that were published can no longer be checked: keep the old way for them."""
    assert digest(PROBLEM.to_bytes()) == "35dfe58b0960be0067c2645b22547c2bcfd418b0c449f1e7df908521b9f68d79"
    assert (
        digest(solve(PROBLEM).to_bytes())
        == "71a01efff0614359df728bd213e739c23dd323020fc8b67f06bf88df6dd2d3bd"
    )


def compared(problem):
    return compare(problem, solve_by_each(problem))


def one_item(claims, stock, **changes):
    count = len(claims)
    plain = replace(
        PROBLEM,
        items=("masks",),
        sizes=(50,),
        depots=(91,),
        stocks=((stock,),),
        recipients=tuple(range(count)),
        choices=((0,),) * count,
        distances=((1,),) * count,
        line_recipients=tuple(range(count)),
        line_items=(0,) * count,
        claims=tuple(claims),
        weights=(1.0,) * count,
        floors=(0,) * count,
        caps=tuple(claims),
    )
    return replace(plain, **changes)


def test_the_methods_side_by_side_by_hand():
    """Claims of 2, 4 and 12 on 9 packs: by parts 1, 2, 6; the same for all 2, 4, 3 or 2, 3, 4."""
    by_method = {m: solve(one_item([2, 4, 12], 9, method=str(m))).given.tolist() for m in METHODS}
    assert by_method[Method.PROPORTIONAL] == [1, 2, 6]
    assert by_method[Method.MAX_MIN] == [1, 2, 6]
    assert sorted(by_method[Method.EQUAL_AWARDS]) == [2, 3, 4]
    weighted = solve(one_item([6, 6], 9, weights=(2.0, 1.0)))
    assert weighted.given.tolist() == [6, 3]
    lines = compared(one_item([2, 4, 12], 9))
    assert [line.method for line in lines] == list(METHODS)
    assert {line.given for line in lines} == {(9,)}
    assert lines[0].least_fill == 0.5
    assert (lines[0].reached, lines[0].nothing) == (3, 0)
    assert lines[2].least_fill < 0.5


def test_a_run_without_claims_or_without_items_is_empty_and_not_an_error():
    none = one_item([], 9)
    assert solve(none).given.tolist() == []
    assert [line.reached for line in compared(none)] == [0, 0, 0]
    bare = replace(none, items=(), sizes=(), stocks=())
    assert json.loads(solve(bare).to_bytes()) == {"given": [], "bounds": [], "drops": [[], [], []]}
    assert compared(bare)[0].price_of_fairness == 0


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=12),
    st.lists(st.integers(0, 30), min_size=1, max_size=4),
    st.sampled_from(METHODS),
    st.randoms(use_true_random=False),
)
def test_never_more_than_there_is_never_more_than_claimed_and_drops_add_up(lines, stocks, method, random):
    count = len(lines)
    choices = tuple(
        tuple(sorted(random.sample(range(len(stocks)), random.randint(0, len(stocks))))) for _ in lines
    )
    problem = one_item(
        [claim for claim, _ in lines],
        0,
        method=str(method),
        depots=tuple(range(len(stocks))),
        stocks=(tuple(stocks),),
        choices=choices,
        distances=tuple(tuple(range(1, len(each) + 1)) for each in choices),
        caps=tuple(cap for _, cap in lines),
    )
    found = solve(problem)
    assert (found.given <= np.minimum(problem.claims, problem.caps)).all()
    assert (np.bincount(found.drop_lines, found.drop_packs, count) == found.given).all()
    left = np.array(stocks) - np.bincount(found.drop_depots, found.drop_packs, len(stocks))
    assert (left >= 0).all()
    pairs = zip(found.drop_lines.tolist(), found.drop_depots.tolist(), strict=True)
    assert all(depot in choices[line] for line, depot in pairs)
    assert solve(Problem.from_bytes(problem.to_bytes())).to_bytes() == found.to_bytes()


def test_entitlements_by_hand():
    """Numbers of 1, 2 and 4 on 10 packs: 1 3/7, 2 6/7 and 5 5/7, so the last two are rounded up."""
    assert entitlements(np.array([1, 2, 4]), 10).tolist() == [1, 3, 6]
    assert entitlements(np.array([0, 0]), 10).tolist() == [0, 0]


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=40), st.integers(0, 10**8))
def test_entitlements_use_the_stock_up_and_are_within_a_pack_of_the_exact_part(numbers, packs):
    found = entitlements(np.array(numbers), packs)
    total = sum(numbers)
    if total:
        assert int(found.sum()) == packs
        assert all(
            abs(part - number * packs / total) < 1 for part, number in zip(found, numbers, strict=True)
        )


def test_every_line_can_say_why():
    said = why_line(claim=8, weight=2.0, floor=1, cap=6, level=0.25, given=4, bound=int(Bound.LEVEL))
    assert said == (
        "It claimed 8 packs, weighs 2, has a floor of 1, may have 6 at most; the stock reached 25% of a "
        "claim of weight 1. Given: 4. Shared to the level at which the stock was gone."
    )
    said = why_line(claim=1, weight=1.0, floor=0, cap=1, level=float("inf"), given=1, bound=int(Bound.CLAIM))
    assert said == "It claimed 1 pack; there was enough for all. Given: 1. All that was claimed."
    assert set(BOUND_WORDS) == set(Bound)
    assert set(METHOD_WORDS) == set(METHODS)
    assert all(why_nothing(code).startswith(("It", "None", "The", "What")) for code in NO_CLAIM)


def test_distances_and_the_nearest_depots_that_serve():
    london, leeds, nowhere = (-0.1276, 51.5072), (-1.5491, 53.8008), (float("nan"), float("nan"))
    apart = hundred_metres(np.array([london, nowhere]), np.array([leeds, london]))
    assert abs(apart[0, 0] - 2_727) < 5  # some 273 km as the crow flies
    assert apart[0, 1] == 0
    assert apart[1].tolist() == [99_999, 99_999]
    serves = np.array([[True, True], [False, True]])
    choices, distances = nearest(apart, serves)
    assert choices.tolist() == [[1, 0], [1, -1]]
    assert distances[1].tolist() == [99_999, 0]
    assert nearest(np.empty((2, 0), dtype=np.int64), np.empty((2, 0), dtype=bool))[0].tolist() == [[-1], [-1]]


def test_lines_stand_by_cover_then_by_lot_and_a_recipient_keeps_its_lot():
    covers = np.array([3.0, 0.5, np.nan, 0.2, 3.9])
    recipients = np.array([0, 1, 0, 2, 1])
    order = in_order(covers, recipients, seed=7).tolist()
    assert set(order[:2]) == {1, 3}
    assert set(order[2:4]) == {0, 4}
    assert order[4] == 2
    assert in_order(covers, recipients, seed=7).tolist() == order
    assert in_order(np.empty(0), np.empty(0, dtype=np.int64), seed=7).tolist() == []
    drawn = {tuple(in_order(np.zeros(5), np.arange(5), seed=seed).tolist()) for seed in range(20)}
    assert len(drawn) > 10  # no order is favoured
