"""Says which category a row stands under when print has garbled it: the one of the same table that it is
like.
"""

from collections import Counter
from collections.abc import Sequence

from rapidfuzz import fuzz

from junction.record.rules.reading import Cell

from .books import plain, values

LEAST_TIMES = 2
FROM_ABOVE = 0.6


def true_categories(cells: Sequence[Cell | None]) -> list[Cell | None]:
    """Return each row's category; a garbled or torn one as the known one that it is like, with a note."""
    said = [cell for cell in cells if cell and cell.text]
    times = Counter(plain(cell.text) for cell in said)
    printed = {plain(cell.text): cell.text for cell in reversed(said)}
    known = [words for words, count in times.items() if count >= LEAST_TIMES]
    return [cell and _true(cell, times, [printed[words] for words in known]) for cell in cells]


def carried_down(cells: Sequence[Cell | None]) -> list[Cell | None]:
    """Return each row's category; an empty one as the row's above, as where cells of a column are joined."""
    found: list[Cell | None] = []
    for cell in cells:
        above = found[-1] if found else None
        if cell and not cell.text and above and above.text:
            cell = Cell(above.text, (), FROM_ABOVE, inferred=True, note="as the row above: its cell is empty")
        found.append(cell)
    return found


def _true(cell: Cell, times: Counter[str], known: Sequence[str]) -> Cell:
    words = plain(cell.text)
    if not cell.text or times[words] >= LEAST_TIMES or not known:
        return cell
    likeness = {name: _likeness(words, plain(name)) for name in known}
    best = max(known, key=lambda name: likeness[name])
    if likeness[best] < values("action-tables")["limits"]["category_likeness"]:
        return cell
    return Cell(best, cell.spans, round(min(cell.confidence, likeness[best] / 100), 2), inferred=True,
                note=f"garbled in print: {cell.text}")  # fmt: skip


def _likeness(words: str, name: str) -> float:
    """Compare by letters; or by words, where garbled ones stand among or after the true ones."""
    extra = len(words.split()) - len(name.split())
    among = fuzz.token_set_ratio(words, name) - 5 * max(extra, 0) if 0 < extra <= 2 else 0.0
    return max(fuzz.ratio(words, name), among)
