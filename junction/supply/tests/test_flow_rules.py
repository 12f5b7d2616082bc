"""The flow by hand, and that it adds up for any set of accounts over any movements."""

from hypothesis import given
from hypothesis import strategies as st

from junction.supply.rules.flow import INSIDE, STOCK, Difference, Passed, differences, flows

KINDS = (*STOCK, "supplier", "found", "consumed", "lost", "recalled")
ELSEWHERE = "elsewhere"


def passed(source, target, quantity, *, source_inside=True, target_inside=True):
    return Passed(1, source, source_inside, target, target_inside, quantity)


def test_a_case_of_gloves_by_hand():
    flow = flows(
        [
            passed("supplier", "available", 1_000),
            passed("available", "reserved", 400),
            passed("reserved", "picked", 300),
            passed("picked", "in-transit", 300),
            passed("in-transit", "at-provider", 290),
            passed("in-transit", "lost", 10),
            passed("at-provider", "consumed", 100),
            passed("available", "held", 50),
            passed("found", "available", 7),
            passed("available", "supplier", 20),
        ]
    )[1]
    said = {name: value for name, value in flow.figures.items() if value}
    assert said == {
        "received": 1_000, "found": 7, "available": 537, "held": 50, "reserved": 100, "delivered": 190,
        "consumed": 100, "lost": 10, "sent_back": 20,
    }  # fmt: skip
    assert flow.came == flow.is_and_went == 1_007
    assert flow.adds_up


def test_a_depot_sees_what_left_it_as_sent_elsewhere():
    flow = flows(
        [
            passed("supplier", "available", 90),
            passed("in-transit", "at-provider", 30, target_inside=False),
            passed("in-transit", "available", 12, source_inside=False),
            passed("available", "in-transit", 40),
        ]
    )[1]
    assert flow.figures["to_elsewhere"] == 30
    assert flow.figures["from_elsewhere"] == 12
    assert flow.adds_up


def test_what_comes_back_from_a_loss_lessens_it():
    flow = flows([passed("available", "lost", 9), passed("lost", "available", 4)])[1]
    assert flow.figures["lost"] == 5
    assert flow.adds_up


accounts = st.tuples(st.sampled_from(KINDS), st.booleans())
movements = st.lists(st.tuples(accounts, accounts, st.integers(1, 10_000)), max_size=60)


@given(movements)
def test_any_set_of_accounts_adds_up(moves):
    flow = flows(Passed(1, *source, *target, quantity) for source, target, quantity in moves).get(1)
    assert flow is None or flow.adds_up


@given(movements)
def test_what_lies_inside_is_what_the_accounts_hold(moves):
    found = flows(Passed(1, source[0], True, target[0], True, quantity) for source, target, quantity in moves)
    held = dict.fromkeys(KINDS, 0)
    for (source, _), (target, _), quantity in moves:
        held[source] -= quantity
        held[target] += quantity
    for name in set(INSIDE.values()):
        assert (found[1].figures[name] if found else 0) == sum(held[k] for k in STOCK if INSIDE[k] == name)


def test_a_balance_that_is_not_its_movements_is_named():
    moved = [(1, 2, 7, 100), (2, 3, 7, 40)]
    assert differences(moved, {(1, 7): -100, (2, 7): 60, (3, 7): 40}) == []
    assert differences(moved, {(1, 7): -100, (2, 7): 61, (4, 8): 1}) == [
        Difference(2, 7, 60, 61),
        Difference(3, 7, 40, 0),
        Difference(4, 8, 0, 1),
    ]
