"""Reporting windows, worked by hand around the clock changes of 2020, then as properties."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junction.returns.rules.windows import (
    Standing,
    Window,
    about_on,
    days_about,
    due_at,
    is_late,
    last_due,
    may_file_about,
    missed,
    next_due,
    period_of,
    standing,
)

LONDON = ZoneInfo("Europe/London")
DAILY = Window.of({"every": "day", "due": "17:00", "timezone": "Europe/London"})
WEEKLY = Window.of({"every": "week", "due": "12:00", "timezone": "Europe/London", "due_days_after": 1})


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_five_oclock_is_five_on_the_wall_before_and_after_spring_forward():
    assert due_at(DAILY, date(2020, 3, 28)) == utc("2020-03-28T17:00")  # Greenwich time
    assert due_at(DAILY, date(2020, 3, 29)) == utc("2020-03-29T16:00")  # British Summer Time
    assert due_at(DAILY, date(2020, 3, 29)) - due_at(DAILY, date(2020, 3, 28)) == timedelta(hours=23)


def test_five_oclock_is_five_on_the_wall_before_and_after_autumn_back():
    assert due_at(DAILY, date(2020, 10, 24)) == utc("2020-10-24T16:00")
    assert due_at(DAILY, date(2020, 10, 25)) == utc("2020-10-25T17:00")
    assert due_at(DAILY, date(2020, 10, 25)) - due_at(DAILY, date(2020, 10, 24)) == timedelta(hours=25)


def test_half_past_midnight_in_summer_belongs_to_the_local_day():
    assert about_on(DAILY, utc("2020-03-29T23:30")) == date(2020, 3, 30)  # 00:30 on the wall
    assert about_on(DAILY, utc("2020-10-25T23:30")) == date(2020, 10, 25)  # 23:30 on the wall


def test_a_due_time_the_change_skips_or_repeats_is_still_one_moment():
    early = Window.of({"every": "day", "due": "01:30"})
    assert due_at(early, date(2020, 3, 29)) == utc("2020-03-29T01:30")  # 02:30 on the wall
    assert due_at(early, date(2020, 10, 25)) == utc("2020-10-25T00:30")  # the first 01:30


def test_on_the_stroke_is_in_time_and_a_second_later_is_late():
    assert not is_late(DAILY, date(2020, 4, 20), utc("2020-04-20T16:00:00"))
    assert is_late(DAILY, date(2020, 4, 20), utc("2020-04-20T16:00:01"))


def test_a_week_is_about_the_day_it_ends_on_and_due_the_day_after():
    assert period_of(WEEKLY, date(2020, 4, 22)) == date(2020, 4, 26)  # Wednesday to Sunday
    assert about_on(WEEKLY, utc("2020-04-22T09:00")) == date(2020, 4, 19)
    assert about_on(WEEKLY, utc("2020-04-26T09:00")) == date(2020, 4, 26)
    assert due_at(WEEKLY, date(2020, 4, 26)) == utc("2020-04-27T11:00")
    assert next_due(WEEKLY, utc("2020-04-27T10:00")) == (date(2020, 4, 26), utc("2020-04-27T11:00"))
    assert next_due(WEEKLY, utc("2020-04-27T11:00")) == (date(2020, 5, 3), utc("2020-05-04T11:00"))


def test_a_week_that_opens_before_it_ends():
    early = Window.of({"every": "week", "due": "17:00", "opens_days_before": 2})
    assert about_on(early, utc("2020-04-23T09:00")) == date(2020, 4, 19)  # Thursday
    assert about_on(early, utc("2020-04-24T09:00")) == date(2020, 4, 26)  # Friday


@pytest.mark.parametrize(
    ("now", "filed_at", "expected"),
    [
        ("2020-04-19T20:00", None, Standing.NOT_DUE_YET),
        ("2020-04-20T08:00", None, Standing.DUE),
        ("2020-04-20T16:01", None, Standing.LATE),
        ("2020-04-20T18:00", "2020-04-20T15:59", Standing.FILED),
        ("2020-04-20T18:00", "2020-04-20T16:30", Standing.FILED_LATE),
        ("2020-04-20T16:10", "2020-04-20T16:30", Standing.LATE),  # as it was known before it was filed
    ],
)
def test_how_a_place_stands(now: str, filed_at: str | None, expected: Standing):
    filed = utc(filed_at) if filed_at else None
    assert standing(DAILY, date(2020, 4, 20), filed_at=filed, now=utc(now)) is expected


def test_only_days_of_the_calendar_that_have_come_can_be_filed():
    now = utc("2020-04-22T09:00")
    assert may_file_about(DAILY, date(2020, 4, 22), now)
    assert not may_file_about(DAILY, date(2020, 4, 23), now)
    assert may_file_about(WEEKLY, date(2020, 4, 19), now)
    assert not may_file_about(WEEKLY, date(2020, 4, 20), now)


def test_missed_counts_returns_that_fell_due_not_days():
    assert missed(DAILY, last_about_on=date(2020, 4, 17), now=utc("2020-04-20T15:00")) == 2
    assert missed(DAILY, last_about_on=date(2020, 4, 17), now=utc("2020-04-20T17:00")) == 3
    assert missed(WEEKLY, last_about_on=date(2020, 4, 12), now=utc("2020-04-22T09:00")) == 1
    assert missed(DAILY, last_about_on=date(2020, 4, 20), now=utc("2020-04-20T09:00")) == 0
    assert missed(DAILY, last_about_on=None, now=utc("2020-04-20T09:00")) is None


def test_days_about_lists_both_ends():
    assert days_about(DAILY, date(2020, 4, 1), date(2020, 4, 3)) == [date(2020, 4, day) for day in (1, 2, 3)]
    assert days_about(WEEKLY, date(2020, 4, 1), date(2020, 4, 12)) == [date(2020, 4, 5), date(2020, 4, 12)]


def test_a_window_must_be_daily_or_weekly():
    with pytest.raises(ValueError, match="every fortnight"):
        Window.of({"every": "fortnight", "due": "17:00"})


windows = st.builds(
    Window,
    every=st.sampled_from(["day", "week"]),
    due=st.times().map(lambda moment: time(moment.hour, moment.minute)),
    timezone=st.sampled_from([LONDON, ZoneInfo("America/New_York"), ZoneInfo("UTC")]),
    week_ends_on=st.integers(0, 6),
    due_days_after=st.integers(0, 3),
)
moments = st.datetimes(datetime(2019, 12, 1), datetime(2021, 12, 31), timezones=st.just(UTC))


@given(windows, moments)
def test_the_next_due_is_after_now_and_the_last_is_not(window: Window, now: datetime):
    assert last_due(window, now)[1] <= now < next_due(window, now)[1]
    assert period_of(window, next_due(window, now)[0]) == next_due(window, now)[0]


@given(windows, moments)
def test_what_is_filed_now_is_about_a_day_that_may_be_filed(window: Window, now: datetime):
    day = about_on(window, now)
    assert may_file_about(window, day, now)
    assert standing(window, day, filed_at=None, now=now) in (Standing.DUE, Standing.LATE)
    assert standing(window, day, filed_at=now, now=now) in (Standing.FILED, Standing.FILED_LATE)


@given(windows, moments, st.integers(0, 30))
def test_filing_never_becomes_less_late_with_time(window: Window, now: datetime, days: int):
    day = about_on(window, now)
    assert is_late(window, day, now) <= is_late(window, day, now + timedelta(days=days))


@given(windows, moments)
def test_the_wall_clock_shows_the_due_time_unless_the_change_skips_it(window: Window, now: datetime):
    local = due_at(window, about_on(window, now)).astimezone(window.timezone)
    skipped = local.replace(tzinfo=None) - datetime.combine(local.date(), window.due)
    assert skipped in (timedelta(0), timedelta(hours=1))
