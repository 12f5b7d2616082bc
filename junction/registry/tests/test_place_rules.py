"""Identifiers, cells, names and buildings: worked by hand, then for any text at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junction.registry.rules import cells, names
from junction.registry.rules.identifiers import IdentifierKind, IdentifierNotValid, clean_identifier
from junction.registry.rules.matching import successions


@pytest.mark.parametrize(
    ("kind", "text", "kept"),
    [
        ("cqc-location", " 1-112588858 ", "1-112588858"),
        ("cqc-location", "rm301", "RM301"),
        ("gss", "e08000009", "E08000009"),
        ("company", "1234567", "01234567"),
        ("us-ccn", "33500A", None),
        ("us-ccn", "335003", "335003"),
        ("cqc-location", "1-12345678", None),
        ("cqc-location", "1-123456789012", None),
        ("gss", "E0800009", None),
    ],
)
def test_identifiers(kind, text, kept):
    if kept is None:
        with pytest.raises(IdentifierNotValid):
            clean_identifier(IdentifierKind(kind), text)
    else:
        assert clean_identifier(IdentifierKind(kind), text) == kept


@given(st.sampled_from(list(IdentifierKind)), st.text(max_size=20))
def test_cleaning_an_identifier_twice_changes_nothing(kind, text):
    try:
        once = clean_identifier(kind, text)
    except IdentifierNotValid:
        return
    assert clean_identifier(kind, once) == once


@pytest.mark.parametrize(
    ("written", "value", "check"),
    [
        ("1619282514", "0161 928 2514", "phone-without-zero"),
        ("1617777e3", "0161 777 7000", "phone-as-number"),
        ("+44 161 928 2514", "0161 928 2514", None),
        ("161688", None, "phone-not-valid"),
        ("NA", None, None),
    ],
)
def test_phones(written, value, check):
    cell = cells.phone(written)
    assert (cell.value, cell.odd and cell.odd.check) == (value, check)


def test_positions_are_turned_round_or_left_out():
    assert cells.position("53.4", "-2.3").value == (-2.3, 53.4)
    assert cells.position("-2.3", "53.4").value == (-2.3, 53.4)
    assert cells.position("0", "0").value is None


@given(st.text(max_size=40))
def test_no_cell_breaks_a_list(text):
    for clean in (cells.phone, cells.postcode, cells.website, cells.email, cells.beds):
        cell = clean(text)
        assert cell.value is None or cell.odd is None or cell.odd.message
    cells.position(text, text)


def test_buildings_and_names():
    assert names.same_building("20 Broad Road, Sale", "20-22 Broad Road, Sale")
    assert not names.same_building("24 Broad Road, Sale", "20-22 Broad Road, Sale")
    assert names.alike("Ashlands manor Care Centre", "Ashlands Manor Care Home")
    assert not names.alike("Bowerfield House", "Bowerfield Court")
    assert names.is_named_in("Lady of the Vale Care Home", "Lady of the Vale Nursing Home, Grange Road")


@given(st.text(max_size=40))
def test_a_name_is_like_itself(name):
    assert names.alike(name, name)


def test_two_to_two_is_ambiguous_and_one_to_one_is_not():
    pairs = successions({1: "A", 2: "B", 3: "B"}, {11: "A", 12: "B", 13: "B", 14: "C"})
    assert [(one.predecessor, one.successor, one.is_ambiguous) for one in pairs] == [
        (1, 11, False),
        (2, 12, True),
        (2, 13, True),
        (3, 12, True),
        (3, 13, True),
    ]
