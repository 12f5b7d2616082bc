"""What a place has that did not count: for a drop by need as many days as those of its forum that counted.

Taking it for none would send more to whoever says least. Where nobody in the forum counted, the nation's
places stand in; where nobody did at all, none is known to be there and need is what the days aim at.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
LEAST_USE = 1e-9  # base units a day: less is a rounding error, and no cover can be had from it


def fill_unknown(stocks: Floats, rates: Floats, groups: Ints) -> Floats:
    """Return the stocks, n places by m items, with NaN filled by rate times the cover of the place's group.

    `groups` numbers each place's group from 0; -1 is none, which takes the cover of all. The cover of a group
    is the sum of the known stocks over the sum of the uses of the same places.
    """
    is_known = ~np.isnan(stocks) & ~np.isnan(rates)
    held, used = np.where(is_known, stocks, 0.0), np.where(is_known, rates, 0.0)
    number = int(groups.max(initial=-1)) + 1
    by_group = np.zeros((2, number + 1, stocks.shape[1]))  # the last row: all
    for table, values in zip(by_group, (held, used), strict=True):
        np.add.at(table, groups[groups >= 0], values[groups >= 0])
        table[number] = values.sum(axis=0)
    is_used = by_group[1] > LEAST_USE
    cover = np.divide(by_group[0], by_group[1], out=np.zeros(by_group[0].shape), where=is_used)
    cover = np.where(is_used, cover, cover[number])
    guessed = np.nan_to_num(rates) * cover[groups]  # -1 is the last row
    return np.where(np.isnan(stocks), guessed, stocks)
