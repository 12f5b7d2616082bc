"""Which day it is, in summer and in winter."""

from datetime import UTC, date, datetime

from junction.core.calendar import local_day


def test_after_midnight_in_summer_it_is_the_new_day_though_utc_has_the_old():
    assert local_day(datetime(2020, 6, 30, 23, 30, tzinfo=UTC)) == date(2020, 7, 1)


def test_in_winter_both_have_the_same_day():
    assert local_day(datetime(2020, 12, 31, 23, 30, tzinfo=UTC)) == date(2020, 12, 31)
