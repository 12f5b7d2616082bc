"""Learning reviews and practice reviews by the rules: when due, how far come, which weeks are missed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junction.assurance.rules.learning import Looked, due_on, learning_rules, state
from junction.assurance.rules.practice import practice_rules, weeks
from junction.assurance.rules.practice import state as keeps_up
from junction.core.calendar import is_working_day
from junction.core.playbook import NoRuleInForce

OVER = date(2020, 10, 1)  # a Thursday
DUE = date(2020, 10, 29)  # 20 working days later
PRACTICE = practice_rules(date(2020, 12, 1))
MONDAY = date(2020, 11, 30)
DAYS = st.dates(date(2020, 9, 21), date(2026, 12, 31))


def test_a_review_is_due_twenty_working_days_after_the_outbreak_is_over_since_the_winter_plan():
    assert due_on(OVER) == DUE
    assert due_on(date(2020, 12, 18)) == date(2021, 1, 20)  # three bank holidays lie between
    assert due_on(date(2020, 9, 17)) is None  # the day before it was asked for
    assert due_on(None) is None


@given(st.dates(date(2020, 9, 18), date(2027, 1, 1)))
def test_a_review_is_due_on_a_working_day(over_on):
    due = due_on(over_on)
    assert is_working_day(due) and due > over_on


@pytest.mark.parametrize(
    ("one", "day", "code"),
    [
        (Looked(None, None, None), DUE, "running"),
        (Looked(date(2020, 5, 1), None, None), DUE, "not-asked"),
        (Looked(OVER, DUE, None), DUE, "due"),
        (Looked(OVER, DUE, None), DUE + timedelta(days=1), "overdue"),
        (Looked(OVER, DUE, DUE), DUE + timedelta(days=9), "no-lessons"),
        (Looked(OVER, DUE, DUE, lessons=2, kept=1), DUE, "kept"),
        (Looked(OVER, DUE, DUE, lessons=2), DUE, "shared"),
        (Looked(None, None, DUE, lessons=1, kept=1), DUE, "kept"),  # held while the outbreak ran
    ],
)
def test_how_far_a_review_has_come(one, day, code):
    assert state(one, day=day) == code
    assert code in learning_rules(day).states


def test_both_versions_of_the_playbook_have_the_same_words():
    before, since = learning_rules(date(2020, 1, 1)), learning_rules(OVER)
    for name in ("kinds", "parts", "themes", "audiences", "levels", "means", "states"):
        assert getattr(before, name) == getattr(since, name)
    assert since.absent(["manager", "nhs"]) == ["Provider quality officer", "Commissioning", "Public health"]
    assert since.items == ["forum", "scrutiny", "board"]


def test_weeks_begin_on_mondays_and_are_missed_once_they_are_over():
    assert PRACTICE.week_of(date(2020, 12, 6)) == MONDAY and PRACTICE.week_of(date(2020, 9, 20)) is None
    found = weeks(PRACTICE, {MONDAY - timedelta(days=7)}, day=date(2020, 12, 2))
    assert [(one.begins_on, one.is_missed) for one in found[:3]] == [
        (MONDAY, False), (MONDAY - timedelta(days=7), False), (MONDAY - timedelta(days=14), True),
    ]  # fmt: skip
    assert found[-1].begins_on == PRACTICE.first_on and len(found) == 11
    with pytest.raises(NoRuleInForce):
        practice_rules(date(2020, 9, 17))


def test_never_is_something_else_than_missed():
    day = date(2020, 10, 1)
    every = {date(2020, 9, 21)}
    assert keeps_up(PRACTICE, set(), day=day) == "never"
    assert keeps_up(PRACTICE, every, day=day) == "every"
    assert keeps_up(PRACTICE, every, day=day + timedelta(days=7)) == "missed"


@given(day=DAYS, done=st.sets(st.integers(0, 20)))
def test_a_week_is_missed_or_reviewed_or_this_one(day, done):
    this = PRACTICE.week_of(day)
    reviewed = {this - timedelta(days=7 * count) for count in done}
    found = weeks(PRACTICE, reviewed, day=day)
    assert found[0].begins_on <= day < found[0].begins_on + timedelta(days=7)
    assert len(found) <= PRACTICE.looks_back + 1
    for one in found:
        assert one.is_missed == (one.begins_on != this and one.begins_on not in reviewed)
