"""The gate: each finding by hand, and what holds of all of them."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junction.support.rules.gate import (
    CHECKS,
    CLEAR,
    MEND,
    STOP,
    Finding,
    kept_finding,
    through_gate,
    verdict,
)
from junction.support.rules.gate_book import gate_rules
from junction.support.rules.launches import Launching, Promise

RULES = gate_rules(date(2020, 4, 20))
MAY, JUNE, JULY, AUGUST = (date(2020, month, 1) for month in (5, 6, 7, 8))
FORM = frozenset({"name", "address", "phone", "diet"})
FOOD = Promise("shielded", "food", within_days=7)


def one(number=1, **more):
    values = {"title": f"L{number}", "audience": "shielded", "begins_on": MAY, "goes": True}
    return Launching(number=number, **(values | more))


def codes(this, *others):
    return [found.code for found in through_gate(this, others, RULES)]


def test_a_launch_that_says_little_meets_nothing():
    assert codes(one(), one(2)) == []
    assert verdict([], RULES) == CLEAR


def test_every_check_has_its_rule_and_every_rule_a_check():
    said = {name for check in CHECKS for name in check.__code__.co_consts if isinstance(name, str)}
    assert set(RULES.findings) <= said


def test_the_same_people_are_asked_twice_for_the_same_data():
    asks, too = one(collects=FORM), one(2, collects=FORM | {"needs"}, begins_on=JUNE)
    (found,) = through_gate(asks, [too], RULES)
    assert found == Finding("same-data", 2, fields=tuple(sorted(FORM)), day=JUNE)
    assert verdict([found], RULES) == STOP
    few = one(2, collects={"name", "address"})
    elsewhere = replace(too, areas=frozenset({"B"}))
    for other in (few, replace(too, audience="carers"), replace(too, stopped=True)):
        assert codes(asks, other) == []
    assert codes(replace(asks, areas=frozenset({"A"})), elsewhere) == []
    assert codes(replace(asks, areas=frozenset({"B", "C"})), elsewhere) == ["same-data"]


@pytest.mark.parametrize("ends_on", [JUNE, date(2020, 5, 20)])
def test_what_has_ended_by_then_asks_nobody_any_more(ends_on):
    assert codes(one(collects=FORM, begins_on=JUNE), one(2, collects=FORM, ends_on=ends_on)) == []


def test_data_handed_over_by_an_interface_are_not_asked_twice():
    asks = one(collects=FORM, uses=frozenset({"people who shield"}))
    assert codes(asks, one(2, collects=FORM, opens={"people who shield": None})) == []


def test_who_asks_everybody_asks_those_who_shield_too():
    everybody = one(audience="public", collects=FORM)
    assert codes(everybody, one(2, collects=FORM)) == ["same-data"] == codes(one(2, collects=FORM), everybody)
    assert codes(everybody, one(2, audience="providers", collects=FORM)) == []


def test_a_promise_to_everybody_carries_on_one_to_some_and_not_the_other_way():
    old = one(2, promises=(FOOD,), begins_on=date(2020, 4, 1))
    to_all = replace(FOOD, audience="public")
    assert codes(one(replaces=frozenset({2}), promises=(to_all,)), old) == []
    assert codes(one(replaces=frozenset({2}), promises=(FOOD,)), replace(old, promises=(to_all,))) == [
        "promise-dropped"
    ]


def test_promises_that_say_two_things_to_the_same_people_contradict():
    weekly, daily = one(promises=(FOOD,)), one(2, promises=(replace(FOOD, within_days=1),))
    assert codes(weekly, daily) == ["promise-contradicts"] == codes(daily, weekly)
    assert codes(weekly, one(2, promises=(replace(FOOD, gives=False),))) == ["promise-contradicts"]
    for other in (FOOD, replace(FOOD, within_days=None), replace(FOOD, audience="carers"),
                  replace(FOOD, category="medicine", within_days=1)):  # fmt: skip
        assert codes(weekly, one(2, promises=(other,))) == []
    past = one(2, promises=(replace(FOOD, within_days=1, until=MAY),), begins_on=date(2020, 4, 1))
    assert codes(weekly, past) == []


def test_a_promise_of_what_is_replaced_is_carried_on_or_broken():
    old = one(2, promises=(replace(FOOD, until=AUGUST),), begins_on=date(2020, 4, 1), ends_on=MAY)
    new = one(replaces=frozenset({2}))
    assert codes(new, old) == ["promise-dropped"]
    assert codes(replace(new, promises=(replace(FOOD, within_days=3),)), old) == []
    assert codes(replace(new, promises=(replace(FOOD, within_days=9),)), old) == ["promise-dropped"]
    short = replace(new, promises=(replace(FOOD, until=JULY),))
    assert codes(short, old) == ["promise-dropped"]
    kept = replace(old, promises=(replace(FOOD, until=MAY),))
    assert codes(new, kept) == []


def test_a_promise_without_a_day_is_carried_on_by_one_without_a_day():
    old = one(2, promises=(FOOD,), begins_on=date(2020, 4, 1))
    assert codes(one(replaces=frozenset({2}), promises=(FOOD,), ends_on=JULY, is_final=True), old) == []
    assert codes(one(replaces=frozenset({2})), old) == ["promise-dropped"]


def test_a_promise_that_outlives_its_launch_needs_an_heir():
    this = one(promises=(replace(FOOD, until=AUGUST),), ends_on=JULY, is_final=True)
    assert codes(this) == ["promise-outlives"]
    heir = one(2, begins_on=JULY, replaces=frozenset({1}), promises=(FOOD,))
    assert codes(this, heir) == []
    assert codes(this, replace(heir, promises=())) == ["promise-outlives"]
    assert codes(this, replace(heir, begins_on=AUGUST)) == ["promise-outlives"]


def test_what_ends_names_what_follows_or_says_that_nothing_need():
    this = one(ends_on=JULY)
    assert codes(this) == ["successor-missing"]
    assert verdict(through_gate(this, [], RULES), RULES) == MEND
    assert codes(replace(this, is_final=True)) == []
    assert codes(this, one(2, begins_on=JULY, replaces=frozenset({1}))) == []
    assert codes(this, one(2, begins_on=AUGUST, replaces=frozenset({1}))) == ["successor-missing"]


def test_what_it_replaces_may_not_end_before_it():
    (found,) = through_gate(one(begins_on=JUNE, replaces=frozenset({2})), [one(2, ends_on=date(2020, 5, 22),
                            begins_on=date(2020, 4, 1))], RULES)  # fmt: skip
    assert found == Finding("gap-before", 2, day=date(2020, 5, 22), days=10)


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({}, []),
        ({"goes": False}, ["needs-late"]),
        ({"begins_on": JUNE}, ["needs-late"]),
        ({"ends_on": JULY}, ["needs-ends"]),
        ({"stopped": True, "goes": False}, ["needs-gone"]),
        ({"begins_on": date(2020, 4, 1), "ends_on": MAY}, ["needs-gone"]),
    ],
)
def test_what_it_needs_must_be_live_by_its_day_and_last(other, expected):
    assert codes(one(needs=frozenset({2})), one(2, **other)) == expected


def test_what_it_needs_is_gone_when_nobody_knows_it():
    assert codes(one(needs=frozenset({2}))) == ["needs-gone"]


def test_an_interface_must_be_open_by_its_day_and_last():
    this = one(uses=frozenset({"eligibility"}), ends_on=AUGUST, is_final=True)
    opens = one(2, opens={"eligibility": None})
    assert codes(this) == ["interface-missing"] and codes(this, opens) == []
    assert codes(this, replace(opens, begins_on=JUNE)) == ["interface-missing"]
    (found,) = through_gate(this, [replace(opens, opens={"eligibility": JULY})], RULES)
    assert found == Finding("interface-withdrawn", 2, interface="eligibility", day=JULY)
    assert codes(this, replace(opens, ends_on=JUNE)) == ["interface-withdrawn"]
    assert codes(this, replace(opens, ends_on=JUNE), one(3, opens={"eligibility": AUGUST})) == []
    assert codes(this, replace(opens, stopped=True)) == ["interface-missing"]


def test_what_is_replaced_at_once_was_not_worth_launching():
    heir = one(2, begins_on=date(2020, 5, 20), replaces=frozenset({1}))
    (found,) = through_gate(one(), [heir], RULES)
    assert found == Finding("short-life", 2, day=date(2020, 5, 20), days=19)
    assert codes(one(), replace(heir, begins_on=date(2020, 5, 29))) == []


def test_what_others_need_is_not_taken_from_under_them():
    gone, stands = one(2, begins_on=date(2020, 4, 1), opens={"addresses": None}), one(3, needs=frozenset({2}))
    new = one(begins_on=JUNE, replaces=frozenset({2}))
    assert through_gate(new, [gone, stands], RULES) == [Finding("leaves-behind", 3, needs=2, day=JUNE)]
    uses = one(3, uses=frozenset({"addresses"}))
    assert codes(new, gone, uses) == ["leaves-behind"]
    assert codes(replace(new, opens={"addresses": None}), gone, uses) == []
    assert codes(new, gone, replace(uses, ends_on=JUNE)) == []


DAYS = st.dates(date(2020, 4, 1), date(2020, 9, 1))
PROMISES = st.builds(
    Promise, st.sampled_from(["shielded", "carers"]), st.sampled_from(["food", "talk"]), st.booleans(),
    st.none() | st.integers(0, 9), st.none() | DAYS,
)  # fmt: skip


@st.composite
def launchings(draw, most=5):
    count = draw(st.integers(1, most))
    numbers = st.frozensets(st.integers(1, most), max_size=2)
    names = st.sampled_from(["x", "y"])
    return [
        Launching(
            number, f"L{number}", draw(st.sampled_from(["shielded", "carers"])), draw(DAYS),
            draw(st.none() | DAYS),
            draw(st.none() | st.frozensets(st.sampled_from("AB"), min_size=1)), draw(st.booleans()),
            draw(st.frozensets(st.sampled_from(sorted(FORM)))), tuple(draw(st.lists(PROMISES, max_size=2))),
            draw(numbers) - {number}, draw(numbers) - {number}, draw(st.frozensets(names)),
            draw(st.dictionaries(names, st.none() | DAYS)), goes=draw(st.booleans()),
        )
        for number in range(1, count + 1)
    ]  # fmt: skip


@given(launchings(), st.randoms())
def test_the_order_of_the_others_does_not_matter_and_findings_can_be_kept(all_of_them, random):
    this = all_of_them[0]
    shuffled = random.sample(all_of_them, len(all_of_them))
    found = through_gate(this, all_of_them, RULES)
    assert found == through_gate(this, shuffled, RULES)
    assert [kept_finding(each.plain()) for each in found] == found


@given(launchings())
def test_what_was_stopped_never_speaks_against_a_launch_that_does_not_need_it(all_of_them):
    this = replace(all_of_them[0], needs=frozenset(), ends_on=None, uses=frozenset())
    others = [replace(other, stopped=True, goes=False) for other in all_of_them[1:]]
    assert through_gate(this, others, RULES) == []


@given(launchings())
def test_the_gate_refuses_exactly_where_a_finding_stops(all_of_them):
    found = through_gate(all_of_them[0], all_of_them, RULES)
    stops = any(RULES.findings[each.code].stops for each in found)
    assert (verdict(found, RULES) == STOP) == stops
