"""Text with separators to a grid: which separator, and every quote accounted for."""

import csv
import io
import re
from collections.abc import Sequence

from junction.core.imports import Finding, Severity

from .shape import Grid, finding, refuse

SEPARATORS = (",", ";", "\t", "|")
_NAMES = {",": "a comma", ";": "a semicolon", "\t": "a tab", "|": "a bar (|)"}
_EXCEL_HINT = re.compile(r"\Asep=([,;\t|])\r?\n", re.IGNORECASE)
_ESCAPED = re.compile(r"\A'+[=+\-@\t\r\n＝＋－＠]")


def grid_of(text: str, *, wanted: Sequence[str]) -> tuple[Grid, list[Finding]]:
    """Return every row that is not blank, with its number, and what was assumed of the separator."""
    separator, begins = first_of(text, wanted=wanted)
    text = text[begins:]
    found = [] if separator == "," else [not_a_comma(separator)]
    try:
        return _parse(text, separator, strict=True), found
    except csv.Error as error:
        return _parse_loosely(text, separator, error, found)


def first_of(text: str, *, wanted: Sequence[str]) -> tuple[str, int]:
    """Return the separator, and where the first row begins: after what Excel may write before it."""
    hint = _EXCEL_HINT.match(text)
    return (hint.group(1), hint.end()) if hint else (sniff(text, wanted=wanted), 0)


def sniff(text: str, *, wanted: Sequence[str]) -> str:
    """Choose the separator with most wanted headers, then the steadiest and widest rows; else a comma."""
    sample = text[:20_000]
    return max(SEPARATORS, key=lambda separator: _fitness(sample, separator, wanted))


def unescape(value: str) -> str:
    """Undo what `write_csv` puts before a text that a spreadsheet would run."""
    return value[1:] if value[:1] == "'" and _ESCAPED.match(value) else value


def _fitness(sample: str, separator: str, wanted: Sequence[str]) -> tuple[int, float, int]:
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=separator)
    rows: list[list[str]] = []
    try:
        for row in reader:
            if row:
                rows.append(row)
            if len(rows) == 30:
                break
    except csv.Error:
        return (0, 0.0, 0)
    if not rows or len(rows[0]) < 2:
        return (0, 0.0, 0)
    names = {name.strip().casefold() for name in rows[0]}
    hits = sum(name.casefold() in names for name in wanted)
    steady = sum(len(row) == len(rows[0]) for row in rows[1:]) / max(1, len(rows) - 1)
    return (hits, round(steady, 1), len(rows[0]))


def _parse(text: str, separator: str, *, strict: bool) -> Grid:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=strict)
    grid: Grid = []
    number = 0
    try:
        for number, row in enumerate(reader, start=1):
            texts = [unescape(cell).strip() for cell in row]
            if any(texts):
                grid.append((number, texts))
    except csv.Error as error:
        error.add_note(str(number + 1))
        raise
    return grid


def _parse_loosely(
    text: str, separator: str, error: csv.Error, found: list[Finding]
) -> tuple[Grid, list[Finding]]:
    row = int(error.__notes__[-1])
    if "field larger" in str(error):
        refuse(
            "cell-too-long", f"A cell of row {row} is too long; perhaps a quote is not closed there.", row=row
        )
    if "unexpected end" in str(error) or text.count('"') % 2:
        refuse("quote-unclosed", f"A quote that opens in row {row} is never closed. Mend that row.", row=row)
    odd = finding("quote-odd", f"Row {row} has a quote in an unusual place. Look at that row.", row=row)
    try:
        return _parse(text, separator, strict=False), [*found, odd]
    except csv.Error:
        refuse("quote-unclosed", f"The quotes from row {row} on do not match. Mend that row.", row=row)


def not_a_comma(separator: str) -> Finding:
    """Say which separator was taken."""
    return finding(
        "separator-assumed",
        f"The cells are separated by {_NAMES[separator]}, not a comma; the file was read so.",
        value=separator,
        severity=Severity.NOTE,
    )
