"""Files as people send them: each is read, or refused with a sentence that says what to do."""

import gzip
import io
import time
import zipfile

import pytest
import xlsxwriter

from junction.core.imports import ImportRefused
from junction.core.tables import read, read_path, write_xlsx


def checks(table):
    return [finding.check for finding in table.findings]


def refusal(content, filename="homes.csv", **options):
    with pytest.raises(ImportRefused) as refused:
        read(content, filename=filename, **options)
    return refused.value.report


def test_a_plain_file_has_a_header_and_numbered_rows():
    table = read(b"name,postcode\nElm House,M33 2AB\n\n Oak Lodge ,M33 3CD\n", filename="homes.csv")
    assert table.header == ("name", "postcode")
    assert [(row.number, row.cells["name"]) for row in table] == [(2, "Elm House"), (4, "Oak Lodge")]
    assert table.findings == []


def test_a_line_break_within_quotes_is_one_row_as_in_a_spreadsheet():
    table = read(b'name,address\nElm,"1 High St\nSale"\nOak,2 Low St\n', filename="homes.csv")
    assert [row.number for row in table.rows] == [2, 3]
    assert table.rows[0].cells["address"] == "1 High St\nSale"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_marked_and_usual_encodings_need_no_word(encoding):
    table = read("name,town\nCafé,Llanfairfechan – Sŵn\n".encode(encoding), filename="homes.csv")
    assert table.rows[0].cells == {"name": "Café", "town": "Llanfairfechan – Sŵn"}
    assert table.findings == []


@pytest.mark.parametrize(
    ("encoding", "said"), [("cp1252", "cp1252"), ("latin-1", "cp1252"), ("utf-16-le", "utf-16-le")]
)
def test_an_assumed_encoding_is_said(encoding, said):
    table = read("name,town\nCafé Noël,Rhôs\n".encode(encoding), filename="homes.csv")
    assert table.rows[0].cells["name"] == "Café Noël"
    assert checks(table) == ["encoding-assumed"]
    assert table.findings[0].value == said


def test_bytes_that_windows_does_not_know_are_still_read():
    table = read(b"name,town\nElm \x81\x8d\xe9,Sale\n", filename="homes.csv")
    assert checks(table) == ["encoding-assumed"]


def test_text_encoded_twice_is_pointed_at():
    content = b"name,town\nElm,Sale\n" + "CafÃ©".encode("cp1252") + b",Sale\xe9\n"
    found = read(content, filename="homes.csv").findings
    assert [(finding.check, finding.row) for finding in found] == [
        ("encoding-assumed", 0),
        ("encoding-mixed", 3),
    ]


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_other_separators_are_read_and_said(separator):
    content = f"name{separator}beds{separator}address\nElm{separator}30{separator}1 High St, Sale\n".encode()
    table = read(content, filename="homes.csv")
    assert table.rows[0].cells == {"name": "Elm", "beds": "30", "address": "1 High St, Sale"}
    assert checks(table) == ["separator-assumed"]


def test_a_spreadsheets_hint_of_the_separator_is_not_a_row():
    table = read(b"sep=;\r\nname;beds\r\nElm;30\r\n", filename="homes.csv")
    assert table.rows[0].number == 2


def test_wanted_headers_decide_the_separator():
    content = b"name;address\nElm;1, High, St\nOak;2, Low, St\n"
    assert read(content, filename="h.csv", required=("name", "address")).header == ("name", "address")


def test_a_header_in_other_case_or_spacing_is_taken_and_said():
    table = read(b"Post Code,NAME\nM33,Elm\n", filename="h.csv", required=("postcode", "name"))
    assert table.header == ("postcode", "name")
    assert checks(table) == ["header-renamed", "header-renamed"]


def test_missing_headers_are_named_with_near_spellings():
    report = refusal(b"Locaton name,beds\nElm,3\n", required=("location name", "postcode"))
    assert [finding.check for finding in report.findings] == ["header-missing", "header-missing"]
    assert "Locaton name" in report.findings[0].message
    assert "Add it" in report.findings[1].message


def test_an_optional_header_nearly_spelt_is_pointed_at():
    table = read(b"name,postcoed\nElm,M33\n", filename="h.csv", required=("name",), optional=("postcode",))
    assert checks(table) == ["header-near"]


def test_rows_longer_than_the_header_are_not_taken_and_shorter_ones_are():
    table = read(b"name,town,beds\nElm,Sale\nOak,1 High St, Sale,20\nAsh,Sale,9,,\n", filename="h.csv")
    assert [(finding.check, finding.row) for finding in table.findings] == [
        ("row-too-short", 2),
        ("row-too-long", 3),
    ]
    assert [row.cells["name"] for row in table.rows] == ["Elm", "Ash"]
    assert table.rows_in_file == 3


def test_a_file_without_header_takes_the_names_given():
    table = read(b"R0A,Manchester\nRM3,Salford\n", filename="t.csv", columns=("code", "name"))
    assert [(row.number, row.cells["code"]) for row in table.rows] == [(1, "R0A"), (2, "RM3")]


def test_an_unnamed_column_with_values_is_kept():
    table = read(b"name,,\nElm,x,\n", filename="h.csv")
    assert table.header == ("name", "column 2")


def test_gzip_is_unpacked_within_bounds():
    assert len(read(gzip.compress(b"name\nElm\n"), filename="h.csv.gz").rows) == 1
    report = refusal(gzip.compress(b"name\n" + b"Elm\n" * 100_000), max_bytes=100_000)
    assert report.findings[0].check == "file-too-large"
    assert refusal(gzip.compress(b"name\nElm\n")[:-9]).findings[0].check == "file-damaged"


REFUSED = {
    "file-empty": [b"", b"\n\n \n", b"\xef\xbb\xbf", b",,\n,,\n"],
    "no-rows": [b"name,postcode\n", b"name,postcode\n,,\n"],
    "file-is-html": [
        b"<!DOCTYPE html><html>",
        b"\n <html><body>",
        b"<table><tr>",
        b"<?xml version='1.0'?><html/>",
    ],
    "file-is-xml": [b"<?xml version='1.0'?><Workbook/>"],
    "file-is-pdf": [b"%PDF-1.7\n"],
    "file-damaged": [b"PK\x03\x04 cut short"],
    "not-a-workbook": [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600],
    "nul-byte": [b"name,town\nElm,Sa\x00le\n" + b"Oak,Sale\n" * 40],
    "control-character": [b"name,town\nElm,Sa\x1ale\n" + b"Oak,Sale\n" * 40],
    "file-is-binary": [bytes(range(256)) * 40, b"\x89PNG\r\n\x1a\n" + bytes(200)],
    "header-repeated": [b"name,name\nElm,Oak\n"],
    "quote-unclosed": [b'name,town\nElm,"Sale\nOak,Sale\n', b'name,town\n"Elm"x,Sale\nOak,"Sale\n'],
    "cell-too-long": [b'name,town\nElm,"' + b"x" * 200_000 + b'"\n'],
    "encoding-broken": [b"\xef\xbb\xbfname\nCaf\xe9\n"],
}


@pytest.mark.parametrize(
    ("check", "content"), [(check, content) for check, contents in REFUSED.items() for content in contents]
)
@pytest.mark.parametrize("filename", ["homes.csv", "homes.xlsx"])
def test_what_is_no_table_is_refused_by_what_it_is(check, content, filename):
    report = refusal(content, filename)
    assert [finding.check for finding in report.findings] == [check]
    assert report.errors == 1


def test_a_quote_in_an_odd_place_is_read_and_said():
    table = read(b'name,town\n"Elm" House,Sale\nOak,Sale\n', filename="h.csv")
    assert checks(table) == ["quote-odd"]
    assert len(table.rows) == 2


def test_a_workbook_is_read_whatever_its_name():
    content = write_xlsx(("name", "beds", "rate"), [("Elm", 30, 0.5), ("Oak", 12, 1.25)])
    table = read(content, filename="homes.csv", required=("name",))
    assert [row.cells for row in table.rows] == [
        {"name": "Elm", "beds": "30", "rate": "0.5"},
        {"name": "Oak", "beds": "12", "rate": "1.25"},
    ]
    assert [row.number for row in table.rows] == [2, 3]


def workbook(**sheets: dict[tuple[int, int], object]) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        for name, cells in sheets.items():
            sheet = book.add_worksheet(name)
            for (row, column), value in cells.items():
                sheet.write(row, column, value)
    return target.getvalue()


def test_the_first_sheet_is_read_unless_another_is_named():
    content = workbook(Homes={(2, 1): "name", (3, 1): "Elm"}, Notes={(0, 0): "note", (1, 0): "x"})
    table = read(content, filename="h.xlsx")
    assert table.header == ("column 1", "name")
    assert (table.header_row, table.rows[0].number) == (3, 4)
    assert checks(table) == ["sheet-assumed"]
    assert read(content, filename="h.xlsx", sheet="Notes").header == ("note",)
    assert refusal(content, sheet="Beds").findings[0].check == "sheet-missing"


def test_a_cell_in_the_last_corner_does_not_take_the_memory():
    content = workbook(Homes={(0, 0): "name", (1, 0): "Elm", (1_048_575, 16_383): "x"})
    assert refusal(content).findings[0].check == "workbook-too-large"


def test_a_zip_bomb_is_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 600_000_000)
    assert refusal(target.getvalue()).findings[0].check == "workbook-too-large"


def test_another_archive_is_no_workbook():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", b"<w/>")
    assert refusal(target.getvalue()).findings[0].check == "not-a-workbook"


def test_a_200_mb_file_is_refused_at_once(tmp_path):
    path = tmp_path / "big.csv"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    start = time.perf_counter()
    with pytest.raises(ImportRefused, match="200 MB"):
        read_path(path)
    assert time.perf_counter() - start < 0.1


def test_the_public_files_are_tables_without_a_word(shared_data):
    for path in sorted(shared_data.glob("*.csv*")):
        table = read_path(path)
        assert table.rows, path.name
        assert table.findings == [], path.name
