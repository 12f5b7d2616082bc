"""What a picture shows and how it reads: levels, statuses by dated limits, words."""

from datetime import date
from math import nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junction.oversight.rules.layout import heading_of, layouts, limits_of, rating_status, status_of
from junction.oversight.rules.levels import BREAKDOWNS, WORDS, breakdown_of, members
from junction.oversight.rules.words import age_in_words, ages_in_words, days_before, shown_unit, shown_value
from junction.oversight.views.places import MEASURES
from junction.returns.queries.place_rows import SHOWN
from junction.returns.rules.indicators import indicators_on
from junction.returns.rules.questions import question_set_names

ON = date(2020, 4, 20)


def test_every_layout_speaks_of_indicators_and_question_sets_that_exist():
    known = set(indicators_on(ON))
    for name, layout in layouts(ON).items():
        assert name in question_set_names()
        assert set(layout.codes) | set(layout.trends) <= known


def test_every_column_of_the_table_of_places_is_among_what_is_read_of_them():
    assert {measure for measure, _ in MEASURES} <= set(SHOWN)


def test_a_level_is_broken_down_as_asked_or_by_its_first_way():
    assert breakdown_of("country", "") == "region"
    assert breakdown_of("country", "icb") == "icb"
    assert breakdown_of("unitary", "region") == "place"
    assert {kind for kinds in BREAKDOWNS.values() for kind in kinds} <= set(WORDS)


@pytest.mark.parametrize(
    ("code", "value", "status"),
    [
        ("completeness", 95, "green"),
        ("completeness", 90, "amber"),
        ("completeness", 70, "red"),
        ("staff_absence", 9.9, "green"),
        ("staff_absence", 10, "amber"),
        ("staff_absence", 20, "red"),
        ("staff_absence", nan, "unknown"),
        ("beds", 10, ""),
    ],
)
def test_status_follows_the_limits_and_unknown_is_never_green(code, value, status):
    assert status_of(code, value, on=ON) == status


@given(st.floats(0, 200), st.floats(0, 200))
def test_a_worse_value_never_has_a_better_status(one, other):
    order = ["green", "amber", "red"]
    low, high = sorted((one, other))
    absence = [order.index(status_of("staff_absence", value, on=ON)) for value in (low, high)]
    filed = [order.index(status_of("completeness", value, on=ON)) for value in (low, high)]
    assert absence[0] <= absence[1]
    assert filed[0] >= filed[1]


def test_limits_and_headings_come_from_the_playbook():
    assert limits_of("staff_absence", on=ON)["red"] == 20
    assert limits_of("beds", on=ON) == {}
    assert heading_of("risk_red", "Places computed red", on=ON) == "Red"
    assert heading_of("beds", "Beds", on=ON) == "Beds"
    assert [rating_status(rating) for rating in (None, 0, 1, 2, 3, 4)] == [
        "unknown", "unknown", "green", "amber", "red", "blue",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (nan, "beds", "Not known"),
        (1204.4, "beds", "1,204"),
        (8.61, "percent", "8.6%"),
        (0, "percent", "0%"),
        (86.5, "percent", "86%"),
        (7.38, "days", "7.4"),
        (12.6, "days", "13"),
    ],
)
def test_values_read_as_far_as_they_bear(value, unit, text):
    assert shown_value(value, unit) == text
    assert shown_unit("percent") == ""
    assert shown_unit("beds") == "beds"


def test_ages_read_as_people_say_them():
    assert age_in_words(None, on=ON) == "no recent return"
    assert age_in_words(ON, on=ON) == "today"
    assert ages_in_words(date(2020, 4, 17), date(2020, 4, 19), on=ON) == "yesterday to 3 days old"
    assert ages_in_words(ON, ON, on=ON) == "today"
    assert days_before(ON, 2) == [date(2020, 4, 19), ON]


def test_rows_fall_into_their_groups_and_those_of_none_come_last():
    keys = ["E1", "E2", None, "E3"]
    assert members(keys, {"E1": ["A"], "E2": ["B"], "E3": ["A", "B"]}) == {"A": [0, 3], "B": [1, 3], "": [2]}
