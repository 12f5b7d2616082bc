"""Why a need is not met, worked by hand; sums, days and hidden numbers; what call-backs make of demand."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junction.support.rules.unmet import Course, Tried, reason_at, unmet_rules
from junction.support.rules.unmet_figures import (
    ALL,
    Cell,
    DaySpan,
    Judged,
    actual_of,
    by_day,
    classed_again,
    hidden,
    mean_over,
    total_by_day,
    with_sums,
)

STATED = datetime(2020, 4, 20, 9, tzinfo=UTC)
RULES = unmet_rules(STATED.date())
HOUR = timedelta(hours=1)
OPEN = Course(STATED, STATED + 10 * HOUR)


def test_a_need_is_not_met_from_its_limit_until_it_is_over():
    closed = replace(OPEN, over_at=STATED + 20 * HOUR)
    at = [STATED - HOUR, STATED, STATED + 10 * HOUR, STATED + 19 * HOUR, STATED + 20 * HOUR]
    assert [reason_at(RULES, closed, one) for one in at] == [None, None, "past-limit", "past-limit", None]
    assert reason_at(RULES, OPEN, STATED + 1000 * HOUR) == "past-limit"


def test_what_was_left_unmet_counts_for_its_days_with_its_reason():
    left = replace(OPEN, over_at=STATED + HOUR, left_why="no-capacity")
    end = STATED + HOUR + timedelta(days=28)
    found = [reason_at(RULES, left, one) for one in (STATED, STATED + HOUR, end - HOUR, end)]
    assert found == [None, "full", "full", None]


def test_what_was_tried_last_decides_before_the_limit_does():
    tried = (
        Tried(STATED + HOUR, "referral", False), Tried(STATED + 2 * HOUR, "referral", True, "language"),
        Tried(STATED + 5 * HOUR, "task", False), Tried(STATED + 12 * HOUR, "task", True, "unfilled"),
    )  # fmt: skip
    course = replace(OPEN, tried=tried)
    hours = {1: None, 2: "language", 4: "language", 5: None, 11: "past-limit", 12: "no-candidate"}
    assert {one: reason_at(RULES, course, STATED + one * HOUR) for one in hours} == hours
    limit_first = replace(RULES, order=("said", "limit", "tried"))
    assert reason_at(limit_first, course, STATED + 12 * HOUR) == "past-limit"
    taken_back = replace(OPEN, tried=(Tried(STATED, "referral", True, "taken-back"),))
    assert reason_at(RULES, taken_back, STATED + HOUR) is None


def test_what_is_no_real_need_is_no_gap_for_as_long_as_it_is_classed_so():
    classes = ((STATED, "information"), (STATED + 9 * HOUR, "actual"), (STATED + 20 * HOUR, "met"))
    tried = (Tried(STATED + 3 * HOUR, "referral", True, "full"),)
    course = replace(OPEN, tried=tried, classes=classes)
    hours = {2: None, 3: "answered", 8: "answered", 9: "full", 19: "full", 20: "answered"}
    assert {one: reason_at(RULES, course, STATED + one * HOUR) for one in hours} == hours


def test_a_need_that_nobody_wants_met_is_no_gap():
    assert RULES.of_needs.keys() - RULES.gaps == {"not-reached", "not-wanted", "answered"}
    assert {code for code, one in RULES.reasons.items() if one.is_search} == {"no-result", "none-open"}


def test_small_numbers_are_hidden_with_every_sum_they_are_part_of():
    leaves = {Cell("N", "food", "full"): 3, Cell("N", "food", "cost"): 9, Cell("S", "food", "full"): 8,
              Cell("S", "talk", "full"): 0}  # fmt: skip
    shown = hidden(leaves, below=5)
    assert shown[Cell("N", "food", "full")] is None and shown[Cell("N", "food", "cost")] == 5
    assert shown[ALL] is None and shown[Cell("N", "", "")] is None and shown[Cell("", "food", "")] is None
    assert shown[Cell("S", "", "")] == 5 and shown[Cell("", "", "cost")] == 5
    assert shown[Cell("S", "talk", "full")] == 0


CELLS = st.dictionaries(
    st.builds(Cell, st.sampled_from("NSE"), st.sampled_from(["food", "talk"]),
              st.sampled_from(["full", "cost"])),
    st.integers(0, 12), max_size=12,
)  # fmt: skip


def is_part(leaf, cell):
    return all(asked in ("", own) for asked, own in zip(cell, leaf, strict=True))


@given(CELLS)
def test_sums_add_up_and_nothing_hidden_is_had_back_by_subtraction(leaves):
    sums, shown = with_sums(leaves), hidden(leaves, below=5)
    assert sums.get(ALL, 0) == sum(leaves.values())
    for cell, value in shown.items():
        assert value in (None, sums[cell] - sums[cell] % 5)
        assert value is None or value == 0 or value >= 5
        if value is not None:
            parts = [one for one in leaves if is_part(one, cell)]
            assert all(shown[one] is not None for one in parts)


def tables(leaves):
    """Every table of a shared page of N, of S, of both, and of all: what an attacker may put side by side."""
    return [
        hidden({cell: n for cell, n in leaves.items() if cell.area in held}, below=5)
        for held in ("N", "S", "NS", "NSE")
    ]


@given(CELLS, st.lists(st.integers(1, 4), min_size=12, max_size=12), st.integers(0, 4))
def test_nothing_shown_of_any_area_on_any_day_depends_on_what_is_hidden(leaves, others, more):
    """Whatever small numbers the hidden cells were, and whatever few came since, every table of every area
    is the same: so neither rows and totals, nor a region less its councils, nor today less yesterday tell.
    """
    swapped = {
        cell: other if 0 < n < 5 else n for (cell, n), other in zip(leaves.items(), others, strict=False)
    }
    assert tables(swapped) == tables(leaves)
    for cell, n in leaves.items():
        if n >= 5:  # a few more or less within one step on the next day cannot be seen at all
            next_day = {**leaves, cell: n - n % 5 + more}
            assert tables(next_day)[3][cell] == tables(leaves)[3][cell]


@pytest.mark.parametrize(
    ("attack", "leaves", "hidden_ones"),
    [
        ("a row less its total", {("N", "food", "full"): 3, ("N", "food", "cost"): 20},
         {("N", "food", ""), ("N", "", ""), ("", "food", ""), ("", "", "")}),
        ("a region less its councils", {("N", "food", "full"): 3, ("S", "food", "full"): 20},
         {("", "food", "full"), ("", "food", ""), ("", "", "full"), ("", "", "")}),
        ("all less the other reasons", {("N", "food", "full"): 3, ("S", "food", "cost"): 20},
         {("", "", "full"), ("", "", ""), ("", "food", ""), ("N", "", "")}),
    ],
)  # fmt: skip
def test_an_attack_by_subtraction_finds_its_total_hidden(attack, leaves, hidden_ones):
    shown = hidden({Cell(*cell): n for cell, n in leaves.items()}, below=5)
    assert {Cell(*one) for one in hidden_ones} <= {cell for cell, n in shown.items() if n is None}, attack


def test_today_less_yesterday_tells_of_nobody():
    yesterday, today = ({Cell("N", "food", "full"): n} for n in (7, 8))
    assert hidden(yesterday, below=5) == hidden(today, below=5) and hidden(today, below=5)[ALL] == 5


def test_days_are_counted_from_spans():
    first, last = date(2020, 4, 1), date(2020, 4, 4)
    march = date(2020, 3, 1)
    spans = [
        DaySpan("full", march, date(2020, 4, 3), 2), DaySpan("full", date(2020, 4, 2), None, 1),
        DaySpan("cost", date(2020, 4, 4), None, 5), DaySpan("cost", march, first, 7),
    ]  # fmt: skip
    found = by_day(spans, first_on=first, last_on=last)
    assert list(found["full"].values()) == [2, 3, 1, 1] and list(found["cost"].values()) == [0, 0, 0, 5]
    total = total_by_day(found, {"full", "cost"})
    assert list(total.values()) == [2, 3, 1, 6]
    assert mean_over(total, first_on=first, last_on=last) == 3


def test_call_backs_tell_how_much_demand_is_actual():
    actual = Judged("actual", 40, 0, 0, 0, True)
    calm = Judged("reassurance", 20, 4, 1, 1, False)
    assert (actual.actual, calm.actual) == (40, 5) and actual_of([actual, calm]) == 45
    assert actual_of([actual, Judged("information", 3, 0, 0, 0, False)]) is None
    assert actual_of([]) is None
    assert classed_again([actual, calm]) == (1, 4) and classed_again([actual]) is None
    assert actual_of([actual, Judged("information", 0, 0, 0, 0, False)]) == 40
