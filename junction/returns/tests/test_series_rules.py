"""Published series without a database: differences that read back exactly, small numbers that stay hidden."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junction.returns.rules.series import (
    WITHDRAWN,
    Key,
    Said,
    SmallNumbers,
    applied,
    changes,
    fingerprint,
    last_moment,
    published_moment,
    read_value,
    total,
)
from junction.returns.rules.series_book import definition, measure_title, small_numbers_below

DAY = date(2020, 4, 10)
A, B = Key("a", "covid", DAY), Key("b", "covid", DAY)


def test_only_differences_are_kept_and_what_is_gone_is_withdrawn():
    assert changes({A: Said(1), B: Said(2)}, {A: Said(3)}) == {A: Said(3), B: WITHDRAWN}
    assert changes({A: Said(1)}, {A: Said(1)}) == {}
    assert changes({}, {A: Said(0)}) == {A: Said(0)}


states = st.dictionaries(
    st.builds(Key, st.sampled_from("abc"), st.just("covid"), st.dates(DAY, date(2020, 4, 12))),
    st.one_of(st.builds(Said, st.integers(0, 9)), st.just(Said(None, suppressed=True))),
)


@given(states, states)
def test_a_publication_reads_back_exactly_from_its_differences(before, after):
    assert applied(before, changes(before, after)) == after


@given(states)
def test_a_fingerprint_does_not_depend_on_order(state):
    assert fingerprint(state) == fingerprint(dict(reversed(list(state.items()))))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("12", Said(12)),
        ("72.0", Said(72)),
        ("1,204", Said(1204)),
        ("c", Said(None, True)),
        ("<5", Said(None, True)),
        (" ", None),
    ],
)
def test_a_cell_is_a_number_a_mark_or_nothing(text, said):
    assert read_value(text) == said


@pytest.mark.parametrize("text", ["1.5", "many", "nan", "inf"])
def test_anything_else_is_refused(text):
    with pytest.raises((ValueError, OverflowError)):
        read_value(text)


def test_a_total_with_a_hidden_day_or_no_day_is_not_known():
    assert total([Said(1), Said(2)]) == 3
    assert total([Said(1), Said(None, True)]) is None
    assert total([]) is None


def test_a_day_alone_counts_to_its_last_moment_in_local_time():
    assert published_moment("", "2020-05-12.abc") == datetime(2020, 5, 11, 23, tzinfo=UTC)
    assert last_moment("2020-05-12") == datetime(2020, 5, 12, 22, 59, 59, 999999, tzinfo=UTC)
    assert last_moment("2020-05-12T09:00") == datetime(2020, 5, 12, 8, tzinfo=UTC)
    assert last_moment("the first one") is None
    with pytest.raises(ValueError, match="Invalid"):
        published_moment("", "spring")


def test_what_is_laid_down_of_a_series():
    assert definition("care-home-deaths")["every"] == "day"
    assert measure_title("care-home-outbreaks", "outbreaks") == "First outbreaks in the week"
    assert measure_title("other", "staff_ill") == "Staff ill"
    assert small_numbers_below("care-home-outbreaks", "outbreaks", on=date(2020, 3, 9)) == 5
    assert small_numbers_below("care-home-outbreaks", "care_homes", on=date(2020, 5, 9)) is None
    assert small_numbers_below("care-home-deaths", "covid", on=date(2020, 5, 9)) is None


# england ─┬─ north ─┬─ n1
#          │         └─ n2
#          └─ south ─── s1        "centre" belongs to another geography: its parts are not known
PARTS = {
    "england": {"north", "south", "n1", "n2", "s1"},
    "north": {"n1", "n2"},
    "south": {"s1"},
    "centre": None,
}


def rule(may_see=frozenset()):
    return SmallNumbers(below=5, parts=lambda key: PARTS.get(key, ()), may_see=lambda key: key in may_see)


def test_a_small_cell_hides_every_total_it_is_part_of():
    cells = {
        "england": Said(30),
        "north": Said(20),
        "south": Said(10),
        "n1": Said(17),
        "n2": Said(3),
        "s1": Said(10),
    }
    shown = rule().hide(cells)
    assert {key for key, said in shown.items() if said.suppressed} == {"england", "north", "n2"}
    assert shown["south"] == Said(10)


def test_a_zero_is_shown_and_a_total_of_an_unknown_geography_is_hidden_with_any_small_cell():
    shown = rule().hide({"n1": Said(0), "n2": Said(2), "centre": Said(40)})
    assert shown == {"n1": Said(0), "n2": Said(None, True), "centre": Said(None, True)}
    assert rule().hide({"n1": Said(0), "n2": Said(5), "centre": Said(40)})["centre"] == Said(40)


def test_who_may_see_an_area_sees_its_small_number_and_no_other():
    shown = rule({"n1"}).hide({"north": Said(5), "n1": Said(2), "n2": Said(3)})
    assert shown == {"north": Said(None, True), "n1": Said(2), "n2": Said(None, True)}


@given(n1=st.integers(0, 9), n2=st.integers(0, 9), s1=st.integers(0, 9))
def test_no_hidden_cell_can_be_had_back_by_subtraction(n1, n2, s1):
    """Change every hidden leaf to another small value: what is shown stays the same, so it tells nothing."""

    def world(n1, n2, s1):
        north, south = n1 + n2, s1
        values = {"england": north + south, "north": north, "south": south, "n1": n1, "n2": n2, "s1": s1}
        return rule().hide({key: Said(value) for key, value in values.items()})

    shown = world(n1, n2, s1)
    for other in range(1, 5):
        n1_, n2_, s1_ = (other if 0 < value < 5 else value for value in (n1, n2, s1))
        assert world(n1_, n2_, s1_) == shown
