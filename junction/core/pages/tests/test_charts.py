"""Charts as geometry, by hand: scales, windows of seven days, gaps that are never zero, stacked bars."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junction.core.pages.charts import Bar, Series, bar_chart, line_chart, sparkline
from junction.core.pages.charts.lines import runs, windows
from junction.core.pages.charts.scales import Scale, day_ticks, nice_ticks, number, spread

FIRST = date(2020, 4, 1)


def days(values: list[float | None]) -> dict[date, float | None]:
    return {FIRST + timedelta(days=index): value for index, value in enumerate(values)}


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 10, [0, 2, 4, 6, 8, 10]),
        (0, 7, [0, 2, 4, 6, 8]),
        (0, 1234, [0, 500, 1000, 1500]),
        (0, 0, [0, 0.2, 0.4, 0.6, 0.8, 1.0]),
        (-3, 3, [-4, -2, 0, 2, 4]),
    ],
)
def test_ticks_are_round(low: float, high: float, expected: list[float]) -> None:
    assert nice_ticks(low, high, 5) == expected


@given(st.floats(0, 1e7), st.integers(2, 8))
def test_ticks_cover_the_values_and_are_few(high: float, most: int) -> None:
    ticks = nice_ticks(0, high, most)
    assert ticks[0] <= 0
    assert ticks[-1] >= high * (1 - 1e-6)
    assert 2 <= len(ticks) <= most + 2


def test_a_scale_goes_straight_and_may_be_flat() -> None:
    assert Scale(0, 10, 100, 0)(5) == 50
    assert Scale(3, 3, 20, 40)(3) == 20


def test_the_newest_day_is_always_named() -> None:
    ticks = day_ticks(FIRST, FIRST + timedelta(days=29), 6)
    assert ticks[-1] == date(2020, 4, 30)
    assert {(later - earlier).days for earlier, later in itertools.pairwise(ticks)} == {7}
    assert day_ticks(FIRST, FIRST) == [FIRST]
    assert len(day_ticks(FIRST, FIRST + timedelta(days=3000), 6)) <= 7


def test_numbers_read_as_people_write_them() -> None:
    assert [number(value) for value in (0, 1234, 1.25, 7.0, 99.99)] == ["0", "1,234", "1.2", "7", "100"]


@given(st.lists(st.floats(0, 300), max_size=8))
def test_labels_do_not_overlap(wished: list[float]) -> None:
    placed = sorted(spread(wished, 17, low=0, high=300))
    assert all(later - earlier >= 16.8 for earlier, later in itertools.pairwise(placed))


def test_a_window_is_the_mean_least_and_most_of_the_known_days() -> None:
    found = windows([7, None, 1, 4, 8, None, 5, 9], 7)
    assert found[2] is None  # two known days are too few
    assert found[6] is not None
    assert (found[6].mean, found[6].least, found[6].most) == (5.0, 1, 8)
    assert found[5] is None  # the day itself is not known
    assert found[7] is not None
    assert found[7].mean == pytest.approx((1 + 4 + 8 + 5 + 9) / 5)


def test_runs_are_unbroken() -> None:
    assert runs([True, True, False, True]) == [(0, 1), (3, 3)]
    assert runs([]) == []


def test_unknown_days_are_a_gap_and_not_a_zero() -> None:
    chart = line_chart("c", "Beds", [Series("All", days([5, 5, None, None, 5, 0]))], unit="beds", days=0)
    drawing = chart.wide
    assert len(drawing.lines[0].paths) == 2
    assert len(drawing.lines[0].dots) == 4
    assert len(drawing.gaps) == 1
    assert [row[1] for row in chart.table] == ["0", "5", "Not known", "Not known", "5", "5"]
    assert "not known on 2 days" in chart.description


def test_a_day_nobody_named_is_unknown_too() -> None:
    chart = line_chart("c", "Beds", [Series("All", {FIRST: 1, FIRST + timedelta(days=3): 2})], unit="beds")
    assert len(chart.table) == 4
    assert chart.table[1] == ("3 Apr 2020", "Not known")


@pytest.mark.parametrize("values", [[], [None], [0], [None, None, 3]])
def test_charts_of_little_or_nothing_still_draw(values: list[float | None]) -> None:
    chart = line_chart("c", "Beds", [Series("All", days(values))], unit="beds")
    assert chart.wide.lines[0].name == "All"
    assert len(chart.table) == len(values)


def test_everything_lies_within_the_picture_in_both_sizes() -> None:
    series = [Series(f"Line {n}", days([n * 3.0 + day for day in range(40)])) for n in range(4)]
    chart = line_chart("c", "Beds", series, unit="beds")
    for drawing in (chart.wide, chart.narrow):
        for line in drawing.lines:
            assert all(drawing.left <= x <= drawing.right for x, _ in line.dots)
            assert all(drawing.top <= y <= drawing.bottom for _, y in line.dots)
            assert 0 < line.label.y < drawing.height


def test_bars_stack_and_say_what_is_not_known() -> None:
    bars = [Bar("Leeds", [10, 30]), Bar("York", [5, None]), Bar("Hull", [None, None]), Bar("Ely", [0, 0])]
    chart = bar_chart("b", "Staff", bars, parts=["There", "Absent"], unit="people")
    leeds, york, hull, ely = chart.wide.bars
    assert [piece.part for piece in leeds.pieces] == [0, 1]
    assert leeds.pieces[1].x == pytest.approx(leeds.pieces[0].x + leeds.pieces[0].width)
    assert leeds.pieces[1].width == pytest.approx(3 * leeds.pieces[0].width, abs=0.3)
    assert (leeds.total, york.total, hull.total, ely.total) == ("40", "5 or more", "Not known", "0")
    assert leeds.unknown_x is None
    assert york.unknown_x is not None
    assert hull.pieces == ()
    assert chart.table[1] == ("York", "5", "Not known", "5 or more")
    assert all(bar.total_x < drawing.width for drawing in (chart.wide, chart.narrow) for bar in drawing.bars)


def test_a_bar_needs_a_value_for_each_part() -> None:
    with pytest.raises(ValueError, match="needs 2 values"):
        bar_chart("b", "Staff", [Bar("Leeds", [1])], parts=["There", "Absent"], unit="people")


def test_a_spark_has_gaps_lonely_dots_and_words() -> None:
    spark = sparkline([1, 2, None, 4, None, 6], unit="beds")
    assert len(spark.paths) == 1
    assert len(spark.dots) == 2
    assert spark.words == "From 1 to 6 beds, 2 of 6 not known"
    assert sparkline([None]).words == "Not known"
    assert sparkline([3, None]).last is None


def test_a_day_that_is_not_complete_is_an_open_dot_and_no_fall() -> None:
    last = FIRST + timedelta(days=7)
    chart = line_chart(
        "c", "Beds", [Series("All", days([8, 8, 8, 8, 8, 8, 8, 1]), open_from=last)], unit="beds"
    )
    line = chart.wide.lines[0]
    assert (len(line.dots), len(line.open_dots), chart.has_open) == (7, 1, True)
    assert len(line.paths) == len(line.bands) == 1
    assert line.paths[0].count("L") == 3  # four days have enough before them, the open one is none of them
    assert chart.table[0][1] == "1 so far"
    assert chart.description.endswith("All: 1 so far on 8 Apr, between 8 and 8.")
