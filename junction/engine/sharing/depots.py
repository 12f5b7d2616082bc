"""Sharing from several depots when a line may be served by more than one.

Lines that may draw on the same depots are one class; inside a class one level rules, so only classes and
depots meet in flows. A common level for all is tried; where the depots cannot carry it, the tightest cut
splits classes and depots into those that must do with less and the rest, and both are solved alone
(Fujishige's decomposition of the lexicographically optimal base). Each group then shares its stock in whole
packs, and the packs travel the least distance (min-cost flow). The few packs that no route can carry,
because packs are whole, go to the next line in reach.
"""

from dataclasses import dataclass, replace

import numpy as np

from .classes import classes_of
from .cuts import groups_of
from .levels import Floats
from .lines import Ints, Lines, Shares
from .packs import share_packs
from .routes import Depots, Drops, route


@dataclass(frozen=True, slots=True)
class Plan:
    """A share from several depots: what each line is given, by which routes, what a pack is worth where."""

    shares: Shares
    drops: Drops
    prices: Floats  # by depot, between 0 (enough for everybody) and 1: the duals that bound any other share

    def price_of_lines(self, depots: Depots) -> Floats:
        """Return for each line the least price among its depots; 1, the highest, where it has none."""
        priced = np.append(self.prices, 1.0)
        least: Floats = priced[depots.choices].min(axis=1, initial=1.0)
        return least


def share_from_depots(lines: Lines, depots: Depots, stocks: Ints) -> Plan:
    """Return the weighted max-min share of the packs in each depot (`stocks`) among the lines they reach."""
    classes = classes_of(lines, depots.choices)
    given = np.zeros(len(lines), dtype=np.int64)
    levels = np.zeros(len(lines))
    prices = np.zeros(len(stocks))
    for group in groups_of(classes, stocks):
        members = np.sort(np.concatenate([classes.members[each] for each in group.classes]))
        shares = share_packs(lines.only(members), int(stocks[group.depots].sum()))
        given[members], levels[members] = shares.given, group.level
        prices[group.depots] = 0.0 if np.isinf(group.level) else max(0.0, 1.0 - group.level)
    drops = _topped_up(lines, depots, stocks, route(classes, depots, stocks, given))
    return Plan(Shares(lines, drops.by_line(len(lines)), levels), drops, prices)


def _topped_up(lines: Lines, depots: Depots, stocks: Ints, drops: Drops) -> Drops:
    """Return the drops and what is still in a depot for its own lines, the next packs first."""
    given = drops.by_line(len(lines))
    left = stocks - np.bincount(drops.depots, weights=drops.packs, minlength=len(stocks)).astype(np.int64)
    for depot in np.flatnonzero(left):
        near = np.flatnonzero((depots.choices == depot).any(axis=1) & (given < lines.most))
        if not len(near):
            continue
        held = replace(lines.only(near), floors=given[near])
        more = share_packs(held, int(given[near].sum() + left[depot])).given - given[near]
        given[near] += more
        drops = drops.and_more(near[more > 0], int(depot), more[more > 0])
    return drops
