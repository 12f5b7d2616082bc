"""Small numbers are hidden, and so is what would give one away by subtraction from a total that is shown."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


def hidden_in_line(cells: Mapping[K, int], *, below: int) -> set[K]:
    """Return which cells of a line are hidden when the line's total is shown beside them.

    Every figure from 1 to `below` - 1 is. The total less what is shown tells what the hidden ones come to
    together: the next smallest are hidden too until that are two figures at least, and no small number.
    """
    hidden = {key for key, value in cells.items() if 0 < value < below}
    others = sorted((key for key, value in cells.items() if value >= below), key=lambda k: (cells[k], str(k)))
    for key in others:
        if not hidden or (len(hidden) > 1 and sum(cells[one] for one in hidden) >= below):
            break
        hidden.add(key)
    return hidden
