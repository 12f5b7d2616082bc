"""Days in every order that files bring."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junction.core.tables import DayOrder, NotADay, decide_day_order, parse_day

SPRING = date(2020, 4, 3)


@pytest.mark.parametrize(
    "text",
    [
        "2020-04-03",
        "2020/4/3",
        "2020-04-03T00:00:00",
        "2020-04-03 23:59:59.123+01:00",
        "20200403",
        "03/04/2020",
        "3.4.2020",
        "03-04-20",
        "3/4/2020 00:00",
        "3 April 2020",
        "03-Apr-20",
        "3rd Apr 2020",
        "Friday, 3 April 2020",
        "April 3, 2020",
        " 3 Apr. 2020 ",
    ],
)
def test_a_day_is_understood(text):
    assert parse_day(text, order=DayOrder.DAY_FIRST) == SPRING


def test_the_order_is_obeyed():
    assert parse_day("04/03/2020", order=DayOrder.MONTH_FIRST) == SPRING
    assert parse_day("04/03/2020", order=DayOrder.DAY_FIRST) == date(2020, 3, 4)
    assert parse_day("2020-04-03", order=DayOrder.MONTH_FIRST) == SPRING


def test_september_has_two_short_names():
    assert parse_day("1 Sept 2020") == parse_day("1 Sep 2020") == date(2020, 9, 1)


@pytest.mark.parametrize("text", ["", "soon", "31/02/2020", "2020-13-01", "43924", "1 Foo 2020", "٣/٤/2020"])
def test_what_is_no_day_is_said(text):
    with pytest.raises(NotADay, match="“"):
        parse_day(text)


@pytest.mark.parametrize(
    ("values", "order", "check"),
    [
        (["2020-04-03", ""], DayOrder.ISO, None),
        (["03/04/2020", "24/05/2020"], DayOrder.DAY_FIRST, None),
        (["03/04/2020", "05/24/2020"], DayOrder.MONTH_FIRST, "day-order-month-first"),
        (["03/04/2020", "2020-04-03"], DayOrder.DAY_FIRST, "day-order-ambiguous"),
        (["04/04/2020"], DayOrder.DAY_FIRST, None),
        (["24/05/2020", "05/24/2020"], None, "day-order-mixed"),
    ],
)
def test_a_column_decides_its_order(values, order, check):
    decision = decide_day_order(values, column="seen on")
    assert decision.order == order
    assert (decision.finding.check if decision.finding else None) == check


def test_a_preference_settles_what_the_column_does_not():
    decision = decide_day_order(["03/04/2020"], prefer=DayOrder.MONTH_FIRST)
    assert decision.order is DayOrder.MONTH_FIRST


@given(
    st.lists(st.dates(date(1970, 1, 1), date(2069, 12, 31)), min_size=1),
    st.sampled_from(["%d/%m/%Y", "%d-%m-%y"]),
)
def test_a_column_written_day_first_is_read_back(days, form):
    values = [day.strftime(form) for day in days]
    order = decide_day_order(values).order
    assert order is not None
    assert [parse_day(value, order=order) for value in values] == days


@given(st.dates(date(1000, 1, 1)))
def test_an_iso_day_is_read_back_in_any_order(day):
    assert {parse_day(day.isoformat(), order=order) for order in DayOrder} == {day}
