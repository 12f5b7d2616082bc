"""Says in which order the lines of a PDF's page are read: across it, or column by column.

A page is set in columns where an empty gutter parts most of its lines, where both sides are running text
(lines that fill their column), and where the gaps between paragraphs do not lie at the same heights, as
those between a table's rows do. What crosses the gutter, such as a title, ends the columns above it. Where
a gutter is there and the rest is in doubt, the page is read across, and says so.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import mean, median
from typing import Any

from ..limits import LIMITS

Word = dict[str, Any]
_CROSSED = 2.0  # points: a word that reaches so far over the gutter crosses it
_DEEPEST = 2  # a page of four columns is one of two, twice


@dataclass(slots=True)
class Piece:
    """A line, or (`row`) a row of a table with lines: its words, and what it covers."""

    words: Sequence[Word]
    row: Any = None
    x0: float = field(init=False)
    x1: float = field(init=False)
    top: float = field(init=False)
    bottom: float = field(init=False)

    def __post_init__(self) -> None:
        self.x0, self.x1 = min(w["x0"] for w in self.words), max(w["x1"] for w in self.words)
        self.top, self.bottom = min(w["top"] for w in self.words), max(w["bottom"] for w in self.words)


@dataclass(frozen=True, slots=True)
class Order:
    """The pieces of a page in groups, in the order in which they are read."""

    groups: list[list[Piece]]
    in_doubt: bool = False


def order_of(pieces: Sequence[Piece], *, depth: int = 0) -> Order:
    """Return the order in which a page, or a column of it, is read."""
    across = Order([sorted(pieces, key=lambda piece: piece.top)])
    gutter = _gutter(pieces) if depth < _DEEPEST else None
    if gutter is None:
        return across
    left, right = _sides(pieces, gutter)
    if not (_is_text(left) and _is_text(right)):
        return Order(
            across.groups, in_doubt=min(_words(left), _words(right)) >= _least("words_a_line_in_doubt")
        )
    if _gaps_agree(left, right):
        return Order(across.groups, in_doubt=True)
    found = [order_of(group, depth=depth + 1) if is_column else Order([group])
             for group, is_column in _banded(pieces, gutter)]  # fmt: skip
    return Order([group for one in found for group in one.groups], any(one.in_doubt for one in found))


def _least(name: str) -> float:
    return float(LIMITS["columns"][name])


def _gutter(pieces: Sequence[Piece]) -> float | None:
    """Return where a gutter lies that parts more lines than any other; None where none parts enough."""
    if not pieces:
        return None
    x0, x1 = min(piece.x0 for piece in pieces), max(piece.x1 for piece in pieces)
    low, high = (x0 + share * (x1 - x0) for share in LIMITS["columns"]["gutter_between"])
    best: tuple[int, float] | None = None
    for x in _candidates(pieces, low, high):
        sides = [_side(piece, x) for piece in pieces]
        left, right = sum(s in ("left", "both") for s in sides), sum(s in ("right", "both") for s in sides)
        crossing = sides.count("across")
        if min(left, right) < _least("lines") or crossing > _least("crossing_at_most") * (left + right):
            continue
        if best is None or min(left, right) - crossing > best[0]:
            best = (min(left, right) - crossing, x)
    return best[1] if best else None


def _candidates(pieces: Sequence[Piece], low: float, high: float) -> list[float]:
    """Return the places just before a word that begins a line, or stands after a gap as wide as a gutter."""
    starts = [piece.x0 for piece in pieces if not piece.row]
    starts += [
        word["x0"] for piece in pieces if not piece.row
        for last, word in pairwise(piece.words) if _is_gutter(last, word)
    ]  # fmt: skip
    return sorted({round(start) - 3.0 for start in starts if low <= start <= high})


def _is_gutter(last: Word, word: Word) -> bool:
    return bool(word["x0"] - last["x1"] >= _least("gutter_in_heights") * (word["bottom"] - word["top"]))


def _side(piece: Piece, x: float) -> str:
    """Return on which side of a gutter a piece stands: "left", "right", "both" or "across"."""
    if piece.x1 <= x + _CROSSED:
        return "left"
    if piece.x0 >= x - _CROSSED:
        return "right"
    if piece.row is not None:
        return "across"
    left, right = _parted(piece, x)
    return "both" if left and right and _is_gutter(left[-1], right[0]) else "across"


def _parted(piece: Piece, x: float) -> tuple[list[Word], list[Word]]:
    left = [word for word in piece.words if (word["x0"] + word["x1"]) / 2 < x]
    return left, [word for word in piece.words if (word["x0"] + word["x1"]) / 2 >= x]


def _banded(pieces: Sequence[Piece], x: float) -> Iterator[tuple[list[Piece], bool]]:
    """Give what is read together, in order: a column, or (False) what crosses the gutter."""
    left: list[Piece] = []
    right: list[Piece] = []
    over: list[Piece] = []
    for piece in sorted(pieces, key=lambda each: each.top):
        side = _side(piece, x)
        if side == "across":
            yield from ((column, True) for column in (left, right) if column)
            left, right = [], []
            over.append(piece)
            continue
        if over:
            yield over, False
            over = []
        for column, words in zip((left, right), _parted(piece, x), strict=True):
            if words:
                column.append(Piece(words) if side == "both" else piece)
    yield from ((column, True) for column in (left, right) if column)
    if over:
        yield over, False


def _sides(pieces: Iterable[Piece], x: float) -> tuple[list[Piece], list[Piece]]:
    """Return the lines of either side."""
    sides: tuple[list[Piece], list[Piece]] = ([], [])
    for piece in pieces:
        if piece.row is None and _side(piece, x) != "across":
            for side, words in zip(sides, _parted(piece, x), strict=True):
                side += [Piece(words)] if words else []
    return sides


def _words(lines: Sequence[Piece]) -> float:
    return mean(len(line.words) for line in lines) if lines else 0.0


def _is_text(lines: Sequence[Piece]) -> bool:
    """Tell running text, whose lines mostly fill the column, from cells."""
    if len(lines) < _least("lines") or _words(lines) < _least("words_a_line"):
        return False
    x0, x1 = min(line.x0 for line in lines), max(line.x1 for line in lines)
    full = mean(line.x1 >= x0 + _least("full_line") * (x1 - x0) for line in lines)
    return bool(full >= _least("full_lines"))


def _gaps_agree(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    """Tell whether the gaps on both sides lie at the same heights, as those between a table's rows do."""
    one, other = _gaps(left), _gaps(right)
    shared = sum(any(abs(a - b) <= 3 for b in other) for a in one)
    return min(len(one), len(other)) >= 2 and shared >= _least("gaps_shared") * min(len(one), len(other))


def _gaps(lines: Sequence[Piece]) -> list[float]:
    tops = sorted(line.top for line in lines)
    steps = [b - a for a, b in pairwise(tops)]
    usual = median(steps) if steps else 0.0
    return [b for a, b in pairwise(tops) if b - a > 1.35 * usual]
