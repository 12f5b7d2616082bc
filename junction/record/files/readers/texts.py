"""Plain text and tables with separators. Markdown's marks stay; a form feed begins a page.

The encoding is decided as for any table (`core.tables.texts`). A table's rows become lines with tabs
between the cells, as those of a workbook do; what is only called a table, and has no steady columns,
stays the text it is.
"""

import csv
import io
import re
from collections import Counter

from junction.core.imports import ImportRefused
from junction.core.tables.delimited import sniff
from junction.core.tables.texts import decode

from ..page import Page, cell_of
from ..refusals import FileDamaged, FileUnknown

_CONTROL = bytes(byte for byte in range(32) if byte not in (9, 10, 12, 13, 27))
_TO_SPACES = bytes.maketrans(_CONTROL, b" " * len(_CONTROL))
_STEADY = 0.6  # of the rows have as many cells as most


def text_of(content: bytes) -> str:
    """Return the text in whatever encoding it is; refuse what is none."""
    try:
        return decode(content if _is_wide(content) else _seen(content))[0]
    except ImportRefused as refused:
        checks = {finding.check for finding in refused.report.findings}
        raise (FileDamaged if "encoding-broken" in checks else FileUnknown) from None


def _is_wide(content: bytes) -> bool:
    """Tell whether every letter takes several bytes, most of them zero, as in UTF-16."""
    sample = content[:4000]
    return content.startswith((b"\xff\xfe", b"\xfe\xff")) or sample.count(0) > len(sample) // 8


def _seen(content: bytes) -> bytes:
    """Make single control characters spaces; a file full of them is no text."""
    sample = content[:8000]
    odd = len(sample) - len(sample.translate(None, _CONTROL))
    return content.translate(_TO_SPACES) if odd <= max(8, len(sample) // 50) else content


def read_text(content: bytes) -> Page:
    """Read text as it stands."""
    return page_of(text_of(content))


def page_of(text: str) -> Page:
    """Return a text with its pages, where form feeds part them."""
    page = Page()
    page.add(text)
    text = "".join(page.pieces)
    if "\f" in text.strip("\f\n "):
        page.page_starts = [0, *(found.end() for found in re.finditer("\f", text) if found.end() < len(text))]
    return page


def _rows(text: str) -> list[list[str]]:
    """Return the rows; where a quotation mark never closes, marks are letters and lines are rows."""
    delimiter = sniff(text, wanted=())
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        loose = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    if not any("\n" in cell for cell in (loose[-1] if loose else [])):
        return loose
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=csv.QUOTE_NONE)
    return list(lines)


def read_delimited(content: bytes) -> Page:
    """Read CSV or TSV as lines with tabs between the cells."""
    text = text_of(content)
    try:
        rows = _rows(text)
    except csv.Error:
        return page_of(text)
    widths = Counter(len(row) for row in rows if row)
    width, number = max(widths.items(), key=lambda each: each[1], default=(0, 0))
    if width < 2 or number < _STEADY * widths.total():
        return page_of(text)
    page = Page()
    for row in rows:
        page.line("\t".join(cell_of(cell) for cell in row))
    return page
