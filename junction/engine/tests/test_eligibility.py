"""Who may help with what: each rule by itself, worked by hand, and the counts they add up to."""

import numpy as np
import pytest

from junction.engine.pairing import ANYWHERE, UNSET, Batch, Conflicts, Helpers, Needs, Rule, kept_out_by

SHOPPING, LIFTING = 1, 2  # bits
IDENTITY, STANDARD, ENHANCED, BARRED_LIST = range(4)  # levels
ENGLISH, URDU = 1, 2


def first_rules(helpers: Helpers, needs: Needs, *conflicts: tuple[int, int]) -> list[list[Rule]]:
    apart = np.array(conflicts, dtype=np.int64).reshape(-1, 2)
    batch = Batch.of(helpers, needs, Conflicts(apart[:, 0], apart[:, 1]))
    every_need, every_helper = np.arange(len(needs))[:, None], np.arange(len(helpers))[None, :]
    return [[Rule(each) for each in row] for row in kept_out_by(batch, every_need, every_helper)]


def one(**given):
    return Needs.of([0.0], [0.0], **given)


def test_all_skills_that_are_asked_for_are_needed():
    helpers = Helpers.of([0.0] * 3, [0.0] * 3, skills=[SHOPPING, LIFTING, SHOPPING | LIFTING])
    assert first_rules(helpers, one(skills=SHOPPING | LIFTING)) == [[Rule.SKILL, Rule.SKILL, Rule.NONE]]


def test_a_higher_check_includes_the_lower_ones():
    """Shopping asks for identity, patient transport for standard, personal support for the barred list."""
    helpers = Helpers.of([0.0] * 4, [0.0] * 4, vetting=[IDENTITY, STANDARD, ENHANCED, BARRED_LIST])
    needs = Needs.of([0.0] * 3, [0.0] * 3, vetting=[IDENTITY, STANDARD, BARRED_LIST])
    out, may = Rule.VETTING, Rule.NONE
    assert first_rules(helpers, needs) == [[may] * 4, [out, may, may, may], [out, out, out, may]]


def test_the_nearer_of_two_limits_counts_and_the_limit_itself_is_within():
    helpers = Helpers.of([3.0, 3.0, 3.0], [4.0, 4.0, 4.0], reach=[4.9, 5, 9])
    assert first_rules(helpers, one(limit=5.0)) == [[Rule.DISTANCE, Rule.NONE, Rule.NONE]]
    assert first_rules(helpers, one(limit=4.9)) == [[Rule.DISTANCE] * 3]


def test_who_can_take_no_more_today_is_full():
    assert first_rules(Helpers.of([0, 0], [0, 0], capacity=[0, 1]), one()) == [[Rule.CAPACITY, Rule.NONE]]


@pytest.mark.parametrize(
    ("windows", "out"),
    [
        ([[540, 600]], False),  # nine to ten: the whole hour
        ([[540, 599]], True),
        ([[0, 595], [605, 1440]], True),  # two parts of 55 minutes are no hour
        ([[0, 100], [560, 700]], False),
        ([[700, 500]], True),  # a window that closes before it opens is none
    ],
)
def test_a_task_lies_in_one_window_and_between_its_own_times(windows, out):
    windows = np.array([windows])
    helpers = Helpers.of([0.0], [0.0], free_from=windows[..., 0], free_until=windows[..., 1])
    need = one(opens=540, closes=660, minutes=60)
    assert first_rules(helpers, need) == [[Rule.WINDOW if out else Rule.NONE]]


def test_a_task_of_no_length_needs_a_window_all_the_same():
    helpers = Helpers.of([0.0, 0.0], [0.0, 0.0], free_from=[[600], [600]], free_until=[[600], [601]])
    assert first_rules(helpers, one()) == [[Rule.WINDOW, Rule.NONE]]


def test_one_language_in_common_is_enough_and_no_language_asked_is_any():
    helpers = Helpers.of([0.0] * 3, [0.0] * 3, languages=[0, ENGLISH, ENGLISH | URDU])
    needs = Needs.of([0.0] * 3, [0.0] * 3, languages=[0, URDU, ENGLISH | URDU])
    out, may = Rule.LANGUAGE, Rule.NONE
    assert first_rules(helpers, needs) == [[may] * 3, [out, out, may], [out, may, may]]


def test_who_is_bound_to_a_setting_does_not_cross():
    helpers = Helpers.of([0.0] * 3, [0.0] * 3, setting=[7, ANYWHERE, UNSET])
    needs = Needs.of([0.0] * 3, [0.0] * 3, setting=[7, 8, ANYWHERE])
    may = Rule.NONE
    assert first_rules(helpers, needs) == [[may] * 3, [Rule.SETTING, may, may], [may] * 3]


def test_pairs_that_are_kept_apart():
    helpers = Helpers.of([0.0] * 2, [0.0] * 2, ids=[40, 30])
    needs = Needs.of([0.0] * 3, [0.0] * 3, household=[5, 6, -1])
    apart = [[Rule.NONE, Rule.CONFLICT], [Rule.NONE] * 2, [Rule.NONE] * 2]
    assert first_rules(helpers, needs, (40, 5), (99, 6), (30, 99)) == apart


def test_the_first_rule_counts():
    helpers = Helpers.of([9.0], [0.0], capacity=0, vetting=0)
    assert first_rules(helpers, one(vetting=1, skills=1)) == [[Rule.SKILL]]
    assert first_rules(helpers, one(vetting=1, limit=1)) == [[Rule.VETTING]]
    assert first_rules(helpers, one(limit=1)) == [[Rule.DISTANCE]]


@pytest.mark.parametrize(
    "given", [{"capacity": -1}, {"recent": -1}, {"reach": -1}, {"reach": np.nan}, {"free_from": [[0, 1]]}]
)
def test_helpers_that_cannot_be_are_refused(given):
    with pytest.raises(ValueError, match=r"below 0|opens and closes"):
        Helpers.of([0.0], [0.0], **given)


@pytest.mark.parametrize("given", [{"priority": 0}, {"limit": -1}, {"minutes": -1}])
def test_needs_that_cannot_be_are_refused(given):
    with pytest.raises(ValueError, match="below 0"):
        one(**given)


def test_words_and_places_that_are_none_are_refused():
    with pytest.raises(TypeError):
        one(skill=1)
    with pytest.raises(ValueError, match="no place"):
        Needs.of([np.nan], [0.0])


def test_an_id_that_stands_twice_is_refused():
    with pytest.raises(ValueError, match="twice"):
        Batch.of(Helpers.of([0, 0], [0, 0], ids=3), one())
