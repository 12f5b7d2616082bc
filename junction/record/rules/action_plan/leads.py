"""Says who leads a row whose cell for it is empty: who leads the row above, where cells seem joined.

A text cannot say that cells are joined. Where the category of the same row is empty too, and stands for
that above, both were joined most likely; where it is printed, a new block begins.
"""

from collections.abc import Sequence

from ..reading import Cell

CARRIED = 0.5
NOTE = "as the row above, like its category: its cell is empty"


def carried_leads(rows: Sequence[dict[str, Cell]]) -> list[dict[str, Cell]]:
    """Return the rows with the organisation and the owner that they take from the row above."""
    found: list[dict[str, Cell]] = []
    for cells in rows:
        category = cells.get("category")
        if found and category and category.inferred and not category.spans:
            cells = cells | {
                name: Cell(above.text, (), min(CARRIED, above.confidence), inferred=True, note=NOTE)
                for name in ("organisation", "owner")
                if name in cells and not cells[name].text and (above := found[-1].get(name)) and above.text
            }
        found.append(cells)
    return found
