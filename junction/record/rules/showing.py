"""Which lines of a document a page shows, and which stretches of them are marked. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from .source import Source, Span

LINES_A_PAGE = 200
AROUND = 3  # lines shown before and after a quote


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One line in parts, each marked or not."""

    number: int
    parts: tuple[tuple[str, bool], ...]


def lines_shown(source: Source, marked: Sequence[Span], *, first: int, last: int) -> list[ShownLine]:
    """Return the lines from `first` to `last` (counted from 1, both included) with what is marked in them."""
    found = []
    for number in range(max(1, first), min(last, len(source.lines)) + 1):
        found.append(ShownLine(number, _parts(source, source.lines[number - 1], marked)))
    return found


def quoted(source: Source, marked: Sequence[Span]) -> list[ShownLine]:
    """Return the lines of a quote and some around it."""
    touched = source.lines_of(marked) if source.text else []  # none: the document was destroyed
    if not touched:
        return []
    return lines_shown(source, marked, first=touched[0] - AROUND, last=touched[-1] + AROUND)


def page_of_line(line: int) -> int:
    """Return the page of the text, counted from 1, on which a line is shown."""
    return max(0, line - 1) // LINES_A_PAGE + 1


def _parts(source: Source, line: Span, marked: Sequence[Span]) -> tuple[tuple[str, bool], ...]:
    inside = sorted(
        Span(max(span.start, line.start), min(span.end, line.end))
        for span in marked
        if span.start < line.end and span.end > line.start
    )
    parts, reached = [], line.start
    for span in inside:
        if span.start > reached:
            parts.append((source.text[reached : span.start], False))
        if span.end > max(reached, span.start):
            parts.append((source.text[max(reached, span.start) : span.end], True))
        reached = max(reached, span.end)
    if reached < line.end:
        parts.append((source.text[reached : line.end], False))
    return tuple(parts)
