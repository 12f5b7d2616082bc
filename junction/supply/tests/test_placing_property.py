"""The stores' function grants as the rules say, whatever is asked and whatever there is."""

from datetime import timedelta

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from junction.registry.tests.factories import PlaceFactory
from junction.supply.models import Outlook
from junction.supply.rules.granting import Outlook as Foreseen
from junction.supply.rules.granting import grant
from junction.supply.tests.shop import NOW, ask, assert_ledger_is_balances, left, place
from tests.cast import national

lines = st.tuples(st.sampled_from(["masks-iir", "gloves"]), st.integers(1, 3_000))
some_lines = st.lists(lines, min_size=1, max_size=2, unique_by=lambda line: line[0])
orders = st.lists(st.tuples(st.integers(0, 3), some_lines), min_size=1, max_size=12)
CEILINGS = {"masks-iir": 1_200, "gloves": 5_000}


PACKS = {"masks-iir": 50, "gloves": 100}


def expect(shop, expected):
    """Look ahead for both items, in the database and in plain values."""
    until = NOW + timedelta(days=1)
    for code in CEILINGS:
        item = shop.items[code]
        Outlook.objects.create(item=item, until_at=until, expected=expected, computed_at=NOW)
    return {code: Foreseen(expected) for code in CEILINGS}


def assert_granted_by_rule(orders, came, *, stocked, foreseen):
    """Go through the orders as the rules would; what is left stays in the two mappings."""
    allowance = {(h, code): units for h in range(4) for code, units in CEILINGS.items()}
    for (h, lines), placed in zip(orders, came, strict=True):
        for (code, units), line in zip(lines, placed.order["lines"], strict=True):
            should = grant(
                units, pack=PACKS[code], allowance_left=allowance[h, code], pool=stocked[code],
                depot=stocked[code], outlook=foreseen.get(code),
            )  # fmt: skip
            allowance[h, code] -= should.quantity
            stocked[code] -= should.quantity
            if should.outlook is not None:
                foreseen[code] = should.outlook
            assert (line["granted"], line["reason"]) == (should.quantity, should.reason)
            assert line["allowance_left"] == allowance[h, code]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(orders, st.integers(0, 8_000), st.integers(0, 8_000), st.one_of(st.none(), st.integers(0, 30_000)))
def test_the_function_grants_as_the_rules_say(shop, orders, masks, gloves, expected):
    """One depot, several homes, any batch: each line as `rules.granting.grant` would have it."""
    with transaction.atomic():
        stocked = {"masks-iir": masks, "gloves": gloves}
        for code, units in stocked.items():
            if units:
                shop.stock(code, units)
        foreseen = {} if expected is None else expect(shop, expected)
        homes = [PlaceFactory() for _ in range(4)]
        came = place(*(ask(shop, *lines, by=national(), place_id=homes[h].pk) for h, lines in orders))
        assert_granted_by_rule(orders, came, stocked=stocked, foreseen=foreseen)
        assert {code: left(shop, code) for code in stocked} == stocked
        for code, should in foreseen.items():
            kept = Outlook.objects.get(item=shop.items[code])
            assert (kept.claimed, kept.least_level, kept.carry) == (
                should.claimed, should.least_level, should.carry,
            )  # fmt: skip
        assert_ledger_is_balances()
        transaction.set_rollback(True)
