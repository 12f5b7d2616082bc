"""Tables to files that no spreadsheet runs: a text that looks like a formula is written as text.

CSV has no types, so such a text gets an apostrophe before it, which `read` takes away again. XLSX has
types, so there it is simply stored as text. Numbers stay numbers.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_RUNS = re.compile(r"\A'*[=+\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"\A-?\d+(\.\d+)?\Z", re.ASCII)
_CHUNK = 500
_MARK = "\ufeff"  # tells spreadsheets that the text is UTF-8


def write_csv(header: Sequence[str], rows: Iterable[Sequence[object]], *, mark: bool = True) -> Iterator[str]:
    """Yield the text of a CSV file in pieces of some hundred rows, for a streamed answer."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    if mark:
        buffer.write(_MARK)
    writer.writerow([_safe(cell) for cell in header])
    for count, row in enumerate(rows, start=1):
        writer.writerow([_safe(cell) for cell in row])
        if count % _CHUNK == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def write_xlsx(header: Sequence[str], rows: Iterable[Sequence[object]], *, sheet: str = "Table") -> bytes:
    """Return an XLSX workbook of one sheet; texts are texts, numbers numbers, days days."""
    target = io.BytesIO()
    options = {
        "in_memory": True,
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
    }
    with xlsxwriter.Workbook(target, options) as book:
        page = book.add_worksheet(sheet[:31])
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        page.freeze_panes(1, 0)
        for column, name in enumerate(header):
            page.write_string(0, column, str(name), bold)
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                _write_cell(page, (number, column), cell, day)
    return target.getvalue()


def text_of(value: object) -> str:
    """Return a value as a file shows it: nothing as "", a day as ISO, true and false in those words."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)


def _safe(value: object) -> str:
    text = text_of(value)
    if isinstance(value, int | float | Decimal) or not _RUNS.match(text) or _NUMBER.match(text):
        return text
    return "'" + text


def _write_cell(
    page: xlsxwriter.worksheet.Worksheet, place: tuple[int, int], value: object, day: object
) -> None:
    row, column = place
    if isinstance(value, bool):
        page.write_string(row, column, text_of(value))
    elif isinstance(value, int | float | Decimal):
        page.write_number(row, column, value)
    elif isinstance(value, date) and not isinstance(value, datetime):
        page.write_datetime(row, column, value, day)
    elif value is not None and value != "":
        page.write_string(row, column, text_of(value))


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text
