"""PDF: lines in reading order, page by page, with what is bold by the font's name.

A row of a table is one line with tabs between its cells (`pdf_tables.py`); a wide gap in any other line
parts cells too, a high gap between lines parts paragraphs (an empty line). Pages in columns are read column
by column (`pdf_columns.py`). Pages that hold no letters were scanned: they are named among the properties,
as are those whose order is in doubt.
"""

import io
import re
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from ...rules.opened import READ_ACROSS, WITHOUT_TEXT
from ..limits import LIMITS
from ..page import Page
from ..refusals import FileDamaged, FileLocked, TooHeavy
from .pdf_beside import add_beside
from .pdf_raised import with_raised
from .pdf_tables import Strip, Word, strips_of

_BOLD = re.compile(r"(?i)bold|black|heavy|demi|[-,]bd\b")
_HYPHEN = re.compile(r"[^\W\d_]-$")


def opened(content: bytes) -> Any:
    """Return the PDF, or say why it does not open."""
    try:
        pdf = pdfplumber.open(io.BytesIO(content))
        pages = len(pdf.pages)
    except PdfminerException as error:
        is_locked = bool(error.args) and isinstance(error.args[0], PDFPasswordIncorrect)
        raise (FileLocked if is_locked else FileDamaged) from None
    if pages > LIMITS["pages_at_most"]:
        raise TooHeavy
    if not pages:
        raise FileDamaged
    return pdf


def read_pdf(content: bytes) -> Page:
    """Read all pages."""
    page = Page()
    bare: list[int] = []
    across: list[int] = []
    with opened(content) as pdf:
        for name, value in (pdf.metadata or {}).items():
            page.say(str(name), value)
        for sheet in pdf.pages:
            page.begin_page()
            words = with_raised(sheet.extract_words(extra_attrs=["fontname", "size"], keep_blank_chars=False))
            if not words:
                bare.append(sheet.page_number)
            strips, in_doubt = strips_of(sheet, words)
            across += [sheet.page_number] if in_doubt else []
            _add_strips(page, strips)
            sheet.close()
        add_beside(pdf, page)
    page.say(WITHOUT_TEXT, ", ".join(map(str, bare)))
    page.say(READ_ACROSS, ", ".join(map(str, across)))
    return page


def _add_strips(page: Page, strips: list[Strip]) -> None:
    below: float | None = None
    was_row = False
    places: dict[int, tuple[int, int]] = {}  # of a cell, by its first word
    for strip in strips:
        height = min(word["bottom"] - word["top"] for cell in strip.cells for word in cell)
        gap = LIMITS["paragraph_gap_in_heights"] - 1
        if (
            below is not None
            and not (was_row and strip.is_row)
            and not -gap * height < strip.top - below <= gap * height
        ):
            page.line()
        below, was_row = strip.bottom, strip.is_row
        above = dict(strip.above)
        for number, cell in enumerate(strip.cells):
            page.add("\t" if number else "")
            if number in above and not cell:
                page.join(places.get(id(above[number][0])) if above[number] else None)
            start = page.length
            _add_words(page, cell)
            places |= {id(word): (start, page.length) for word in cell[:1]}
        page.add("\n")


def _add_words(page: Page, words: tuple[Word, ...]) -> None:
    """Add the words of a cell or a line; a word parted at its hyphen by the end of a line is one again."""
    last: Word | None = None
    for word in words:
        if last is not None and not _goes_on(last, word):
            page.add(" ")
        page.add(word["text"], is_bold=bool(_BOLD.search(str(word["fontname"]))))
        last = word


def _goes_on(last: Word, word: Word) -> bool:
    if word["top"] > (last["top"] + last["bottom"]) / 2:
        return bool(_HYPHEN.search(last["text"]) and word["text"][:1].islower())
    return bool(word["x0"] - last["x1"] <= 0.5)
