"""Classes of like demand: lines that may draw on the same depots, and what a class takes at a level."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .levels import Floats
from .lines import Ints, Lines


@dataclass(frozen=True, slots=True)
class Classes:
    """The classes of the lines that may have anything at all; a line without a depot is in none."""

    depots: tuple[Ints, ...]  # for each class the depots it may draw on
    members: tuple[Ints, ...]  # for each class its lines, in the order of the lines
    rates: tuple[Floats, ...]
    floors: tuple[Floats, ...]
    caps: tuple[Floats, ...]

    def __len__(self) -> int:
        return len(self.members)

    def together(self, chosen: Ints) -> tuple[Floats, Floats, Floats]:
        """Return the rates, floors and caps of all lines of some classes."""
        parts = (self.rates, self.floors, self.caps)
        rates, floors, caps = (np.concatenate([part[each] for each in chosen]) for part in parts)
        return rates, floors, caps


def classes_of(lines: Lines, choices: NDArray[np.int64]) -> Classes:
    """Return the classes; the depots of a line count as a set, and choices below 0 are none."""
    ordered = np.sort(choices, axis=1)
    ordered[:, 1:][ordered[:, 1:] == ordered[:, :-1]] = -1
    able = np.flatnonzero((lines.most > 0) & (ordered[:, -1] >= 0))
    keys = np.sort(ordered[able], axis=1)
    width = int(keys.max(initial=0)) + 2
    codes = np.zeros(len(keys), dtype=np.int64)
    for column in range(keys.shape[1]):
        codes = codes * width + keys[:, column] + 1
    _, firsts, numbers = np.unique(codes, return_index=True, return_inverse=True)
    order = np.argsort(numbers, kind="stable")
    edges = np.searchsorted(numbers[order], np.arange(1, len(firsts)))
    members = tuple(np.split(able[order], edges)) if len(firsts) else ()
    rates, floors, caps = lines.rates, lines.least.astype(np.float64), lines.most.astype(np.float64)
    return Classes(
        tuple(key[key >= 0] for key in keys[firsts]),
        members,
        *(tuple(part[each] for each in members) for part in (rates, floors, caps)),
    )
