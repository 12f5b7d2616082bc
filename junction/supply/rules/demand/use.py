"""Which figures of daily use are believed, how they are blended, and how old each is.

Counted, stated and modelled use are weighed by the playbook (`use_weights`) among those that are known and
recent enough. What weighs nothing beside others is believed where nothing else is known. The blend bears what
it is made of and the age of each part, so that every page and every claim can say them.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from .arrays import Codes, Floats, Ints
from .limits import Limits


class Basis(IntEnum):
    """What a figure of daily use rests on."""

    UNKNOWN = 0
    COUNTS = 1
    STATED = 2
    MODELLED = 3
    BLEND = 4


BASIS_WORDS = {
    Basis.UNKNOWN: "not known",
    Basis.COUNTS: "from counts of stock",
    Basis.STATED: "as stated in the return",
    Basis.MODELLED: "modelled from the people cared for",
    Basis.BLEND: "blended from more than one of counts, return and model",
}
PARTS = (Basis.COUNTS, Basis.STATED, Basis.MODELLED)


@dataclass(frozen=True, slots=True)
class Use:
    """Units used in a day, n places by m items."""

    rates: Floats  # NaN: not known
    bases: Codes  # a `Basis` each
    ages: Ints  # days of the oldest part; of the last count or of the statement, 0 for what is modelled
    shares: Floats  # 3 x n x m: the part of the blend that each of `PARTS` has, from 0 to 1
    part_ages: Ints  # 3 x n x m

    def parts_at(self, row: int, column: int) -> list[tuple[Basis, float, int]]:
        """What one figure is made of: basis, its share, its age in days."""
        return [
            (basis, float(self.shares[number, row, column]), int(self.part_ages[number, row, column]))
            for number, basis in enumerate(PARTS)
            if self.shares[number, row, column] > 0
        ]


def best_use(
    *, counted: Floats, counted_age: Ints, newest: Floats, stated: Floats, stated_age: Ints, modelled: Floats,
    limits: Limits,
) -> Use:  # fmt: skip
    """Return the figure to believe for every place and item; all arrays are n by m.

    Who has none (`newest`, the last count, is 0) and says that none is used tells nothing of need.
    """
    by_counts = ~np.isnan(counted) & (counted_age <= limits.counts_last)
    by_word = ~np.isnan(stated) & (stated_age <= limits.stated_last)
    by_word &= ~((stated == 0) & (newest == 0))
    known = np.stack([by_counts, by_word, ~np.isnan(modelled)])
    values = np.nan_to_num(np.stack([counted, stated, modelled]))
    ages = np.stack([counted_age, stated_age, np.zeros_like(stated_age)])
    shares = _shares(known, limits)
    used = shares > 0
    number = used.sum(axis=0)
    bases = np.where(number == 1, used.argmax(axis=0) + 1, np.where(number, Basis.BLEND, Basis.UNKNOWN))
    return Use(
        np.where(number, (shares * values).sum(axis=0), np.nan),
        bases.astype(np.int8),
        np.where(used, ages, 0).max(axis=0).astype(np.int64),
        shares,
        np.where(used, ages, 0).astype(np.int64),
    )


def _shares(known: np.ndarray, limits: Limits) -> Floats:
    """The part of each basis; where none that is known weighs anything, the first of them is all of it."""
    weights = np.array([limits.use_weights[basis.name.lower()] for basis in PARTS]).reshape(3, 1, 1)
    weighed = np.where(known, weights, 0.0)
    first = known & (np.cumsum(known, axis=0) == 1)
    weighed = np.where(weighed.sum(axis=0) > 0, weighed, first.astype(np.float64))
    total = weighed.sum(axis=0)
    shares: Floats = np.divide(weighed, total, out=np.zeros_like(weighed), where=total > 0)
    return shares
