"""Cuts a text into lines, and the lines of a table into cells; whatever parts the cells, each keeps its
place.

Tabs come first: every opener of table files writes them. Then pipes, as in Markdown; then commas or
semicolons, where most lines have the same number of them and a quoted cell may hold line ends. A line that
has none of them is a line of prose.
"""

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from junction.record.rules.source import Source, Span, trimmed

RULE = re.compile(r"^[\s|:+=\-–—_]*-{2,}[\s|:+=\-–—_]*$")
PIPE = re.compile(r"(?<!\\)\|")
LEAST_CSV_CELLS = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One record of the text: a physical line, or several where a quoted cell runs over line ends."""

    span: Span  # trimmed
    pieces: tuple[Span, ...]  # a trimmed span for each cell; one for prose; none when blank
    page: int
    is_rule: bool = False

    @property
    def is_blank(self) -> bool:
        return self.span.start == self.span.end

    @property
    def is_prose(self) -> bool:
        return len(self.pieces) == 1


def lines_of(source: Source) -> list[Line]:
    """Return every line of the text, in order. A blank line, or a page that the file names, begins a page."""
    lines: list[Line] = []
    page, named = 0, 1
    for span, pieces in _cut(source):
        body = trimmed(source.text, span)
        here = source.page_of(body.start) or named
        if body.start == body.end or here != named:
            page, named = page + 1, here
        is_rule = bool(RULE.match(source.quote(body))) if body.start < body.end else False
        if all(piece.start == piece.end for piece in pieces):
            pieces = () if body.start == body.end else (body,)
        lines.append(Line(body, pieces, page, is_rule))
    return lines


def _cut(source: Source) -> Iterator[tuple[Span, tuple[Span, ...]]]:
    text = source.text
    if "\t" not in text:
        if sum(len(PIPE.findall(source.quote(line))) >= 2 for line in source.lines) >= 2:
            return ((line, _by_pipes(text, line)) for line in source.lines)
        for mark in ",;":
            records = list(_records(text, mark))
            if _is_even(records):
                return iter(records)
    return ((line, _by_tabs(text, line)) for line in source.lines)


def _by_tabs(text: str, line: Span) -> tuple[Span, ...]:
    pieces, start = [], line.start
    for part in text[line.start : line.end].split("\t"):
        pieces.append(trimmed(text, Span(start, start + len(part))))
        start += len(part) + 1
    return tuple(pieces)


def _by_pipes(text: str, line: Span) -> tuple[Span, ...]:
    body = trimmed(text, line)
    bars = [body.start + bar.start() for bar in PIPE.finditer(text[body.start : body.end])]
    if not bars:
        return (body,)
    edges = [body.start - 1, *bars, body.end]
    pieces = [trimmed(text, Span(a + 1, b)) for a, b in itertools.pairwise(edges)]
    if bars[0] == body.start:
        pieces = pieces[1:]
    if len(bars) > 1 and bars[-1] == body.end - 1:
        pieces = pieces[:-1]
    return tuple(pieces)


def _records(text: str, mark: str) -> Iterator[tuple[Span, tuple[Span, ...]]]:
    """Cut as a CSV file is cut. A quote opens only at a cell's start; one that never closes opens nothing."""
    start = begun = at = 0
    pieces: list[Span] = []
    while at <= len(text):
        if at == begun and text[at : at + 1] == '"' and (end := _closing(text, at, mark)):
            pieces_end = end
            inside = Span(at + 1, end - 1)
            at = end
        else:
            pieces_end, inside = 0, None
            while at < len(text) and text[at] not in (mark, "\n"):
                at += 1
        pieces.append(trimmed(text, inside if inside and pieces_end else Span(begun, at)))
        if at >= len(text) or text[at] == "\n":
            yield Span(start, at), tuple(pieces)
            start, pieces = at + 1, []
        at += 1
        begun = at


def _closing(text: str, at: int, mark: str) -> int:
    """Return the offset after the quote that closes the one at `at`; 0 when none does."""
    quote = text.find('"', at + 1)
    while quote >= 0 and text[quote + 1 : quote + 2] == '"':
        quote = text.find('"', quote + 2)
    return quote + 1 if quote >= 0 and text[quote + 1 : quote + 2] in ("", mark, "\n") else 0


def _is_even(records: list[tuple[Span, tuple[Span, ...]]]) -> bool:
    """Tell whether most records that say anything have one and the same number of cells, three at least."""
    widths = Counter(len(pieces) for span, pieces in records if span.end > span.start)
    if not widths:
        return False
    width, times = widths.most_common(1)[0]
    return width >= LEAST_CSV_CELLS and times >= 2 and times * 2 > sum(widths.values())
