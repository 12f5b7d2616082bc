"""Urgency, clocks, calls, decisions, onward routes: worked by hand, then properties."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junction.supply.rules.calls_in import CallIn, line_figures
from junction.supply.rules.deciding import (
    STEPS,
    Granted,
    may_follow,
    outcome,
    problems,
    remainder,
    state_after,
)
from junction.supply.rules.free_supply import free_supply_on
from junction.supply.rules.offers import PASSED, offer_rules
from junction.supply.rules.onward import decide_by, routes_on
from junction.supply.rules.shortages import problem_rules
from junction.supply.rules.urgency import NoSuchCover, clocks, cover_for_hours, line_on

DAY = date(2020, 4, 20)
NOW = datetime(2020, 4, 20, 9, 0, tzinfo=UTC)
LINE = line_on(DAY)


@pytest.mark.parametrize(
    ("hours", "code"),
    [(0, "under-24h"), (23.9, "under-24h"), (24, "1-2-days"), (47, "1-2-days"), (48, "over-2-days"),
     (71.9, "over-2-days"), (72, "over-72h"), (1000, "over-72h")],
)  # fmt: skip
def test_cover_falls_into_one_band_and_a_bound_belongs_to_the_longer(hours, code):
    assert cover_for_hours(LINE, hours).code == code


def test_less_cover_is_never_less_urgent():
    priorities = [cover.priority or 99 for cover in LINE.covers.values()]
    assert priorities == sorted(priorities) == [1, 2, 3, 99]


def test_over_72_hours_is_sent_to_portal_or_forum_with_a_reason():
    over = LINE.cover("over-72h")
    assert over.priority is None
    assert over.instead == ("portal", "lrf-drop")
    assert "72 hours" in over.why


def test_an_unknown_band_is_refused_by_name():
    with pytest.raises(NoSuchCover, match="plenty"):
        LINE.cover("plenty")


def test_the_clocks_of_p1():
    run = clocks(LINE.priorities[1], NOW)
    assert run.decide_by == NOW + timedelta(hours=1)
    assert run.dispatch_by == NOW + timedelta(hours=4)
    assert run.deliver_by == NOW + timedelta(hours=12)


def test_what_must_be_tried_first_and_was_not_is_named():
    assert LINE.not_tried({"own-supplier", "lrf"}) == ("Wholesaler",)
    assert LINE.not_tried({"own-supplier", "lrf", "wholesaler"}) == ()


def call(waited: int, *, given_up: bool = False) -> CallIn:
    ended = NOW - timedelta(hours=1) + timedelta(seconds=waited)
    rang = NOW - timedelta(hours=1)
    return CallIn(rang, given_up_at=ended) if given_up else CallIn(rang, answered_at=ended)


def test_nine_of_ten_in_a_minute_is_not_over_ninety_percent():
    figures = line_figures([call(30)] * 9 + [call(61)], line=LINE, now=NOW)
    assert figures.answered_in_time_percent == 90
    assert (figures.meets_share, figures.meets_wait) == (False, True)
    assert figures.longest_wait_seconds == 61


def test_a_caller_who_still_waits_counts_with_the_wait_so_far():
    waiting = CallIn(NOW - timedelta(minutes=11))
    figures = line_figures([call(5), waiting], line=LINE, now=NOW)
    assert (figures.longest_wait_seconds, figures.waiting, figures.meets_wait) == (660, 1, False)
    assert figures.answered_in_time_percent == 50


def test_one_who_rang_just_now_counts_in_neither_part_of_the_share():
    figures = line_figures([call(5), CallIn(NOW - timedelta(seconds=20))], line=LINE, now=NOW)
    assert figures.answered_in_time_percent == 100


def test_one_who_gave_up_was_not_answered_in_time():
    figures = line_figures([call(5), call(10, given_up=True)], line=LINE, now=NOW)
    assert (figures.answered_in_time_percent, figures.given_up) == (50, 1)


def test_of_no_calls_nothing_is_known():
    figures = line_figures([], line=LINE, now=NOW)
    assert (figures.longest_wait_seconds, figures.answered_in_time_percent, figures.newest_at) == (None,) * 3
    assert (figures.meets_wait, figures.meets_share) == (None, None)


@given(st.lists(st.tuples(st.integers(0, 3600), st.booleans())))
def test_a_share_lies_between_nothing_and_all_and_answering_faster_never_lowers_it(waits):
    calls = [call(seconds, given_up=gone) for seconds, gone in waits]
    faster = [call(seconds // 2, given_up=gone) for seconds, gone in waits]
    slow, fast = (line_figures(some, line=LINE, now=NOW) for some in (calls, faster))
    assert slow.calls == slow.answered + slow.given_up + slow.waiting
    if waits:
        assert 0 <= slow.answered_in_time_percent <= fast.answered_in_time_percent <= 100
        assert fast.longest_wait_seconds <= slow.longest_wait_seconds


def test_every_step_starts_where_a_person_decides_and_ends_elsewhere():
    assert {step for step in STEPS if may_follow(step, "asked")} == set(STEPS)
    assert not [step for step in STEPS if state_after(step) == "asked"]
    assert not may_follow("approve", "refused")


def test_a_line_is_granted_no_more_than_asked_and_less_only_with_a_reason():
    lines = [Granted(1, 100, 100), Granted(2, 100, 40), Granted(3, 100, 101), Granted(4, 100, -1),
             Granted(5, 100, 0, "other-route"), Granted(6, 100, 0, "made-up")]  # fmt: skip
    assert problems(lines, reasons=LINE.reasons) == {
        2: "Select why less is granted",
        3: "No more than the 100 asked for can be granted",
        4: "Enter a whole number, or 0 for none",
        6: "Select why less is granted",
    }


@given(st.lists(st.integers(0, 1000).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))), min_size=1))
def test_what_is_granted_and_what_is_unmet_add_up_to_what_was_asked(pairs):
    lines = [Granted(number, asked, granted) for number, (asked, granted) in enumerate(pairs)]
    assert sum(line.granted + line.unmet for line in lines) == sum(asked for asked, _ in pairs)
    unmet = sum(line.unmet for line in lines)
    assert outcome(lines) == (
        "refused" if not any(g for _, g in pairs) else "in part" if unmet else "approved"
    )


def test_only_a_need_that_was_found_to_be_there_goes_on():
    going_on = {code for code, reason in LINE.reasons.items() if reason.goes_on}
    lines = [Granted(1, 10, 10), Granted(2, 10, 4, "not-enough-stock"), Granted(3, 10, 0, "more-than-needed")]
    assert remainder(lines, going_on=going_on) == {2: 6}


def test_a_remainder_goes_to_the_first_route_it_has_not_been_to():
    routes = routes_on(DAY)
    assert routes.next_of("emergency", been_to={"emergency"}).code == "lrf-drop"
    assert routes.next_of("lrf-drop", been_to={"emergency", "lrf-drop"}).code == "portal"
    assert routes.next_of("portal", been_to={"emergency", "lrf-drop", "portal"}) is None
    assert [way.code for way in routes.ways("emergency", been_to={"emergency"})] == ["lrf-drop", "portal"]


@given(st.sampled_from(sorted(routes_on(DAY).by_code)))
def test_no_need_goes_round_for_ever(start):
    routes, been, at = routes_on(DAY), [], start
    while at is not None:
        assert at not in been
        been.append(at)
        following = routes.next_of(at, been_to=been)
        at = following.code if following else None
    assert len(been) <= len(routes.by_code)


def test_a_need_that_is_short_of_time_does_not_get_more_of_it_on_the_way():
    forum = routes_on(DAY).by_code["lrf-drop"]
    assert decide_by(forum, NOW) == NOW + timedelta(hours=12)
    assert decide_by(forum, NOW, before=NOW + timedelta(hours=2)) == NOW + timedelta(hours=2)
    assert decide_by(forum, NOW, before=NOW - timedelta(hours=2)) == NOW


def test_an_offer_is_accepted_only_once_every_check_that_must_has_passed():
    rules = offer_rules(DAY)
    must = {code for code, check in rules.checks.items() if check.must}
    assert {check.code for check in rules.in_the_way({}, "accepted")} == must
    assert rules.in_the_way(dict.fromkeys(must, PASSED), "accepted") == []
    assert rules.in_the_way({}, "declined") == []


def test_an_offer_must_have_an_owner_after_one_working_day():
    assert offer_rules(DAY).owner_due_at(NOW) == NOW + timedelta(days=1)


def test_the_worse_a_shortage_the_sooner_it_needs_an_owner():
    hours = [severity.owner_within_hours for severity in problem_rules(DAY).severities.values()]
    assert hours == sorted(hours)
    assert problem_rules(DAY).severities["out"].owner_due_at(NOW) == NOW + timedelta(hours=1)


def test_unpaid_carers_came_in_with_february_2021():
    assert "unpaid-carer" not in free_supply_on(date(2021, 2, 8)).eligibilities
    assert "unpaid-carer" in free_supply_on(date(2021, 2, 9)).eligibilities
    assert free_supply_on(DAY).forget_on(DAY) == date(2020, 10, 17)
