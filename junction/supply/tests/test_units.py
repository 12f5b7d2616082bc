"""Whatever one counts in becomes base units, exactly; what cannot is refused with what to write."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junction.supply.rules.units import (
    CannotCount,
    Countable,
    Quantity,
    UnlikeItems,
    read_quantity,
    to_base_units,
    total,
)

GLOVES = Countable(
    "gloves", "glove", "gloves", {"Pair": 2, "Two pairs": 4, "Box of 100": 100, "Case of 1,000": 1000}
)
APRONS = Countable("aprons", "apron", "aprons", {"Roll of 100": 100})
GOGGLES = Countable("eye-protection", "pair of goggles", "pairs of goggles", {"Box of 10": 10})


@pytest.mark.parametrize(
    ("typed", "units"),
    [
        ("300", 300), ("1,200", 1200), ("0", 0), ("150 pairs", 300), ("1 pair", 2), ("1.5 pairs", 3),
        ("75 fours", 300), ("2 two pairs", 8), ("3 Box of 100", 300), ("3 boxes of 100", 300),
        ("3 x box of 100", 300), ("2 cases of 1,000", 2000), ("0.5 Box of 100", 50), ("12 gloves", 12),
        ("7 single", 7),
    ],
)  # fmt: skip
def test_singly_in_pairs_in_fours_and_in_boxes_come_to_one_unit(typed, units):
    assert read_quantity(typed, GLOVES) == units


def test_a_unit_may_stand_beside_the_number():
    assert read_quantity("3", GLOVES, unit="pairs") == 6
    assert read_quantity("3 pairs", GLOVES, unit="Pairs") == 6
    with pytest.raises(CannotCount, match="say different things"):
        read_quantity("3 pairs", GLOVES, unit="Box of 100")


def test_a_pair_of_goggles_is_one():
    assert read_quantity("3 pairs", GOGGLES) == 3
    assert read_quantity("2 boxes of 10", GOGGLES) == 20


@pytest.mark.parametrize(
    ("typed", "item", "says"),
    [
        ("1.25 pairs", GLOVES, "“1.25 pairs” is not a whole number of gloves"),
        ("0.5", GLOVES, "not a whole number of gloves"),
        ("3 pairs", APRONS, "“pairs” is no way to count aprons. Write aprons or Roll of 100"),
        ("3 bottles", GLOVES, "“bottles” is no way to count gloves"),
        ("some", GLOVES, "“some” is no number of gloves"),
        ("-3", GLOVES, "is no number"),
        ("", GLOVES, "is no number"),
        ("2000000 Case of 1,000", GLOVES, "from 0 to 1,000,000,000"),
    ],
)
def test_what_is_no_quantity_is_refused_in_words(typed, item, says):
    with pytest.raises(CannotCount) as refused:
        read_quantity(typed, item)
    assert says in str(refused.value)


def test_unlike_items_never_add_up():
    assert total([Quantity("gloves", 2), Quantity("gloves", 4)]) == Quantity("gloves", 6)
    assert total([]) is None
    with pytest.raises(UnlikeItems):
        total([Quantity("gloves", 2), Quantity("aprons", 4)])


@given(
    number=st.fractions(min_value=0, max_value=10_000),
    unit=st.sampled_from(["", "pair", "fours", "box of 100"]),
)
def test_nothing_is_rounded(number, unit):
    size = GLOVES.units_in(unit)
    if (number * size).denominator == 1:
        assert Fraction(to_base_units(number, unit, GLOVES), size) == number
    else:
        with pytest.raises(CannotCount):
            to_base_units(number, unit, GLOVES)
