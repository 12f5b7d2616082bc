"""A line of a register of postcodes: every spelling is one postcode, and what cannot be read is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junction.registry.rules.postcodes import Columns, NotARegister, columns, read_line

AT = Columns(postcode=0, area=1, latitude=2, longitude=3)
CELLS = st.lists(st.text(max_size=12), max_size=5)


@pytest.mark.parametrize(
    ("header", "at"),
    [
        (["pcd", "pcds", "oslaua", "lat", "long"], (1, 2, 3, 4)),
        (["PCDS", "lad23cd", "LONG", "LAT"], (0, 1, 3, 2)),
        (["postcode", "area_code", "area_name", "lon", "lat"], (0, 1, 4, 3)),
    ],
)
def test_columns_are_found_by_name(header, at):
    assert columns(header) == Columns(*at)


@pytest.mark.parametrize("missing", [0, 1, 2, 3])
def test_a_missing_column_is_named(missing):
    header = ["pcds", "laua", "lat", "long"]
    header[missing] = "other"
    with pytest.raises(NotARegister):
        columns(header)


@pytest.mark.parametrize("written", ["M33 7ZF", "m337zf", "M33  7ZF", "M337ZF "])
def test_every_spelling_is_one_postcode(written):
    one, wrong = read_line(2, [written, "E08000009", "53.4", "-2.3"], AT)
    assert (one.postcode, one.longitude, one.latitude, wrong) == ("M33 7ZF", -2.3, 53.4, None)


@given(CELLS)
def test_any_line_is_taken_or_told(cells):
    one, wrong = read_line(7, cells, AT)
    assert one is not None or wrong is not None
    assert wrong is None or (wrong.row == 7 and wrong.message)
    if one is not None:
        assert (one.longitude is None) == (one.latitude is None)
