"""Workbooks of other makers and of ill will: read as a person sees them, or refused within limits."""

import io
import struct
import zipfile
from datetime import date, datetime, time

import pytest
import xlsxwriter

from junction.core.imports import ImportRefused
from junction.core.tables import read


def xlsx(rows):
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy"})
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, date | datetime | time):
                    sheet.write_datetime(number, column, value, day)
                else:
                    sheet.write(number, column, value)
    return target.getvalue()


def ods(table):
    target = io.BytesIO()
    namespaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content {namespaces}><office:body><office:spreadsheet>'
            f'<table:table table:name="Homes">{table}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return target.getvalue()


def cell(text, repeated=1):
    return (
        f'<table:table-cell office:value-type="string" table:number-columns-repeated="{repeated}">'
        f"<text:p>{text}</text:p></table:table-cell>"
    )


def row(cells, repeated=1):
    return f'<table:table-row table:number-rows-repeated="{repeated}">{cells}</table:table-row>'


def test_cells_read_as_a_person_sees_them():
    header = ["seen on", "at", "beds", "share", "open", "code"]
    content = xlsx([header, [date(2020, 4, 3), datetime(2020, 4, 3, 17, 30), 30.0, 0.25, True, "007"]])
    assert read(content, filename="h.xlsx").rows[0].cells == {
        "seen on": "2020-04-03",
        "at": "2020-04-03 17:30:00",
        "beds": "30",
        "share": "0.25",
        "open": "true",
        "code": "007",
    }


def test_a_sheet_of_open_document_is_read():
    content = ods(row(cell("name") + cell("beds")) + row(cell("Elm") + cell("30")))
    table = read(content, filename="homes.csv")
    assert [(found.number, found.cells) for found in table.rows] == [(2, {"name": "Elm", "beds": "30"})]


@pytest.mark.parametrize(("wide", "high"), [(16_384, 1_048_576), (1_024, 200_000)])
def test_a_cell_repeated_without_end_does_not_take_the_memory(wide, high):
    content = ods(row(cell("name")) + row(cell("x" * 100, repeated=wide), repeated=high))
    with pytest.raises(ImportRefused, match=r"too large|damaged"):
        read(content, filename="homes.ods")


def test_sizes_that_lie_are_found_out():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 50_000_000)
    content = target.getvalue().replace(struct.pack("<L", 50_000_000), struct.pack("<L", 10))
    with pytest.raises(ImportRefused) as refused:
        read(content, filename="homes.xlsx")
    assert refused.value.report.findings[0].check in {"file-damaged", "workbook-too-large"}


def test_a_workbook_cut_short_is_refused():
    content = xlsx([["name"], ["Elm"]])
    with pytest.raises(ImportRefused, match="damaged"):
        read(content[: len(content) // 2], filename="homes.xlsx")


def test_an_empty_workbook_is_refused():
    with pytest.raises(ImportRefused, match="empty"):
        read(xlsx([]), filename="homes.xlsx")


@pytest.mark.parametrize(("written", "check"), [("_x0000_", "nul-byte"), ("_x0007_", "control-character")])
def test_a_cell_with_a_character_that_cannot_be_stored_is_refused(written, check):
    source = zipfile.ZipFile(io.BytesIO(xlsx([["name"], ["Ash HERE"]])))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as changed:
        for name in source.namelist():
            changed.writestr(name, source.read(name).replace(b"HERE", written.encode()))
    with pytest.raises(ImportRefused) as refused:
        read(target.getvalue(), filename="homes.xlsx")
    assert (refused.value.report.findings[0].check, refused.value.report.findings[0].row) == (check, 2)
