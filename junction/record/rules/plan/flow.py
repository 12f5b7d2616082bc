"""A paragraph as one text: its pieces joined, and the way back from each letter to its place in the source.

Marks that are not words (`**`, the brackets of a link) are blanked, not cut, so that offsets stay true.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..source import Source, Span, trimmed

MARKUP = re.compile(
    r"\*\*|\]\([^()\s]*\)|\[(?=[^\]\n]{1,200}\]\()|</?[a-z]{1,6}>|(?<!\w)\*(?=\w)|(?<=\w)\*(?!\w)"
)
# A full stop after these ends no sentence.
SHORT = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|cf|vs|approx|no|nos|para|paras|ch|fig|mr|mrs|ms|dr|prof|st|rev|hon|rt)|\b[A-Z])\.$",
    re.I,
)
END = re.compile(r"[.!?…]+[\"”’')\]*¹²³⁴⁵⁶⁷⁸⁹⁰]*(?=\s+[\"“‘'(\[*£]*[A-Z0-9£])|\n")


def masked(text: str) -> str:
    """Return `text`, as long as it was, with the marks of markup blanked."""
    return MARKUP.sub(lambda found: " " * len(found[0]), text)


@dataclass(frozen=True, slots=True)
class Flow:
    """`text` is what the pieces say; `starts` is where each piece begins in it."""

    text: str
    pieces: tuple[Span, ...]
    starts: tuple[int, ...]

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """Return where text[start:end] stands in the source, piece by piece, trimmed."""
        found = []
        for at in range(max(0, bisect_right(self.starts, start) - 1), len(self.pieces)):
            if self.starts[at] >= end:
                break
            piece = self.pieces[at]
            first = piece.start + max(0, start - self.starts[at])
            last = min(piece.end, piece.start + end - self.starts[at])
            if first < last:
                found.append(Span(first, last))
        return tuple(found)

    def place(self, offset: int) -> int:
        """Return the offset in the flow of an offset in the source."""
        for piece, start in zip(self.pieces, self.starts, strict=True):
            if piece.start <= offset <= piece.end:
                return start + offset - piece.start
        raise ValueError(f"{offset} is in none of the pieces")

    def sentences(self) -> Iterator[Span]:
        """Give the sentences as spans of the flow's own text, trimmed."""
        start = 0
        for found in END.finditer(self.text):
            if found[0] != "\n" and SHORT.search(self.text, start, found.start() + 1):
                continue
            sentence = trimmed(self.text, Span(start, found.end()))
            if sentence.start < sentence.end:
                yield sentence
            start = found.end()
        rest = trimmed(self.text, Span(start, len(self.text)))
        if rest.start < rest.end:
            yield rest


def flow_of(source: Source, parts: Sequence[Sequence[Span]]) -> Flow:
    """Join `parts` (a paragraph's own text, then its items): a new line between, a space within them."""
    text, pieces, starts = "", [], []
    for part in parts:
        for number, span in enumerate(part):
            text += "" if not text else "\n" if not number else " "
            starts.append(len(text))
            pieces.append(span)
            text += masked(source.quote(span)).replace("\n", " ")
    return Flow(text, tuple(pieces), tuple(starts))
