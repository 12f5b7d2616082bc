"""A document's text and places in it, so that whatever was read can be shown where it stands.

The text is kept whole, as it came out of the file: nothing is cleaned, joined or dropped here. A place is
a pair of offsets into it. Lines are counted from 1 as an editor counts them; pages too, where the file
has any.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

LONE = re.compile("[\ud800-\udfff]")  # halves of surrogate pairs


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a source's text: offsets in characters, the end exclusive."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"no span: {self.start} to {self.end}")

    def holds(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True)
class Source:
    """The whole text of one document.

    `text` has its line ends as `\\n`. `page_starts` are the offsets at which pages begin (empty: no pages are
    known). `bold` are the stretches set in bold, where the file says so by fonts, not by marks in the text.
    `name` is what the file was called.
    """

    text: str
    name: str = ""
    page_starts: tuple[int, ...] = ()
    bold: tuple[Span, ...] = ()
    properties: tuple[tuple[str, str], ...] = field(
        default=()
    )  # what the file says of itself: author, title …

    beside_from: int | None = None  # after the text: headers, comments, deleted words, a line each
    # Cells of a table that are joined with one above: where each stands, and where its words do.
    joined_cells: tuple[tuple[int, Span], ...] = ()

    @cached_property
    def joined_at(self) -> dict[int, Span]:
        return dict(self.joined_cells)

    @cached_property
    def line_starts(self) -> list[int]:
        return [0, *accumulate(len(line) + 1 for line in self.text.split("\n")[:-1])]

    @cached_property
    def lines(self) -> list[Span]:
        """The lines, each without its line end; after a last line end there is one more, empty."""
        ends = [start - 1 for start in self.line_starts[1:]]
        return [
            Span(start, end) for start, end in zip(self.line_starts, [*ends, len(self.text)], strict=True)
        ]

    def line_of(self, offset: int) -> int:
        """Return the number of the line that `offset` stands in, counted from 1."""
        return bisect_right(self.line_starts, offset)

    def page_of(self, offset: int) -> int | None:
        """Return the page that `offset` stands on, counted from 1; None where no pages are known."""
        return bisect_right(self.page_starts, offset) or None if self.page_starts else None

    def lines_of(self, spans: Iterable[Span]) -> list[int]:
        """Return the numbers of all lines that `spans` touch, ascending."""
        touched: set[int] = set()
        for span in spans:
            touched |= set(range(self.line_of(span.start), self.line_of(max(span.start, span.end - 1)) + 1))
        return sorted(touched)

    def quote(self, span: Span) -> str:
        """Return exactly what stands there."""
        return self.text[span.start : span.end]


def uncovered(text: str, spans: Iterable[Span]) -> list[Span]:
    """Return the stretches of `text` that no span covers, without white space at their ends."""
    gaps, reached = [], 0
    for span in sorted(spans):
        if span.start > reached:
            gaps.append(Span(reached, span.start))
        reached = max(reached, span.end)
    gaps.append(Span(reached, max(reached, len(text))))
    inside = (trimmed(text, gap) for gap in gaps)
    return [gap for gap in inside if gap.end > gap.start]


def trimmed(text: str, span: Span) -> Span:
    """Return the span without the white space at its ends."""
    inside = text[span.start : span.end]
    start = span.start + len(inside) - len(inside.lstrip())
    return Span(start, max(start, span.start + len(inside.rstrip())))


def joined(text: str, spans: Sequence[Span]) -> str:
    """Return what several spans say, white space made single."""
    return " ".join(" ".join(text[span.start : span.end] for span in spans).split())


def spans_from(pairs: Iterable[Sequence[int]]) -> tuple[Span, ...]:
    """Return places that were kept as pairs of offsets."""
    return tuple(Span(start, end) for start, end in pairs)


def storable(text: str) -> str:
    """PostgreSQL keeps no NUL and no half of a surrogate pair: each is shown by a sign of the same length."""
    return LONE.sub("\ufffd", text.replace("\x00", "\u2400"))
