"""Says which lines of a table are no rows of it: totals, notes, keys of colours, who prepared it."""

import re
from collections.abc import Sequence
from functools import cache

from .books import values

LONGEST = 60  # characters of the cells of a row of totals


def is_aside(cells: Sequence[str]) -> bool:
    """Tell whether filled cells, none of them a reference, stand beside the rows of the table."""
    if not cells:
        return False
    if len(cells) == 1 and _pattern("notes").match(cells[0]):
        return True
    return bool(_pattern("totals").match(cells[0])) and all(len(cell) <= LONGEST for cell in cells)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"[\s*_(\[]*(?:{'|'.join(values('action-tables')['asides'][name])})", re.I)
