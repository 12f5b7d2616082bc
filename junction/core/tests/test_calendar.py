"""Which day it is, in summer and in winter; working days, worked by hand, then as properties."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from junction.core.calendar import (
    BANK_HOLIDAYS,
    FIRST_YEAR,
    LAST_YEAR,
    end_of_working_days,
    is_working_day,
    local_day,
    working_days_after,
)


def test_after_midnight_in_summer_it_is_the_new_day_though_utc_has_the_old():
    assert local_day(datetime(2020, 6, 30, 23, 30, tzinfo=UTC)) == date(2020, 7, 1)


def test_in_winter_both_have_the_same_day():
    assert local_day(datetime(2020, 12, 31, 23, 30, tzinfo=UTC)) == date(2020, 12, 31)


def test_easter_is_no_working_time():
    assert not is_working_day(date(2020, 4, 10))
    assert not is_working_day(date(2020, 4, 11))
    assert working_days_after(date(2020, 4, 9), 1) == date(2020, 4, 14)


def test_a_working_day_from_thursday_afternoon_before_easter_ends_on_tuesday_afternoon():
    thursday = datetime(2020, 4, 9, 14, 30, tzinfo=UTC)
    assert end_of_working_days(thursday, 1) == datetime(2020, 4, 14, 14, 30, tzinfo=UTC)


def test_what_comes_on_a_sunday_counts_from_monday():
    sunday = datetime(2020, 4, 19, 10, 0, tzinfo=UTC)
    assert end_of_working_days(sunday, 1) == datetime(2020, 4, 20, 23, 0, tzinfo=UTC)  # midnight in London


def test_every_year_that_is_known_has_its_eight_bank_holidays_or_more():
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        held = [day for day in BANK_HOLIDAYS if day.year == year]
        assert len(held) >= 8, year
        assert all(day.weekday() < 5 for day in held)


@given(st.datetimes(datetime(2012, 1, 3), datetime(2028, 12, 1), timezones=st.just(UTC)))
def test_a_working_day_takes_at_least_a_day_and_at_most_a_week(moment):
    ends = end_of_working_days(moment, 1)
    assert timedelta(hours=22) <= ends - moment <= timedelta(days=7)
    assert ends.weekday() < 5 or ends.time().hour == 0
