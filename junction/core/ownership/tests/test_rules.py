"""What a history of owners says."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from junction.core.ownership.rules import (
    Span,
    age,
    hand_overs,
    held_for,
    nobody_for,
    nobodys_since,
    owner_at,
)

START = datetime(2020, 4, 20, 9, 0, tzinfo=UTC)


def hours(count):
    return START + timedelta(hours=count)


HISTORY = [
    Span("user:1", START, hours(2)),
    Span("user:2", hours(2), hours(5)),
    Span("user:2", hours(6), hours(7)),
    Span("user:3", hours(7)),
]


def test_a_history_worked_by_hand():
    assert hand_overs(HISTORY) == 2
    assert age(HISTORY, hours(10)) == timedelta(hours=10)
    assert held_for(HISTORY, hours(10)) == timedelta(hours=3)
    assert nobody_for(HISTORY, hours(10)) == timedelta(hours=1)
    assert [owner_at(HISTORY, hours(count)) for count in (-1, 0, 2, 5, 9)] == [
        None,
        "user:1",
        "user:2",
        None,
        "user:3",
    ]


def test_a_thing_let_go_is_nobodys():
    spans = HISTORY[:2]
    assert held_for(spans, hours(10)) == timedelta()
    assert nobody_for(spans, hours(10)) == timedelta(hours=5)


def test_a_thing_never_taken_has_no_age():
    assert (
        hand_overs([]),
        age([], START),
        held_for([], START),
        nobody_for([], START),
        owner_at([], START),
    ) == (
        0,
        timedelta(),
        timedelta(),
        timedelta(),
        None,
    )


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 9), st.integers(0, 9)), min_size=1))
def test_time_owned_and_time_unowned_make_the_age(steps):
    spans, clock = [], 0
    for owner, held, gap in steps:
        spans.append(Span(owner, hours(clock), hours(clock + held)))
        clock += held + gap
    now = hours(clock)
    owned = sum((span.owned_until - span.owned_from for span in spans), timedelta())
    assert owned + nobody_for(spans, now) == age(spans, now)
    assert hand_overs(spans) < len(spans)


def test_a_thing_is_nobodys_since_it_began_or_was_let_go():
    assert nobodys_since([], hours(1)) == hours(1)
    assert nobodys_since([Span("a", hours(2))], hours(1)) is None
    assert nobodys_since([Span("a", hours(2), hours(3))], hours(1)) == hours(3)
