"""DOCX: paragraphs and tables in the order of the document, with what is bold, headings and page breaks.

Everything that a reader of the document sees in its body is taken, also what stands in content controls
and tracked insertions, with the numbers that Word sets by itself (`docx_numbers.py`). A text box follows the
paragraph it hangs on. A table's row is one line with tabs between its cells, however many paragraphs a cell
has; a cell that spans others is said once. Footnotes come after the text, and then what stands beside it
(`docx_beside.py`).
"""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from lxml.etree import LxmlError

from ..page import Page, cell_of
from ..refusals import FileDamaged, NoTextInside
from .docx_beside import beside
from .docx_numbers import Numbers
from .office import add_of_itself

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PROPERTIES = ("title", "author", "subject", "keywords", "category", "comments", "created", "modified",
               "last_modified_by", "version")  # fmt: skip
_SIGNS = {qn("w:tab"): "\t", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-", qn("w:softHyphen"): ""}
_NOTES = {qn("w:footnoteReference"): "/footnotes", qn("w:endnoteReference"): "/endnotes"}
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_BOX = qn("w:txbxContent")
_NO_RUNS = {_FALLBACK, _BOX, qn("w:pPr"), qn("w:del"), qn("w:moveFrom")}


def read_docx(content: bytes) -> Page:
    """Read a document of Word."""
    try:
        document = Document(io.BytesIO(content))
    except (PackageNotFoundError, zipfile.BadZipFile, LxmlError, KeyError, ValueError, OSError):
        raise FileDamaged from None
    page = Page()
    walk = _Walk(page, document)
    walk.blocks(document.element.body)
    _notes(page, document, walk.notes)
    page.begin_beside()
    for line in beside(document):
        page.line(line)
    for name in _PROPERTIES:
        page.say(name, getattr(document.core_properties, name, None))
    add_of_itself(content, page)
    if not "".join(page.pieces).strip():
        raise NoTextInside
    if page.page_starts and page.page_starts[0] != 0:
        page.page_starts.insert(0, 0)
    return page


class _Walk:
    """Goes through a document in its order and writes it on a page."""

    def __init__(self, page: Page, document: Any) -> None:
        self.page, self.document = page, document
        self.styles: dict[str | None, bool] = {}
        self.numbers = Numbers(document)
        self.notes: list[tuple[str, str]] = []  # the tag and identity of each note, as they come

    def blocks(self, parent: Any) -> None:
        for child in parent:
            if child.tag == qn("w:p"):
                self.paragraph(child)
            elif child.tag == qn("w:tbl"):
                self.table(child)
            elif child.tag not in {qn("w:sectPr"), qn("w:del"), qn("w:moveFrom")}:
                self.blocks(child)

    def paragraph(self, element: Any) -> None:
        if element.find(f"{qn('w:pPr')}/{qn('w:pageBreakBefore')}") is not None:
            self.page.begin_page()
        number, said = self.numbers.before(element), False
        for text, is_bold in self.runs(element, breaks=True):
            if not said:
                self.page.add(f"{number} " if number else "")
            self.page.add(text, is_bold=is_bold)
            said = True
        if number and not said and number.strip("•"):
            self.page.add(number)
        if element.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:del')}") is None:
            self.page.add("\n")
        for box in _boxes(element):
            self.blocks(box)

    def table(self, element: Any) -> None:
        above: dict[int, tuple[int, int]] = {}  # the words of the cell that each column is joined with
        for row in _descend(element, qn("w:tr"), qn("w:tbl")):
            column = _number(row, "w:trPr", "w:gridBefore", usual=0)
            for number, cell in enumerate(_descend(row, qn("w:tc"), qn("w:tbl"))):
                self.page.add("\t" if number else "")
                if _goes_on(cell):
                    self.page.join(above.get(column))
                start = self.page.length
                self.cell(cell)
                if not _goes_on(cell):
                    above[column] = (start, self.page.length)
                width = min(_number(cell, "w:tcPr", "w:gridSpan", usual=1), 64)
                self.page.add("\t" * (width - 1))
                column += width
            self.page.add("\n")

    def cell(self, element: Any) -> None:
        said = False
        for paragraph in _paragraphs(element):
            number = self.numbers.before(paragraph)
            pieces = [(text, is_bold) for text, is_bold in self.runs(paragraph) if text]
            if number and (pieces or number.strip("•")):
                pieces.insert(0, (f"{number} " if pieces else number, False))
            if said and pieces:
                self.page.add(" ")
            for text, is_bold in pieces:
                self.page.add(cell_of(text), is_bold=is_bold)
                said = True

    def runs(self, element: Any, *, breaks: bool = False) -> Iterator[tuple[str, bool]]:
        """Give the pieces of a paragraph with whether they are bold; page breaks are noted by the way."""
        paragraph = Paragraph(element, self.document._body)
        is_heading = self.is_bold_style(element.style) or (element.style or "").startswith(
            ("Heading", "Title")
        )
        for run in _runs(element):
            bold = Run(run, paragraph).bold
            style = run.style
            is_bold = bold if bold is not None else (self.is_bold_style(style) or is_heading)
            for piece in run:
                if _is_page_break(piece):
                    if breaks and self.page.length:
                        self.page.begin_page()
                    continue
                text = piece.text or "" if piece.tag == qn("w:t") else _SIGNS.get(piece.tag)
                if piece.tag == qn("w:br"):
                    text = "\n"
                if piece.tag in _NOTES:
                    self.notes.append((_NOTES[piece.tag], piece.get(qn("w:id"), "")))
                    text = str(len(self.notes)).translate(_RAISED)
                if text:
                    yield text, is_bold

    def is_bold_style(self, identity: str | None) -> bool:
        """Tell whether a style, or one it is based on, is bold."""
        if identity not in self.styles:
            self.styles[identity] = False  # also for a style based on itself
            style = self.document.styles.element.get_by_id(identity) if identity else None
            if style is not None:
                marks = style.find(f"{qn('w:rPr')}/{qn('w:b')}")
                base = style.find(qn("w:basedOn"))
                self.styles[identity] = (
                    marks.get(qn("w:val"), "1") not in {"0", "false", "off"}
                    if marks is not None
                    else self.is_bold_style(base.get(qn("w:val")) if base is not None else None)
                )
        return self.styles[identity]


def _number(element: Any, properties: str, name: str, *, usual: int) -> int:
    """Return a number that is said of a row or a cell."""
    found = element.find(f"{qn(properties)}/{qn(name)}")
    said = found.get(qn("w:val"), "") if found is not None else ""
    return int(said) if said.isdecimal() and said.isascii() and int(said) else usual


def _goes_on(cell: Any) -> bool:
    """Tell whether a cell is joined with the one above it."""
    merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return merge is not None and merge.get(qn("w:val"), "continue") != "restart"


def _descend(element: Any, wanted: str, barrier: str) -> Iterator[Any]:
    """Give the elements of one tag within another, through wrappers but not into a table within."""
    for child in element:
        if child.tag == wanted:
            yield child
        elif child.tag != barrier and len(child):
            yield from _descend(child, wanted, barrier)


def _runs(paragraph: Any) -> Iterator[Any]:
    """Give every run, also within links, controls and insertions; none of them twice."""
    for child in paragraph:
        if child.tag == qn("w:r"):
            yield child
            for inner in child:
                if len(inner) and inner.tag != qn("w:rPr"):
                    yield from _runs(inner)
        elif child.tag not in _NO_RUNS and len(child):
            yield from _runs(child)


def _is_page_break(piece: Any) -> bool:
    is_hard = piece.tag == qn("w:br") and piece.get(qn("w:type")) == "page"
    return is_hard or piece.tag == qn("w:lastRenderedPageBreak")


def _boxes(element: Any) -> Iterator[Any]:
    """Give the text boxes that hang on a paragraph; those within them come with them."""
    for child in element:
        if child.tag == _BOX:
            yield child
        elif child.tag not in {_FALLBACK, qn("w:del"), qn("w:moveFrom")} and len(child):
            yield from _boxes(child)


def _paragraphs(element: Any) -> Iterator[Any]:
    """Give all paragraphs of a cell, also those in a table or a text box within it, each once."""
    for child in element:
        if child.tag == qn("w:p"):
            yield child
        if child.tag != _FALLBACK and len(child):
            yield from _paragraphs(child)


def _notes(page: Page, document: Any, order: list[tuple[str, str]]) -> None:
    """Add foot- and endnotes under the numbers they are printed with; what nothing refers to comes last."""
    texts: dict[tuple[str, str], str] = {}
    for relation in document.part.rels.values():
        ending = relation.reltype[relation.reltype.rfind("/") :]
        if relation.is_external or ending not in _NOTES.values():
            continue
        for note in parse_xml(relation.target_part.blob):
            text = " ".join("".join(piece.text or "" for piece in note.iter(qn("w:t"))).split())
            if text:
                texts[ending, note.get(qn("w:id"), "")] = text
    for number, key in enumerate(dict.fromkeys([*order, *texts]), start=1):
        if key in texts:
            page.line(f"{number} {texts[key]}")
