"""Which lines are footnotes, and which mark in the text each belongs to."""

import re
from collections.abc import Sequence

from ..source import Source, Span
from .lines import Line

RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
RAISED_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
BEGINS = re.compile(rf"\s*(?P<mark>[{RAISED_DIGITS}]+)\s*(?=\S)|\s*\[\^?(?P<bracket>\d{{1,3}})\]:?\s+(?=\S)")
BARE = re.compile(r"\s*(?P<mark>\d{1,3})\s+(?=[A-Z\"“‘'(<h])")
ADDRESS = re.compile(r"https?://|www\.")
RAISED_MARK = re.compile(rf"(?<=\S)[{RAISED_DIGITS}]+")
BRACKET_MARK = re.compile(r"(?<=\S)\[\^?(\d{1,3})\](?!\()")


def footnotes_of(source: Source, lines: Sequence[Line]) -> dict[int, str]:
    """Return the lines that are footnotes, by number, each with the footnote's number."""
    found: dict[int, str] = {}
    ref, last = "", -1
    for at, line in enumerate(lines):
        begun = _begun(source, lines, at, len(set(found.values())))
        if begun:
            ref = begun
        elif not (ref and line.number == last + 1 and not line.blank_before and not line.label
                  and line.page == lines[at - 1].page and not lines[at - 1].ended):  # fmt: skip
            ref = ""
        if ref:
            found[line.number], last = ref, line.number
    return found


def _begun(source: Source, lines: Sequence[Line], at: int, known: int) -> str:
    line = lines[at]
    begins = BEGINS.match(line.raw)
    if begins:
        return (begins["mark"] or "").translate(RAISED) or begins["bracket"]
    bare = BARE.match(line.raw)
    if not bare or int(bare["mark"]) != known + 1:
        return ""
    # A plain figure begins a footnote only where a mark of that number stands before, and it looks like one.
    if not (ADDRESS.search(line.raw) or _ends_the_page(lines, at)):
        return ""
    marks = plain_marks(source.text[: line.span.start], bare["mark"])
    return bare["mark"] if marks else ""


def _ends_the_page(lines: Sequence[Line], at: int) -> bool:
    page = lines[at].page
    if page is None:
        return False
    rest = [line for line in lines[at + 1 : at + 12] if line.page == page]
    return len(rest) < 10 and not any(line.numbered and len(line.numbered.path) > 1 for line in rest)


def plain_marks(text: str, number: str) -> list[Span]:
    """Return where the figure stands raised behind a word, as it comes out of a PDF: "process5."."""
    mark = re.compile(rf"(?<=[a-z.,;:)”’\"'])(?<!\d\.){number}(?=[\s.,;:)]|$)(?!\.\d)")
    return [Span(*found.span()) for found in mark.finditer(text, max(0, len(text) - 12_000))]


def marks_in(source: Source, footnotes: dict[int, str], lines: Sequence[Line]) -> dict[str, Span]:
    """Return the mark of each footnote in the text: the last before the footnote, else the first after it."""
    notes = {line.number: line.span for line in lines}
    raised = [
        (found[0].translate(RAISED), Span(*found.span())) for found in RAISED_MARK.finditer(source.text)
    ]
    raised += [(found[1], Span(*found.span())) for found in BRACKET_MARK.finditer(source.text)]
    marks: dict[str, Span] = {}
    for number, ref in footnotes.items():
        if ref in marks:
            continue
        places = sorted(span for mark, span in raised if mark == ref)
        places += [] if places else plain_marks(source.text[: notes[number].start], ref)
        before = [span for span in places if span.end <= notes[number].start]
        after = [span for span in places if span.start > notes[number].end]
        if before or after:
            marks[ref] = before[-1] if before else after[0]
    return marks
