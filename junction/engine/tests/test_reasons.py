"""Why this helper, what else was possible, what kept the others out: by hand, and adding up."""

import numpy as np
from hypothesis import given, settings

from junction.engine.pairing import (
    RULES,
    Batch,
    Cost,
    Helpers,
    Needs,
    Rule,
    RunnerUp,
    all_candidates,
    explain,
    pair,
    reasons_of_unmet,
    unmet_by_reason,
)
from junction.engine.pairing import reasons as room
from junction.engine.tests.towns import towns


def test_one_need_explained_by_hand():
    helpers = Helpers.of(
        [0.0, 500.0, 900.0, 8_000.0, 0.0, 0.0],
        [0.0] * 6,
        ids=[11, 12, 13, 14, 15, 16],
        recent=[1, 0, 0, 0, 0, 0],
        vetting=[1, 1, 1, 1, 0, 1],
        capacity=[1, 1, 1, 1, 1, 0],
    )
    needs = Needs.of([100.0, 900.0], [0.0, 0.0], ids=[71, 72], vetting=1, limit=5_000, priority=[2, 1])
    why = explain(pair(Batch.of(helpers, needs), fairness=200), 0)
    assert (why.need, why.chosen) == (71, Cost(11, distance=100, fairness=200))
    assert why.chosen.total == 300
    assert why.runners_up == (
        RunnerUp(Cost(12, distance=400, fairness=0), helps_with=()),
        RunnerUp(Cost(13, distance=800, fairness=200), helps_with=(72,)),
    )
    assert why.might_help == 3
    assert why.kept_out == {Rule.VETTING: 1, Rule.DISTANCE: 1, Rule.CAPACITY: 1}


def test_a_need_that_nobody_meets_is_explained():
    plan = pair(Batch.of(Helpers.of([0.0], [0.0], ids=[9]), Needs.of([1.0, 2.0], [0.0, 0.0])))
    why = explain(plan, 1)
    assert why.chosen is None
    assert why.price_of_leaving == plan.prices[1]
    assert [each.helps_with for each in why.runners_up] == [(0,)]
    assert unmet_by_reason(plan) == {Rule.TAKEN: 1}


def test_unmet_needs_by_the_rule_at_which_nobody_was_left():
    helpers = Helpers.of(
        [0.0, 0.0], [0.0, 0.0], skills=[1, 1], vetting=1, languages=1, setting=[4, 5], capacity=[1, 1],
        free_until=600,
    )  # fmt: skip
    usual = {
        "skills": 1, "vetting": 1, "limit": 10.0, "closes": 600, "minutes": 60, "languages": 1, "setting": 4,
    }  # fmt: skip
    lacking = {
        Rule.SKILL: {"skills": 2},
        Rule.VETTING: {"vetting": 2},
        Rule.DISTANCE: {"x": 11.0},
        Rule.WINDOW: {"minutes": 601},
        Rule.LANGUAGE: {"languages": 2},
        Rule.SETTING: {"setting": 6},
    }
    for rule, given_here in lacking.items():
        terms = usual | given_here
        needs = Needs.of([terms.pop("x", 0.0)], [0.0], **terms)
        assert unmet_by_reason(pair(Batch.of(helpers, needs))) == {rule: 1}
    full = Batch.of(Helpers.of([0.0], [0.0], capacity=0), Needs.of([0.0], [0.0]))
    assert unmet_by_reason(pair(full)) == {Rule.CAPACITY: 1}
    assert unmet_by_reason(pair(Batch.of(Helpers.of([], []), Needs.of([0.0], [0.0])))) == {Rule.SKILL: 1}


@settings(max_examples=60, deadline=None)
@given(towns(helpers=25, needs=25))
def test_explanations_add_up(batch):
    plan = pair(batch, candidates=4)
    everybody = np.diff(all_candidates(batch).starts)
    costs = 0
    for need in range(len(batch.needs)):
        why = explain(plan, need)
        assert why.might_help == everybody[need]
        assert why.might_help + sum(why.kept_out.values()) == len(batch.helpers)
        costs += why.chosen.total if why.chosen else why.price_of_leaving
        totals = [each.cost.total for each in why.runners_up]
        assert totals == sorted(totals)
    assert costs == plan.cost


@settings(max_examples=60, deadline=None)
@given(towns(helpers=25, needs=25))
def test_the_reason_of_an_unmet_need_is_the_furthest_that_anybody_came(batch):
    plan = pair(batch, candidates=4)
    reasons = reasons_of_unmet(plan)
    assert ((reasons == Rule.NONE) == plan.met).all()
    everyone = np.arange(len(batch.helpers))
    for need in np.flatnonzero(~plan.met):
        first = room.kept_out_by(batch, np.array([need]), everyone, RULES)
        assert reasons[need] == (Rule.TAKEN if (first == 0).any() else first.max())
    assert sum(unmet_by_reason(plan).values()) == (~plan.met).sum()
