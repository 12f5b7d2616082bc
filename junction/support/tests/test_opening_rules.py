"""When services are open, worked by hand from calendars."""

from datetime import date, datetime, time, timedelta

import pytest
from dateutil.rrule import WEEKLY, rrule
from hypothesis import given
from hypothesis import strategies as some

from junction.support.rules.listed_rows import read_hours
from junction.support.rules.opening import WEEKDAYS, Opening, days_of, is_open_at, is_open_on, monthdays_of

FRIDAY = date(2020, 5, 29)


def at(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock))


def test_a_weekly_opening_holds_from_its_first_minute_until_before_its_last():
    club = Opening("WEEKLY", "FR", opens_at=time(12), closes_at=time(14))
    assert [is_open_at(club, at(FRIDAY, clock)) for clock in ("11:59", "12:00", "13:59", "14:00")] == [
        False, True, True, False,
    ]  # fmt: skip
    assert not is_open_at(club, at(FRIDAY + timedelta(days=1), "12:30"))


def test_every_other_week_is_counted_from_where_it_began():
    club = Opening(
        "WEEKLY", "FR", interval=2, dtstart=date(2020, 5, 15), opens_at=time(9), closes_at=time(10)
    )
    days = [date(2020, 5, 8), date(2020, 5, 15), date(2020, 5, 22), date(2020, 5, 29)]
    assert [is_open_on(club, day) for day in days] == [False, True, False, True]


def test_the_second_monday_and_the_last_friday_of_a_month():
    clinic = Opening("MONTHLY", "2MO,-1FR")
    may = [date(2020, 5, day) for day in range(1, 32)]
    assert [day.day for day in may if is_open_on(clinic, day)] == [11, 29]


def test_days_of_a_month_from_both_ends():
    clinic = Opening("MONTHLY", bymonthday="1,-1")
    assert [day for day in range(1, 31) if is_open_on(clinic, date(2020, 6, day))] == [1, 30]


def test_a_night_belongs_to_the_day_it_began_on():
    line = Opening("WEEKLY", "FR", opens_at=time(22), closes_at=time(2))
    saturday = FRIDAY + timedelta(days=1)
    assert is_open_at(line, at(FRIDAY, "23:00"))
    assert is_open_at(line, at(saturday, "01:59"))
    assert not is_open_at(line, at(saturday, "02:00"))
    assert not is_open_at(line, at(FRIDAY, "01:00"))


def test_it_holds_only_between_its_first_and_last_day():
    summer = Opening("WEEKLY", "FR", valid_from=date(2020, 5, 29), valid_to=date(2020, 6, 5))
    days = [date(2020, 5, 22), date(2020, 5, 29), date(2020, 6, 5), date(2020, 6, 12)]
    assert [is_open_on(summer, day) for day in days] == [False, True, True, False]


def test_what_does_not_say_its_days_or_hours_is_never_open():
    assert not is_open_on(Opening(), FRIDAY)
    assert not is_open_at(Opening("WEEKLY", "FR"), at(FRIDAY, "12:00"))


def test_one_day_alone_and_days_without_a_frequency():
    assert is_open_on(Opening(dtstart=FRIDAY), FRIDAY)
    assert not is_open_on(Opening(dtstart=FRIDAY), FRIDAY + timedelta(days=7))
    assert is_open_on(Opening(byday="FR"), FRIDAY)


@pytest.mark.parametrize("wrong", ["FUNDAY", "0MO", "MO TU"])
def test_what_is_no_day_is_refused(wrong):
    with pytest.raises(ValueError, match="no day"):
        days_of(wrong)


def test_what_is_no_day_of_a_month_is_refused():
    with pytest.raises(ValueError, match="31"):
        monthdays_of("32")


@given(some.dates(date(2001, 1, 1), date(2040, 1, 1)), some.sets(some.sampled_from(WEEKDAYS), min_size=1))
def test_a_weekly_rule_holds_on_its_days_of_every_week(day, days):
    assert is_open_on(Opening("WEEKLY", ",".join(sorted(days))), day) == (WEEKDAYS[day.weekday()] in days)


def test_hours_are_read_from_words():
    week, weekend = read_hours("Mo-Fr 09:00-17:00; Sa, Su 10.30-24:00")
    assert (week.byday, week.opens_at, week.closes_at) == ("MO,TU,WE,TH,FR", time(9), time(17))
    assert (weekend.byday, weekend.opens_at, weekend.closes_at) == ("SA,SU", time(10, 30), time(23, 59))


@pytest.mark.parametrize("wrong", ["whenever", "Mo-Fr", "Xx 09:00-10:00"])
def test_hours_that_cannot_be_read_are_refused(wrong):
    with pytest.raises(ValueError, match="of the"):
        list(read_hours(wrong))


@given(
    some.sets(some.sampled_from(WEEKDAYS), min_size=1), some.dates(date(2019, 1, 1), date(2021, 1, 1)),
    some.none() | some.dates(date(2019, 1, 1), date(2021, 1, 1)),
)  # fmt: skip
def test_every_week_is_told_as_the_rule_of_the_standard_tells_it(days, day, start):
    weekly = Opening("WEEKLY", ",".join(sorted(days)), dtstart=start)
    first = datetime.combine(start or date(2018, 12, 31), time())
    rule = rrule(WEEKLY, dtstart=first, byweekday=[WEEKDAYS.index(one) for one in days])
    moment = datetime.combine(day, time())
    assert is_open_on(weekly, day) == bool(rule.between(moment, moment, inc=True))
