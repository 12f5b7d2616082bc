"""PDF: lines in reading order, page by page, with what is bold by the font's name.

A wide gap in a line parts cells (a tab), a high gap between lines parts paragraphs (an empty line). A
file whose pages hold no letters was scanned and is refused; single pages without any are named among the
properties.
"""

import io
import re
from collections.abc import Iterator
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils import cluster_objects
from pdfplumber.utils.exceptions import PdfminerException

from ..limits import LIMITS
from ..page import Page
from ..refusals import FileDamaged, FileLocked, NoTextInside, TooHeavy

_BOLD = re.compile(r"(?i)bold|black|heavy|demi|[-,]bd\b")


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
    page, bare = Page(), []
    with opened(content) as pdf:
        for name, value in (pdf.metadata or {}).items():
            page.say(str(name), value)
        for sheet in pdf.pages:
            page.begin_page()
            words = sheet.extract_words(extra_attrs=["fontname"], keep_blank_chars=False)
            if not words:
                bare.append(sheet.page_number)
            _add_lines(page, words)
            sheet.close()
    if len(bare) == len(page.page_starts) or not "".join(page.pieces).strip():
        raise NoTextInside
    page.say("pages without text", ", ".join(map(str, bare)))
    return page


def _add_lines(page: Page, words: list[dict[str, Any]]) -> None:
    below: float | None = None
    for line in _lines(words):
        top, bottom = min(word["top"] for word in line), max(word["bottom"] for word in line)
        if below is not None and top - below > (LIMITS["paragraph_gap_in_heights"] - 1) * (bottom - top):
            page.line()
        below = bottom
        _add_line(page, line)


def _lines(words: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Give the words line by line, each from left to right."""
    for line in cluster_objects(words, lambda word: (word["top"] + word["bottom"]) / 2, 3):
        yield sorted(line, key=lambda word: word["x0"])


def _add_line(page: Page, line: list[dict[str, Any]]) -> None:
    last: dict[str, Any] | None = None
    for word in line:
        if last is not None:
            gap, height = word["x0"] - last["x1"], word["bottom"] - word["top"]
            page.add("\t" if gap > LIMITS["cell_gap_in_heights"] * height else " " if gap > 0.5 else "")
        page.add(word["text"], is_bold=bool(_BOLD.search(str(word["fontname"]))))
        last = word
    page.add("\n")
