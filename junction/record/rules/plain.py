"""Any text without a form of its own, as a letter: its paragraphs, one by one, with the dates in them.

A day without its year, and "next week", count from the letter's own day: the one that is known from
elsewhere, else the one that stands alone on a line of its head. That line is a paragraph by itself, so that
the day a letter was written on is never taken for the day of what the next line speaks of.
"""

import re
from collections.abc import Iterator
from datetime import date

from .dates import dates_in
from .reading import Cell, Certainty, DateSaid, Kind, Read, Reading
from .source import Source, Span, joined, trimmed

BETWEEN = re.compile(r"\n[ \t\f]*\n|\f")
ALONE = re.compile(
    r"(?i)(?:date[d]?\b\s*:?|[\w' -]{2,30},)?\s*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?)?\s*"
)
GREETING = re.compile(r"(?i)\s*dear\b")
LONGEST_HEAD = 30  # lines above a greeting


def read_plain(source: Source, *, written_on: date | None = None) -> Read:
    """Read a text as paragraphs parted by blank lines or page breaks; `written_on` wins over its own day."""
    own = _own_day(source)
    day = written_on or (own.from_on if own else None)
    edges = [0, *(edge for found in BETWEEN.finditer(source.text) for edge in found.span()), len(source.text)]
    if own:
        line = source.lines[source.line_of(own.span.start) - 1]
        edges = sorted([*edges, line.start, line.start, line.end, line.end])
    return Read(source, tuple(_paragraphs(source, edges, own, day)))


def _paragraphs(
    source: Source, edges: list[int], own: DateSaid | None, day: date | None
) -> Iterator[Reading]:
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        span = trimmed(source.text, Span(start, end))
        if span.start == span.end:
            continue
        cells = {}
        if own and own.from_on and span.holds(own.span):
            cells["written_on"] = Cell(own.from_on.isoformat(), (own.span,))
        dates = dates_in(source.quote(span), offset=span.start, written_on=day)
        yield Reading(Kind.PARAGRAPH, (span,), joined(source.text, (span,)), cells=cells, dates=dates)


def _own_day(source: Source) -> DateSaid | None:
    """Return the first exact day that stands alone on a line of the head; "Date:" or a town may lead."""
    for line in source.lines[:LONGEST_HEAD]:
        said = source.quote(line)
        if GREETING.match(said):
            return None
        found = dates_in(said, offset=line.start, written_on=None)
        if len(found) == 1 and _is_alone(said, found[0], line.start):
            return found[0]
    return None


def _is_alone(said: str, one: DateSaid, start: int) -> bool:
    before, after = said[: one.span.start - start], said[one.span.end - start :]
    is_day = one.from_on and one.until_on and (one.until_on - one.from_on).days == 1
    return bool(
        is_day and one.certainty is Certainty.EXACT and ALONE.fullmatch(before) and not after.strip(" .\t")
    )
