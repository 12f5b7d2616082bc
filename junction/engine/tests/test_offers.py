"""Instant offers: whom to ask, how many at once, when the next; and that each of them hears how it ended."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junction.engine.pairing import (
    AlreadyAnswered,
    Answer,
    Do,
    NotAsked,
    Offers,
    Step,
    accept_offer,
    decline_offer,
    look_at_offers,
    offer_at_once,
    withdraw_offers,
)

NOW = datetime(2020, 4, 20, 9, 0, tzinfo=UTC)
PATIENCE = timedelta(minutes=5)


def after(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def begun(*ranked: int, at_once: int = 2) -> Offers:
    return offer_at_once(list(ranked), at_once=at_once, patience=PATIENCE, now=NOW)[0]


def answers(offers: Offers) -> dict[int, Answer]:
    return {each.helper: each.answer for each in offers.made}


def test_the_best_few_are_asked_at_once():
    offers, steps = offer_at_once([7, 8, 9], at_once=2, patience=PATIENCE, now=NOW)
    assert steps == (Step(Do.ASK, 7, after(5)), Step(Do.ASK, 8, after(5)))
    assert (offers.following, offers.next_due_at, offers.is_open) == ((9,), after(5), True)


def test_the_first_to_accept_has_it_and_the_others_are_told():
    offers, steps = accept_offer(begun(7, 8, 9), 8)
    assert steps == (Step(Do.GIVE, 8), Step(Do.WITHDRAW, 7))
    assert (offers.taken_by, offers.is_open, offers.is_exhausted, offers.next_due_at) == (
        8,
        False,
        False,
        None,
    )
    again, told = accept_offer(offers, 7)
    assert (again, told) == (offers, (Step(Do.WITHDRAW, 7),))
    assert accept_offer(offers, 8) == (offers, (Step(Do.GIVE, 8),))  # pressed twice
    assert look_at_offers(offers, now=after(60)) == (offers, ())


def test_who_declines_is_followed_by_the_next():
    offers, steps = decline_offer(begun(7, 8, 9), 7, now=after(1))
    assert steps == (Step(Do.ASK, 9, after(6)),)
    assert decline_offer(offers, 7, now=after(2)) == (offers, ())
    with pytest.raises(AlreadyAnswered):
        accept_offer(offers, 7)


def test_no_answer_in_time_and_the_next_are_asked_at_that_very_moment():
    offers = begun(1, 2, 3)
    assert look_at_offers(offers, now=after(4.9)) == (offers, ())
    offers, steps = look_at_offers(offers, now=after(5))
    assert steps == (Step(Do.ASK, 3, after(10)),)
    assert answers(offers) == {1: Answer.LAPSED, 2: Answer.LAPSED, 3: Answer.WAITING}


def test_a_late_yes_counts_while_nobody_has_it():
    offers, _ = look_at_offers(begun(1, 2, 3), now=after(6))
    offers, steps = accept_offer(offers, 1)
    assert steps == (Step(Do.GIVE, 1), Step(Do.WITHDRAW, 2), Step(Do.WITHDRAW, 3))


def test_when_nobody_is_left_a_person_has_to_look():
    offers, steps = decline_offer(begun(1, at_once=3), 1, now=NOW)
    assert (steps, offers.is_exhausted, offers.is_open) == ((), True, False)
    lapsed, _ = look_at_offers(begun(1), now=after(5))
    assert (lapsed.is_exhausted, lapsed.is_open) == (True, True)  # a late yes may still come
    assert begun().is_exhausted


def test_a_need_that_is_gone_is_taken_back():
    offers, steps = withdraw_offers(begun(1, 2, 3))
    assert steps == (Step(Do.WITHDRAW, 1), Step(Do.WITHDRAW, 2))
    assert not offers.is_open
    assert accept_offer(offers, 1) == (offers, (Step(Do.WITHDRAW, 1),))
    assert decline_offer(offers, 1, now=after(1)) == (offers, ())


def test_what_was_taken_is_neither_declined_nor_withdrawn():
    offers, _ = accept_offer(begun(1, 2), 1)
    with pytest.raises(AlreadyAnswered):
        decline_offer(offers, 1, now=NOW)
    with pytest.raises(AlreadyAnswered):
        withdraw_offers(offers)
    assert decline_offer(offers, 2, now=NOW) == (offers, ())


def test_who_was_not_asked_cannot_answer():
    with pytest.raises(NotAsked):
        accept_offer(begun(1, 2, 3), 3)


@pytest.mark.parametrize(("ranked", "at_once", "patience"), [([1], 0, 5), ([1], 1, 0), ([1, 2, 1], 1, 5)])
def test_terms_that_cannot_be_are_refused(ranked, at_once, patience):
    with pytest.raises(ValueError, match="at least one"):
        offer_at_once(ranked, at_once=at_once, patience=timedelta(minutes=patience), now=NOW)


MOVES = st.lists(
    st.tuples(st.sampled_from(["accept", "decline", "look"]), st.integers(0, 7), st.integers(0, 4))
)


@given(st.integers(0, 8), st.integers(1, 4), MOVES)
def test_whatever_happens_one_has_it_at_most_and_nobody_is_asked_twice(count, at_once, moves):
    now = NOW
    offers, steps = offer_at_once(list(range(count)), at_once=at_once, patience=PATIENCE, now=now)
    told = list(steps)
    for move, helper, minutes in moves:
        now += timedelta(minutes=minutes)
        try:
            if move == "accept":
                offers, steps = accept_offer(offers, helper)
            elif move == "decline":
                offers, steps = decline_offer(offers, helper, now=now)
            else:
                offers, steps = look_at_offers(offers, now=now)
        except (NotAsked, AlreadyAnswered):
            continue
        told += steps
        waiting = [each for each in offers.made if each.answer is Answer.WAITING]
        assert len(waiting) <= (0 if offers.taken_by is not None else at_once)
    asked = [step.helper for step in told if step.do is Do.ASK]
    assert asked == list(range(len(asked)))
    assert {step.helper for step in told if step.do is Do.GIVE} <= {offers.taken_by}
    if offers.taken_by is not None:
        known = {step.helper for step in told if step.do in (Do.GIVE, Do.WITHDRAW)}
        declined = {each.helper for each in offers.made if each.answer is Answer.DECLINED}
        assert set(asked) <= known | declined
