"""What goes out runs no formula, and comes back as it was."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from junction.core.tables import read, write_csv, write_xlsx

TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")) | st.sampled_from("=+-@',;\"\t\n|"),
    max_size=12,
)


def csv_bytes(header, rows):
    return "".join(write_csv(header, rows)).encode()


@pytest.mark.parametrize("text", ["=1+1", "+SUM(A1)", "-cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "＝1", "'=1"])
def test_a_formula_is_written_as_text_and_read_back(text):
    content = csv_bytes(("note", "beds"), [(text, 1)])
    assert content.decode("utf-8-sig").splitlines()[1].lstrip('"').startswith("'")
    assert read(content, filename="x.csv").rows[0].cells["note"] == text.strip()


def test_numbers_stay_numbers():
    rows = [(-5, -2.5, Decimal("-1.20"), "-3", None, True, date(2020, 4, 3))]
    content = csv_bytes(tuple("abcdefg"), rows)
    assert content.decode("utf-8-sig").splitlines()[1] == "-5,-2.5,-1.20,-3,,true,2020-04-03"


def test_a_long_file_comes_in_pieces():
    assert len(list(write_csv(("n",), ((n,) for n in range(1200))))) == 3


def test_a_workbook_holds_text_numbers_and_days_and_no_formula():
    content = write_xlsx(("a", "b", "c", "d"), [("=1+1", -5, date(2020, 4, 3), "'=x")])
    assert read(content, filename="x.xlsx").rows[0].cells == {
        "a": "=1+1",
        "b": "-5",
        "c": "2020-04-03",
        "d": "'=x",
    }


@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=8))
def test_csv_comes_back_as_it_went(rows):
    table = read(
        csv_bytes(("name", "note"), [("x", "y"), *rows]), filename="x.csv", required=("name", "note")
    )
    wanted = [row for row in [tuple(cell.strip() for cell in row) for row in rows] if any(row)]
    assert [tuple(row.cells.values()) for row in table.rows[1:]] == wanted
    assert not [finding for finding in table.findings if finding.severity == "error"]


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(TEXTS, st.integers(-(10**9), 10**9)), min_size=1, max_size=8))
def test_a_workbook_comes_back_as_it_went(rows):
    table = read(write_xlsx(("name", "beds"), rows), filename="x.xlsx")
    assert [tuple(row.cells.values()) for row in table.rows] == [
        (name.strip(), str(beds)) for name, beds in rows
    ]
