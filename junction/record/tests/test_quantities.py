"""How much of what, over what; and whether parts make the whole."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junction.record.rules.quantities import quantities_in, sums_in


def said(text):
    return [(one.amount, one.unit, one.scope, one.qualifier) for one in quantities_in(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We will train 3,500 carers across 12 districts.", [
            (3500, "carers", "across 12 districts", ""), (12, "districts", "", "")]),
        ("up to 640 of its tablet computers for wards", [(640, "tablet computers", "for wards", "up to")]),
        ("£4.5 million for hospices", [(4_500_000, "GBP", "for hospices", "")]),
        ("at least **2 million** masks", [(2_000_000, "masks", "", "at least")]),
        ("over 85% of calls", [(85, "%", "", "over")]),
        ("seven depots", [(7, "depots", "", "")]),
    ],
)  # fmt: skip
def test_a_quantity_has_its_unit_scope_and_qualifier(text, expected):
    assert said(text) == expected


@pytest.mark.parametrize(
    "text",
    ["by 3 May 2021", "in 2021 councils met", "see paragraph 4.12 above", "the 16th day",
     "COVID-19 cases",
     "24/7 cover",
     "Category 1 and 2 responders", "two thirds of homes", "- 1.7 Homes must report.", "over 65s"],
)  # fmt: skip
def test_dates_references_and_names_are_no_quantities(text):
    assert said(text) == []


def test_parts_that_are_included_may_leave_a_rest_but_not_exceed_the_whole():
    (found,) = sums_in(
        "We sent 34 million items to 38 forums, including 8 million aprons, 4 million masks and "
        "20 million pairs of gloves."
    )
    assert (found.whole.amount, found.sum, found.rest, found.agrees) == (
        34_000_000,
        32_000_000,
        2_000_000,
        True,
    )
    (found,) = sums_in("10 beds, including 8 single beds and 4 double beds.")
    assert not found.agrees and found.rest == Decimal(-2)


def test_parts_that_are_all_there_is_must_make_the_whole():
    (found,) = sums_in("A team of 12 people, made up of 7 nurses and 4 porters.")
    assert found.complete and not found.agrees
    (found,) = sums_in(
        "We gave £2.9 billion to care. This included £1.6 billion for councils and £1.3 billion for the NHS."
    )
    assert found.agrees and found.rest == 0


@given(st.text(alphabet="0123456789.,£%ma including andof\n*-", max_size=80), st.integers(0, 9))
def test_any_text_is_read_and_spans_quote_what_was_said(text, offset):
    for one in quantities_in(text, offset=offset):
        quoted = text[one.span.start - offset : one.span.end - offset]
        assert " ".join(quoted.replace("*", " ").split()) == one.raw
    sums_in(text)
