"""Says which words of a PDF's page stand in which row and cell of a table.

A table with lines is cut along them, so that a cell printed over several lines stays one cell. One without
lines is known by columns that begin at the same place again and again; each of its lines is given as many
cells as there are columns, empty ones too. Everything else is a line of text.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pdfplumber.utils import cluster_objects

from ..limits import LIMITS
from .pdf_columns import Piece, order_of

Word = dict[str, Any]
_NEAR = 2.0  # points by which two beginnings of one column differ
_LEAST_COLUMNS, _LEAST_LINES = 3, 3


@dataclass(frozen=True, slots=True)
class Strip:
    """One row of a table, its words cell by cell, or one line of text, which is a single cell."""

    top: float
    bottom: float
    cells: tuple[tuple[Word, ...], ...]
    is_row: bool = False
    above: tuple[tuple[int, tuple[Word, ...]], ...] = ()  # by column: what a cell joined from above says


def strips_of(sheet: Any, words: list[Word]) -> tuple[list[Strip], bool]:
    """Return what stands on a page in the order it is read, every word in one place; and whether its order
    is in doubt.
    """
    rows, free = _ruled(sheet, words)
    pieces = [Piece(line) for line in lines_of(free)]
    pieces += [Piece([word for cell in row.cells for word in cell], row) for row in rows]
    order = order_of(pieces)
    return [strip for group in order.groups for strip in _strips(group)], order.in_doubt


def _strips(group: Sequence[Piece]) -> list[Strip]:
    starts = _starts([list(piece.words) for piece in group if piece.row is None])
    return [piece.row or _line(list(piece.words), starts) for piece in group]


def lines_of(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Give the words line by line, each from left to right."""
    for line in cluster_objects(list(words), lambda word: (word["top"] + word["bottom"]) / 2, 3):
        yield sorted(line, key=lambda word: word["x0"])


def is_wide(last: Word, word: Word) -> bool:
    """Tell whether the gap between two words parts cells."""
    return bool(word["x0"] - last["x1"] > LIMITS["cell_gap_in_heights"] * (word["bottom"] - word["top"]))


def _ruled(sheet: Any, words: list[Word]) -> tuple[list[Strip], list[Word]]:
    """Return the rows of the tables with lines, and the words that stand in none."""
    if not words or len(sheet.edges) > LIMITS["table_edges_at_most"]:
        return [], words
    rows: list[Strip] = []
    free = words
    for table in sheet.find_tables():
        found, left = _of_table(table, free)
        if sum(sum(map(bool, row.cells)) > 1 for row in found) > 1:
            rows, free = [*rows, *found], left
    return rows, free


def _of_table(table: Any, words: list[Word]) -> tuple[list[Strip], list[Word]]:
    places = {
        (at, column): box
        for at, row in enumerate(table.rows)
        for column, box in enumerate(row.cells)
        if box is not None
    }
    held: dict[tuple[int, int], list[Word]] = {}
    left = []
    for word in words:
        x, y = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
        where = next((at for at, (x0, y0, x1, y1) in places.items() if x0 <= x <= x1 and y0 <= y <= y1), None)
        where = where or next(_unclosed(table, x, y), None)
        if where is None:
            left.append(word)
        else:
            held.setdefault(where, []).append(word)
    width = max((len(row.cells) for row in table.rows), default=0)
    return [
        Strip(
            row.bbox[1], row.bbox[3],
            tuple(_in_order(held.get((at, column), ())) for column in range(width)), is_row=True,
            above=tuple(_joined(table, at, held)),
        )
        for at, row in enumerate(table.rows)
        if any((at, column) in held for column in range(width))
    ], left  # fmt: skip


def _unclosed(table: Any, x: float, y: float) -> Iterator[tuple[int, int]]:
    """Give the row and column of a word in a cell that no line closes, as at the end of a page."""
    for at, row in enumerate(table.rows):
        for column, box in enumerate(row.cells):
            bands = (other.cells[column] for other in table.rows if other.cells[column])
            band = next(bands, None) if box is None and row.bbox[1] <= y <= row.bbox[3] else None
            if band and band[0] <= x <= band[2]:
                yield at, column


def _joined(
    table: Any, at: int, held: Mapping[tuple[int, int], list[Word]]
) -> Iterator[tuple[int, tuple[Word, ...]]]:
    """Give what the cells of rows above say that reach down to this one, by column."""
    middle = (table.rows[at].bbox[1] + table.rows[at].bbox[3]) / 2
    for column, box in enumerate(table.rows[at].cells):
        over = (above for above in range(at - 1, -1, -1)
                if table.rows[above].cells[column] is not None or (above, column) in held)  # fmt: skip
        above = next(over, None) if box is None else None
        reached = table.rows[above].cells[column] if above is not None else None
        if above is not None and (reached is None or reached[3] > middle):
            yield column, _in_order(held.get((above, column), ()))


def _in_order(words: Sequence[Word]) -> tuple[Word, ...]:
    return tuple(word for line in lines_of(words) for word in line)


def _starts(lines: Sequence[list[Word]]) -> list[float]:
    """Return where the columns of a table without lines begin; nothing where there is none."""
    rows = [[line[0]["x0"], *(word["x0"] for last, word in pairwise(line) if is_wide(last, word))]
            for line in lines if line]  # fmt: skip
    rows = [row for row in rows if len(row) >= _LEAST_COLUMNS]
    times = Counter(round(start / _NEAR) for row in rows for start in row)
    starts: list[float] = []
    for start in sorted({start for row in rows for start in row}):
        near = sum(times[round(start / _NEAR) + step] for step in (-1, 0, 1))
        if near >= _LEAST_LINES and (not starts or start - starts[-1] > 2 * _NEAR):
            starts.append(start)
    return starts if len(starts) >= _LEAST_COLUMNS else []


def _line(line: list[Word], starts: Sequence[float]) -> Strip:
    """Lay a line over the columns where each of its pieces begins at one of them; else leave it a line."""
    top, bottom = min(word["top"] for word in line), max(word["bottom"] for word in line)
    cells: list[list[Word]] = [[] for _ in starts]
    at = -1
    for number, word in enumerate(line):
        column = _column(word, starts)
        is_apart = number == 0 or _is_apart(line[number - 1], word)
        if column is not None and column > at and is_apart:
            at = column
        elif number == 0 or is_wide(line[number - 1], word):
            return Strip(top, bottom, _pieces(line))
        cells[at].append(word)
    if not starts or (sum(map(bool, cells)) == 1 and cells[0]):
        return Strip(top, bottom, _pieces(line))
    return Strip(top, bottom, tuple(map(tuple, cells)))


def _is_apart(last: Word, word: Word) -> bool:
    return bool(word["x0"] - last["x1"] > 0.4 * (word["bottom"] - word["top"]))


def _column(word: Word, starts: Sequence[float]) -> int | None:
    return next((at for at, start in enumerate(starts) if abs(word["x0"] - start) <= 2 * _NEAR), None)


def _pieces(line: Sequence[Word]) -> tuple[tuple[Word, ...], ...]:
    pieces = [[line[0]]]
    for last, word in pairwise(line):
        if is_wide(last, word):
            pieces.append([])
        pieces[-1].append(word)
    return tuple(map(tuple, pieces))
