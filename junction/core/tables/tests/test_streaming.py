"""A file read a batch at a time says the same as one read whole."""

import csv
import gzip
import io
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junction.core.imports import ImportRefused
from junction.core.tables import read, stream, write_xlsx

NAMED = {"filename": "list.csv", "required": ("name", "postcode"), "optional": ("email",)}
HEAD = "Name,postcode,E-mail\n"
FILES = {
    "plain": HEAD + "Ann,M33 7ZF,a@x.org\n\nBob,M33 7ZF,b@x.org\n",
    "quoted": HEAD + '"Ann\nand ""Bo""",M33 7ZF,a@x.org\nCy,M1 1AA,\n',
    "semicolons": HEAD.replace(",", ";") + "Ann;M33 7ZF;a@x.org\n",
    "said by Excel": "sep=;\r\n" + HEAD.replace(",", ";") + "Ann;M33 7ZF;a@x.org\n",
    "short and long rows": HEAD + "Ann,M33 7ZF\nBob,M33 7ZF,b@x.org,more,and more\nCy,M1 1AA,c@x.org\n",
    "trailing columns": "Name,postcode,E-mail,,\nAnn,M33 7ZF,a@x.org,,\nBob,M33 7ZF,b@x.org,x,\n",
    "an odd quote": HEAD + 'Ann "Bo" Cy,"M33" 7ZF,a@x.org\n',
    "formulas undone": HEAD + "'=Ann,M33 7ZF,a@x.org\n",
}


def told(content, size=2):
    """Rows and findings of a file read in batches."""
    found = stream(content, **NAMED)
    batches = list(found.batches(size))
    rows = [row for one in batches for row in one.rows]
    assert [one.begins for one in batches] == list(range(0, sum(one.length for one in batches), size))
    return found.header, rows, [*found.findings, *(odd for one in batches for odd in one.findings)]


@pytest.mark.parametrize("text", FILES.values(), ids=FILES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_same_as_read_whole(text, encoding):
    content = text.replace("Ann", "Zoë").encode(encoding)
    whole = read(content, **NAMED)
    assert told(content) == (whole.header, whole.rows, whole.findings)
    assert told(gzip.compress(content)) == (whole.header, whole.rows, whole.findings)


@given(st.lists(st.lists(st.text("ab,\"\n'é ", max_size=5), min_size=3, max_size=4), min_size=1, max_size=9))
def test_the_same_as_read_whole_whatever_is_written(rows):
    page = io.StringIO(newline="")
    csv.writer(page).writerows([["name", "postcode", "email"], *rows])
    content = page.getvalue().encode()
    try:
        whole = read(content, **NAMED)
    except ImportRefused as refused:
        with pytest.raises(ImportRefused) as also:
            stream(content, **NAMED)
        assert also.value.report == refused.report
    else:
        assert told(content, 3) == (whole.header, whole.rows, whole.findings)


def test_a_workbook_and_what_is_no_table():
    content = write_xlsx(["name", "postcode"], [["Ann", "M33 7ZF"], ["Bob", "M1 1AA"]])
    assert [row.cells["name"] for row in told(content)[1]] == ["Ann", "Bob"]
    for wrong in (b"", b"\n\n", HEAD.encode(), b"a,b\n1,2\n", b"name,postcode\nA\x00,M1\n", b"%PDF-1.4"):
        with pytest.raises(ImportRefused) as refused:
            stream(wrong, **NAMED)
        with pytest.raises(ImportRefused) as whole:
            read(wrong, **NAMED)
        assert refused.value.report == whole.value.report


def test_rows_before_are_left_out_and_the_numbers_stay():
    content = (HEAD + "".join(f"P{n},M33 7ZF,\n" for n in range(10))).encode()
    found = stream(content, **NAMED)
    assert found.count == 10
    first = next(iter(found.batches(3, after=6)))
    assert (first.begins, [(row.number, row.cells["name"]) for row in first.rows]) == (
        6, [(8, "P6"), (9, "P7"), (10, "P8")])  # fmt: skip


def test_memory_is_that_of_a_batch():
    content = (HEAD + "".join(f"Person {n},M33 7ZF,{n}@x.org\n" for n in range(60_000))).encode()
    tracemalloc.start()
    rows = sum(len(one.rows) for one in stream(content, **NAMED).batches(1_000))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert rows == 60_000 and most < 6_000_000  # all rows at once take forty times that
