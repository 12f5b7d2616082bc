"""Many stocks at once, each with its own lines: every item in every depot with a fixed list of places."""

import numpy as np
from numpy.typing import NDArray

from .lines import Ints, Lines, Shares
from .packs import share_packs


def share(lines: Lines, pools: NDArray[np.integer], supplies: Ints) -> Shares:
    """Return the share of each stock among its own lines.

    Shapes: n lines; `pools` the number of the stock that each line draws on, n; `supplies` the packs of
    each stock. Lines keep their order among those of their stock. Raise `ValueError` for a stock that does
    not exist.
    """
    if len(pools) and not 0 <= int(pools.min()) <= int(pools.max()) < len(supplies):
        raise ValueError("a line draws on a stock that is not there")
    given = np.zeros(len(lines), dtype=np.int64)
    levels = np.full(len(lines), np.inf)
    order = np.argsort(pools, kind="stable")
    edges = np.searchsorted(pools[order], np.arange(len(supplies) + 1))
    ordered = lines.only(order)
    for pool, supply in enumerate(supplies):
        part = slice(edges[pool], edges[pool + 1])
        shares = share_packs(ordered.only(part), int(supply))
        given[order[part]], levels[order[part]] = shares.given, shares.levels
    return Shares(lines, given, levels)
