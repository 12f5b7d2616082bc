"""Says which stem ("Local authorities should:") goes with which row: its own, or one carried on from above.

A stem stands before its bullet in the same cell, or on a line of its own, or with the first bullet only.
It is carried on to the bullets that follow without one, until an item begins as a sentence of its own. A
heading between the rows is the category of those below it, where no column says one.
"""

from collections.abc import Iterable

from junction.record.rules.reading import Cell
from junction.record.rules.source import Source, joined

from .cells import with_stem
from .columns import BULLET
from .rows import Row

CARRIED = 0.8


def with_stems(source: Source, groups: Iterable[tuple[Row, dict[str, Cell] | None]]) -> list[dict[str, Cell]]:
    """Return the cells of the rows among `groups`, each with its stem."""
    found: list[dict[str, Cell]] = []
    carried: Cell | None = None
    section: Cell | None = None
    in_table = False
    for row, cells in groups:
        if cells is None:
            in_table = in_table or row.role == "header"
            if row.role == "heading" and in_table:
                section = _onward(source, joined(source.text, [line.span for line in row.lines]), row)
            carried = _stem(source, row) if row.role == "stem" else None if row.role == "heading" else carried
            continue
        item = cells["item"].text if "item" in cells else ""
        if not item.endswith(":") and not BULLET.match(item) and not item[:1].islower():
            carried = None
        cells = with_stem(source, cells, carried)
        own = cells.get("stem")
        if own and own.spans:
            carried = _onward(source, own.text, row)
        elif item.endswith(":"):
            carried = _onward(source, item, row)
        in_table = True
        found.append(cells if section is None or "category" in cells else cells | {"category": section})
    return found


def _stem(source: Source, row: Row) -> Cell:
    return _onward(source, joined(source.text, row.cells.get("item", [])), row)


def _onward(source: Source, text: str, row: Row) -> Cell:
    line = source.line_of(row.lines[0].span.start)
    return Cell(text, (), CARRIED, inferred=True, note=f"carried on from line {line}")
