"""In which order equal claims stand: who runs out first, then by lot, drawn with a number nobody chooses."""

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def in_order(cover_days: NDArray[np.float64], recipients: Ints, *, seed: int) -> Ints:
    """Return the numbers of the lines in their order, by whole days of cover, then by the recipient's lot.

    `recipients` numbers the recipient of each line; all lines of one share its lot. What is not known comes
    after what is.
    """
    count = int(recipients.max(initial=-1)) + 1
    lots = np.random.default_rng(seed).permutation(count)
    days = np.floor(np.where(np.isnan(cover_days), np.inf, cover_days))
    return np.lexsort((np.arange(len(recipients)), lots[recipients], days)).astype(np.int64)
