"""In which state a review is: worked by hand."""

from dataclasses import replace
from datetime import date

import pytest

from junction.assurance.rules.parties import Party
from junction.assurance.rules.plan_book import Completeness, plan_rules
from junction.assurance.rules.reviews import Facts, review_rules, state_of

RULES = review_rules(date(2020, 10, 1))
ASKED = Facts(due_on=date(2020, 10, 10))
DONE = replace(ASKED, findings=3, finished_on=date(2020, 10, 8), again_on=date(2021, 1, 6))


@pytest.mark.parametrize(
    ("facts", "day", "state"),
    [
        (ASKED, date(2020, 10, 10), "asked"),
        (ASKED, date(2020, 10, 11), "overdue"),
        (replace(ASKED, findings=1), date(2020, 10, 10), "under-way"),
        (replace(ASKED, findings=1), date(2020, 10, 11), "overdue"),
        (DONE, date(2020, 10, 18), "may-reply"),
        (DONE, date(2020, 10, 19), "finished"),
        (replace(DONE, replied=True), date(2020, 10, 9), "finished"),
        (DONE, date(2021, 1, 5), "finished"),
        (DONE, date(2021, 1, 6), "again-due"),
        (replace(DONE, followed=True), date(2021, 1, 6), "reviewed-again"),
    ],
)
def test_the_state_follows_from_the_days(facts, day, state):
    assert state_of(facts, RULES, day=day) == state
    assert state in RULES.states


def test_it_is_all_of_them_only_when_every_one_is_held():
    assert Completeness(3, {"held": 3}).is_all
    assert not Completeness(3, {"held": 2, "heard-of": 1}).is_all
    assert not Completeness(0, {}).is_all
    assert Completeness(5, {"held": 2, "none": 1}).not_known == 2


def test_a_kind_of_plan_is_of_one_shape_of_party():
    kinds = plan_rules(date(2020, 4, 1)).kinds
    assert kinds["council"].fits(Party(area="E08000009")) and not kinds["council"].fits(Party(place=1))
    assert kinds["provider"].fits(Party(organisation=1)) and not kinds["provider"].can_be_counted


def test_a_plan_to_restart_shielding_is_asked_more_than_others_and_only_since_it_is_expected():
    own = {code for code in RULES.asked_of("shielding") if code not in RULES.criteria}
    assert not own  # on 1 October 2020 nobody was expected to have one
    assert "shielding" not in plan_rules(date(2020, 10, 12)).kinds
    since = review_rules(date(2020, 10, 13))
    assert since.criteria == RULES.criteria and since.again_days == RULES.again_days
    assert since.asked_of("council") == since.criteria
    assert list(since.asked_of("shielding"))[:7] == [
        "shield-told", "shield-food", "shield-medicine", "shield-support", "shield-data", "shield-crossing",
        "shield-stand-down",
    ]  # fmt: skip
    kind = plan_rules(date(2020, 10, 13)).kinds["shielding"]
    assert kind.can_be_counted and kind.fits(Party(area="E08000009")) and not kind.fits(Party(place=1))
    assert set(plan_rules(date(2020, 10, 12)).kinds) < set(plan_rules(date(2020, 10, 13)).kinds)
