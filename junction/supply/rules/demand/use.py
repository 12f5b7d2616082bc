"""Which figure of daily use is believed: from counts, as stated, or modelled; and how old it is.

What was counted goes before what was said, and what was said before what is reckoned, each only while it is
recent enough. The figure bears its basis and its age, so that every page and every claim can say them.
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


BASIS_WORDS = {
    Basis.UNKNOWN: "not known",
    Basis.COUNTS: "from counts of stock",
    Basis.STATED: "as stated in the return",
    Basis.MODELLED: "modelled from the people cared for",
}


@dataclass(frozen=True, slots=True)
class Use:
    """Units used in a day, n places by m items."""

    rates: Floats  # NaN: not known
    bases: Codes  # a `Basis` each
    ages: Ints  # days; of the last count or of the statement, 0 for what is modelled


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
    by_model = ~np.isnan(modelled)
    tests = [by_counts, by_word, by_model]
    return Use(
        np.select(tests, [counted, stated, modelled], np.nan),
        np.select(tests, [Basis.COUNTS, Basis.STATED, Basis.MODELLED], Basis.UNKNOWN).astype(np.int8),
        np.select(tests, [counted_age, stated_age, np.zeros_like(stated_age)], 0).astype(np.int64),
    )
