"""The file of the desk holds together; hours of hubs and recurrences, by hand and by property."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junction.support.rules import recurring
from junction.support.rules.desk import category, desk_on, initials, matter_of
from junction.support.rules.hub_hours import Week, in_words, is_open, week_of, week_on, written
from junction.support.rules.keeping import keeping_on
from junction.support.rules.triage import triage_on

DAY = date(2020, 4, 20)  # a Monday
NOW = datetime(2020, 4, 20, 9, tzinfo=UTC)  # ten o'clock in London
FOLLOWS = {"keep", "ring", "back", "met", "closed", "unmet", "pass"}


def test_every_code_of_the_file_leads_somewhere():
    desk = desk_on(DAY)
    assert {one.then for one in desk.dispositions.values()} <= FOLLOWS
    assert all(one.asks_time or one.again_minutes for one in desk.dispositions.values() if one.then == "ring")
    assert {one.level for one in desk.matters.values()} <= set(triage_on(DAY).levels)
    assert {way for one in desk.matters.values() for way in one.passes} <= set(desk.passes)
    assert list(desk.phrases) == [str(key) for key in range(1, 10)]
    assert desk.ask_again_days < keeping_on(DAY).keep_days
    assert max(len(code) for code in (*desk.dispositions, *desk.withdrawn, *desk.ended)) <= 20
    assert matter_of(category("ppe")) == "ppe" and matter_of("medicine") == ""


@pytest.mark.parametrize(
    ("name", "said"),
    [("Zebedee Quillfeather", "Z. Q."), ("Anne-Marie  de la Tour", "A. M. D. L. T."), ("łucja", "Ł."),
     ("", ""), ("7 of 9", "O.")],
)  # fmt: skip
def test_initials_are_all_that_is_told(name, said):
    assert initials(name) == said


OFFICE = Week(date(2020, 1, 1), ((time(9), time(17)),) * 5 + (None, None))
EVERY_DAY = Week(date(2020, 4, 20), ((time(8), time(20)),) * 7)
NIGHT = Week(date(2020, 1, 1), ((time(20), time(8)),) * 7)
ALWAYS = Week(date(2020, 1, 1), ((time(0), time(0)),) * 7)


@pytest.mark.parametrize(
    ("weeks", "moment", "opened"),
    [
        ([OFFICE], NOW, True),
        ([OFFICE], NOW.replace(hour=7, minute=59), False),  # 8:59 on the wall in summer
        ([OFFICE], NOW.replace(hour=16), False),
        ([OFFICE], NOW - timedelta(days=1), False),  # a Sunday
        ([OFFICE, EVERY_DAY], NOW.replace(hour=18), True),
        ([OFFICE, EVERY_DAY], NOW - timedelta(days=1), False),  # seven days from the 20th on
        ([OFFICE, EVERY_DAY], NOW + timedelta(days=6), True),
        ([NIGHT], NOW, False),
        ([NIGHT], NOW.replace(hour=2), True),
        ([NIGHT], NOW.replace(hour=22), True),
        ([ALWAYS], NOW.replace(hour=0), True),
        ([], NOW, False),
    ],
)
def test_a_hub_is_open_by_the_week_of_the_day(weeks, moment, opened):
    assert is_open(weeks, moment) is opened


def test_of_two_weeks_from_one_day_the_last_written_holds_and_a_week_is_stored_whole():
    late = Week(date(2020, 4, 20), ((time(10), time(12)),) * 7)
    assert week_on([EVERY_DAY, late], DAY) is late and week_on([late], DAY - timedelta(days=1)) is None
    for week in (OFFICE, NIGHT, ALWAYS):
        assert week_of(week.valid_from, written(week)) == week
    with pytest.raises(ValueError, match="seven"):
        week_of(DAY, [None])
    assert [in_words(one) for one in (None, ALWAYS.days[0], OFFICE.days[0])] == [
        "Closed", "All day and night", "09:00 to 17:00"]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "after", "following"),
    [
        ("FREQ=WEEKLY;BYDAY=MO,TH", DAY, date(2020, 4, 23)),
        ("FREQ=WEEKLY;BYDAY=MO,TH", date(2020, 4, 23), date(2020, 4, 27)),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", DAY, date(2020, 4, 30)),
        ("FREQ=DAILY;INTERVAL=3", date(2020, 4, 21), date(2020, 4, 23)),
        ("FREQ=WEEKLY;COUNT=2", date(2020, 4, 27), None),
        ("FREQ=WEEKLY;UNTIL=20200430", date(2020, 4, 27), None),
    ],
)
def test_the_next_day_of_a_rule(rule, after, following):
    assert recurring.next_on(recurring.checked(rule), begins_on=DAY, after=after) == following


@pytest.mark.parametrize(
    "rule",
    ["", "weekly", "FREQ=HOURLY", "FREQ=YEARLY", "FREQ=WEEKLY;BYDAY=XX", "FREQ=DAILY;INTERVAL=0",
     "FREQ=WEEKLY;BYHOUR=3", "FREQ=MONTHLY;BYMONTHDAY=32", "FREQ=DAILY;COUNT=100000", "FREQ=DAILY;UNTIL=soon",
     "FREQ=DAILY;INTERVAL=x"],
)  # fmt: skip
def test_what_is_no_rule_is_refused(rule):
    with pytest.raises((recurring.NotARecurrence, ValueError)):
        recurring.checked(rule)


@given(st.integers(1, 366), st.dates(date(2020, 1, 1), date(2022, 1, 1)), st.integers(0, 400))
def test_every_so_many_days_is_the_first_multiple_after(days, begins, on):
    found = recurring.next_on(recurring.every(days), begins_on=begins, after=begins + timedelta(days=on))
    assert found == begins + timedelta(days=(on // days + 1) * days)


@pytest.mark.parametrize("days", [0, -1, 367])
def test_so_many_days_are_no_rule(days):
    with pytest.raises(recurring.NotARecurrence):
        recurring.every(days)


def test_what_was_passed_on_before_it_came_back_stays_there():
    passed, limit = NOW, NOW + timedelta(hours=2)
    assert desk_on(date(2026, 11, 22)).back_at(passed, limit) is None
    since = desk_on(date(2026, 11, 23))
    assert since.reference == "desk@2026-11-23"
    assert since.back_at(passed, limit) == passed + timedelta(minutes=240)
