"""Which figures are not shown since they count few people: one rule for whatever shows such figures. Pure.

A figure from 1 to the limit less one is hidden. So is every sum of which a hidden figure is a part: whatever
is shown then depends on no hidden figure, and nothing can be had back by subtraction, be it of a row from its
total, of a part from its whole, or of a day from another (`kept_back`).

What may still be shown: of a sum, what its shown parts come to with one for each hidden (`at_least`); and of
a figure that is published day by day, only whole steps of the limit (`in_steps`), since the difference of two
days would else be a small number itself. Both are functions of what may be shown anyway.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


def is_small(value: int, *, below: int) -> bool:
    """Whether a figure counts so few that it is hidden; nobody is not few."""
    return 0 < value < below


def kept_back(
    figures: Mapping[K, int | None],
    *,
    below: int,
    parts: Callable[[K], Collection[K] | None],
    may_see: Callable[[K], bool] = lambda _: False,
) -> set[K]:
    """Return which figures are hidden from whoever sees small ones only where they `may_see` them.

    A figure of None is one that was small and came hidden. `parts` gives the figures that one is the sum of,
    itself excepted; None where that is not known, which is read as "all of them".
    """
    unseen = [key for key in figures if not may_see(key)]
    small = {key for key in unseen if (value := figures[key]) is None or is_small(value, below=below)}
    return small | {key for key in unseen if _holds(parts(key), small)}


def at_least(figures: Iterable[int | None]) -> int:
    """Return what figures come to at least, None being hidden: a hidden one is no less than one."""
    return sum(1 if value is None else value for value in figures)


def in_steps(value: int, *, step: int) -> int:
    """Return a figure rounded down to whole steps."""
    return value - value % step


def _holds(parts: Collection[K] | None, small: Collection[K]) -> bool:
    return bool(small) if parts is None else any(part in small for part in parts)
