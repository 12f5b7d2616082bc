"""Where promises and asks stand, worked by hand."""

from datetime import UTC, date, datetime, timedelta

import pytest

from junction.record.rules.promises import (
    Passed,
    Standing,
    age_in_days,
    days_late,
    goes_on,
    is_homeless,
    needs_alert,
    promise_rules,
    standing,
    times_passed_on,
)

TODAY = date(2020, 5, 1)
ASKED = datetime(2020, 4, 5, 17, 4, 45, tzinfo=UTC)
RULES = promise_rules(TODAY)


@pytest.mark.parametrize(
    ("from_on", "until_on", "outcomes", "stands"),
    [
        (None, None, [], Standing.UNDATED),
        (None, date(2020, 5, 2), [], Standing.DUE),  # its last day is today
        (None, date(2020, 5, 1), [], Standing.LATE),  # its last day was yesterday
        (date(2020, 5, 2), date(2020, 6, 1), [], Standing.TO_COME),
        (date(2020, 5, 2), None, [], Standing.TO_COME),
        (date(2020, 4, 1), None, [], Standing.UNDATED),
        (None, date(2020, 4, 1), ["kept-late"], Standing.KEPT_LATE),
        (None, date(2020, 4, 1), ["kept", "not-kept"], Standing.NOT_KEPT),  # the newest finding holds
    ],
)
def test_a_promise_stands_where_its_days_or_its_findings_say(from_on, until_on, outcomes, stands):
    assert standing(from_on=from_on, until_on=until_on, outcomes=outcomes, today=TODAY) == stands


@pytest.mark.parametrize(
    ("words", "from_on", "certainty", "is_so"),
    [
        ("We will continue to pay for empty beds", None, "", True),
        ("The town CONTINUES TO ring each home", None, "", True),
        ("Free masks for as long as they are needed", None, "", True),
        ("We will publish this every fortnight", None, "", True),
        ("We meet homes Weekly", None, "", True),
        ("We answer every homely letter", None, "", False),
        ("We will discontinue to pay", None, "", False),
        ("We will pay for empty beds", None, "", False),
        ("We will pay for empty beds", date(2026, 11, 2), "open", True),  # from a day on
        ("We will pay for empty beds", date(2026, 11, 2), "vague", False),  # shortly
    ],
)
def test_a_promise_without_a_last_day_goes_on_by_its_words_or_from_a_day(words, from_on, certainty, is_so):
    rules = promise_rules(date(2026, 12, 1))
    assert goes_on(words, from_on=from_on, certainty=certainty, rules=rules) is is_so
    assert not goes_on(words, from_on=from_on, certainty=certainty, rules=RULES)  # nobody told of it then


def test_what_goes_on_continues_once_it_has_begun():
    said = {"until_on": None, "outcomes": [], "today": TODAY, "is_continuing": True}
    assert standing(from_on=None, **said) == Standing.CONTINUES
    assert standing(from_on=date(2020, 6, 1), **said) == Standing.TO_COME


def test_an_undated_promise_ages_and_a_late_one_counts_its_days():
    assert age_in_days(date(2020, 4, 15), today=TODAY) == 16
    assert [days_late(until, today=TODAY) for until in (None, date(2020, 5, 2), TODAY)] == [0, 0, 1]


def step(to, hours):
    return Passed(to, ASKED + timedelta(hours=hours))


def alarms(steps, *, hours, answered=None):
    answered_at = ASKED + timedelta(hours=answered) if answered else None
    return needs_alert(
        asked_at=ASKED, answered_at=answered_at, steps=steps, rules=RULES, now=ASKED + timedelta(hours=hours)
    )


def test_an_ask_passed_from_hand_to_hand_is_counted_and_alarms():
    names = [("Secretary of State", 0), ("Supplies", 2), ("", 3), ("Supplies", 4), ("Delivery", 20)]
    steps = [step(to, hours) for to, hours in names]
    assert times_passed_on(steps) == 2 and not is_homeless(steps)
    again = [*steps, step("Supplies", 21)]
    assert alarms(steps, hours=21) == []
    assert alarms(again, hours=24) == ["unanswered", "passed-on"]
    assert alarms(again, hours=200, answered=23) == []


def test_an_ask_without_a_home_is_homeless():
    assert is_homeless([]) and is_homeless([step("Supplies", 1), step("", 2)])
