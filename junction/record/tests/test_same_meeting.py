"""Which meetings are likely one: by their day, their people and their titles, by hand and as properties."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junction.record.rules.same_meeting import Known, likely_same, same_rules

DAY = timedelta(days=1)
RULES = same_rules(date(2020, 4, 20))
ON = date(2020, 4, 22)


def known(number, title="", held_on=None, people=(), spoken_on=date(2020, 4, 20)):
    return Known(number, title, held_on, spoken_on, people)


def numbers(one, *others):
    return [each.number for each in likely_same(one, others, rules=RULES)]


def test_meetings_of_one_day_are_likely_one_by_title_or_people():
    one = known(1, "the winter stocktake", ON, ("Asha Rao", "Ben Ode"))
    assert numbers(one, known(2, "Winter stocktake call", ON)) == [2]
    assert numbers(one, known(2, "Board", ON, ("ben  ode (BO)",))) == [2]
    assert numbers(one, known(2, "Board", ON, ("Cat",))) == []
    assert numbers(one, known(2, "the winter stocktake", ON + DAY, ("Asha Rao", "Ben Ode"))) == []
    assert numbers(one, one) == []
    assert likely_same(one, [known(2, "Winter stocktake", ON, ("Ben Ode (BO)",))], rules=RULES)[0].why == (
        "the same day, titles alike, Ben Ode in both"
    )


def test_where_no_day_was_said_more_must_agree_and_words_of_every_meeting_say_nothing():
    one = known(1, "the discussion", None, ("Asha", "Ben"))
    assert numbers(one, known(2, "the discussion", None, ("Asha",))) == []
    assert numbers(one, known(2, "Note", ON, ("Ben", "Asha"))) == [2]
    assert numbers(known(1, "Masks"), known(2, "Meeting: masks", spoken_on=date(2020, 4, 27))) == [2]
    assert numbers(known(1, "Masks"), known(2, "Masks", spoken_on=date(2020, 4, 28))) == []
    near, far = known(3, "Masks"), known(2, "Masks", spoken_on=date(2020, 4, 24))
    assert numbers(known(1, "Masks"), far, near) == [3, 2]


@pytest.mark.parametrize(
    ("one", "other", "is_likely"),
    [
        ("Dr Asha Rao", "asha rao (AR)", True),
        ("Rao, Asha", "Asha Rao", True),
        ("A. Rao", "Asha Rao", True),
        ("Cllr A.K. Rao", "Asha Rao", True),
        ("Asha K Rao", "Asha Rao", True),
        ("Arun Rao", "Asha Rao", False),
        ("B. Rao", "Asha Rao", False),
        ("Asha", "Asha Rao", False),
        ("Dr", "Dr", False),
    ],
)
def test_a_person_is_known_again_however_a_paper_writes_the_name(one, other, is_likely):
    found = numbers(known(1, "Board", ON, (one,)), known(2, "Winter", ON, (other,)))
    assert found == ([2] if is_likely else [])


DAYS = st.none() | st.dates(date(2020, 4, 18), date(2020, 4, 24))
KNOWN = st.builds(
    known, st.integers(1, 9), st.sampled_from(["masks", "the call", "winter board"]), DAYS,
    st.lists(st.sampled_from(["Asha", "Ben (B)", "ben", ""])).map(tuple),
)  # fmt: skip


@given(KNOWN, KNOWN)
def test_likely_goes_both_ways_when_nobody_stands_twice(one, other):
    once = [known(k.number, k.title, k.held_on, k.people[:1], k.spoken_on) for k in (one, other)]
    assert bool(numbers(once[0], once[1])) == bool(numbers(once[1], once[0]))
