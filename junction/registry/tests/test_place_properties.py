"""What must hold for any cell, row and name at all: found by Hypothesis, not worked by hand."""

import re

from hypothesis import example, given
from hypothesis import strategies as st

from junction.core.imports import Severity
from junction.registry.files.place_lists import TEMPLATE
from junction.registry.rules import cells, names
from junction.registry.rules.identifiers import SHAPES, IdentifierKind, IdentifierNotValid, clean_identifier
from junction.registry.rules.listed import read_listed

WORDS = [
    "Ash",
    "Ashe",
    "Asha",
    "Ashford",
    "Elm",
    "Elms",
    "House",
    "Court",
    "Care",
    "Ltd",
    "&",
    "St",
    "20",
    "1-3",
]
named = st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join) | st.text(max_size=30)
addressed = st.tuples(st.sampled_from(["1", "1-3", "2a", ""]), named).map(" ".join)


# Cells


@given(st.text(max_size=60))
def test_a_cleaned_cell_is_clean(text):
    """Cleaning twice is cleaning once, and finds nothing odd the second time."""
    for clean in (cells.text, names.name_key, names.organisation_key):
        assert clean(clean(text)) == clean(text)
    for clean in (cells.postcode, cells.phone, cells.website, cells.email):
        once = clean(text).value
        if once is not None:
            assert clean(once) == cells.Cell(once)
    beds = cells.beds(text).value
    assert beds is None or cells.beds(str(beds)) == cells.Cell(beds)


@given(st.from_regex(r"[A-Za-z]{1,2}[0-9][A-Za-z0-9]? ?[0-9][A-Za-z]{2}", fullmatch=True))
def test_a_postcode_in_any_writing_is_one_postcode(written):
    found = cells.postcode(written).value
    assert found == cells.postcode(written.lower()).value == cells.postcode(written.replace(" ", "")).value
    assert found is not None and found.replace(" ", "") == written.replace(" ", "").upper()


@given(st.floats(allow_nan=True), st.floats(allow_nan=True))
def test_a_position_is_inside_the_country_or_left_out_and_may_be_swapped(east, north):
    found = cells.position(str(east), str(north))
    turned = cells.position(str(north), str(east))
    assert found.value == turned.value
    assert found.value is None or (
        cells.WEST <= found.value[0] <= cells.EAST and cells.SOUTH <= found.value[1] <= cells.NORTH
    )


@given(st.sampled_from(list(IdentifierKind)), st.text(max_size=20) | st.from_regex(r"\s?1-\d{8,12}\s?"))
def test_an_identifier_has_its_shape_or_is_refused_with_advice(kind, text):
    try:
        assert re.fullmatch(SHAPES[kind], clean_identifier(kind, text), re.ASCII)
    except IdentifierNotValid as refused:
        assert str(refused).endswith(".")


COLUMNS = [*TEMPLATE, "registered_until", "predecessors"]


@given(st.dictionaries(st.sampled_from(COLUMNS), st.text(max_size=400) | named))
def test_any_row_is_taken_or_says_why_not_and_fits_its_tables(row):
    place, findings = read_listed(2, row, row)
    assert (place is None) == any(found.severity is Severity.ERROR for found in findings)
    assert all(
        found.row == 2 and found.check and found.message and len(found.value) <= 200 for found in findings
    )
    if place is None:
        return
    assert 0 < len(place.key) <= 200 and len(place.name) <= 200 and len(place.provider) <= 200
    assert len(place.address) <= 300 and len(place.town) <= 100 and len(place.postcode) <= 8
    assert all(len(value) <= 260 for _, value in place.identifiers)
    assert all(len(value) <= 300 for _, value in place.contacts)
    assert all(len(number) <= 260 for number, _ in place.predecessors)
    assert place.beds is None or 0 <= place.beds <= 1000


# Names and addresses


@example("Asha Ashe", "Ash Ashford")  # each word of one is like Ash, and none of the other like Ashford
@given(named, named)
def test_likeness_goes_both_ways(one, other):
    for like in (names.alike, names.same_provider):
        assert like(one, other) == like(other, one)
    assert names.alike(one, one) and names.alike(one, f"  {one} ")


@given(addressed, addressed)
def test_one_building_goes_both_ways_and_needs_a_number_and_a_street(one, other):
    assert names.same_building(one, other) == names.same_building(other, one)
    if names.same_building(one, other):
        assert names.house_numbers(one) & names.house_numbers(other)
        assert names.same_building(one, one) and names.same_building(other, other)
