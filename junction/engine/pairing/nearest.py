"""The nearest who may help, for each need: exact, by a spatial index for each class of skills and vetting.

Needs that ask for the same skills and level share one index of those who have them. The nearest k' of the
index are taken; k' doubles for every need that is not settled. A need is settled when it has k who may help
and one of the others taken is further away than the k-th, or when nobody is left within its limit. Then
nobody outside can be nearer. To stop at the first k' instead loses those whom the other rules hide: a fifth
of the true nearest, in a trial.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from .eligibility import Rule, may_help, metres_between
from .parties import Batch, Bools, Floats, Ints

PAIRS_AT_ONCE = 1 << 21  # bounds the memory: some 100 bytes each
SLACK = 1 + 1e-12  # the index and we may differ in the last digit
WITHIN_CLASS = (Rule.DISTANCE, Rule.WINDOW, Rule.LANGUAGE, Rule.SETTING, Rule.CONFLICT)


@dataclass(frozen=True, slots=True)
class Candidates:
    """Those who may help with each need, nearest first; of two as near the lower row first."""

    starts: Ints  # m + 1: the candidates of need i are starts[i]:starts[i + 1] of the next two
    helpers: Ints  # rows of helpers
    metres: Ints  # whole metres
    beyond: Floats  # m: metres; whoever may help and is not here is at least so far; infinite: all are here

    @property
    def needs(self) -> Ints:
        """Return the row of the need that each candidate stands for."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))

    def of_needs(self, needs: Ints) -> Ints:
        """Return the positions of the candidates of some needs, one need after the other."""
        counts = self.starts[needs + 1] - self.starts[needs]
        firsts = self.starts[needs] - (np.cumsum(counts) - counts)
        return np.repeat(firsts, counts) + np.arange(int(counts.sum()))

    def only(self, needs: Ints, helpers: Ints) -> "Candidates":
        """Return the candidates of some needs among some helpers (ascending), by their rows in these."""
        places, counts = self.of_needs(needs), self.starts[needs + 1] - self.starts[needs]
        rows = np.searchsorted(helpers, self.helpers[places])
        there = helpers[np.minimum(rows, len(helpers) - 1)] == self.helpers[places]
        owner = np.repeat(np.arange(len(needs)), counts)[there]
        starts = np.searchsorted(owner, np.arange(len(needs) + 1))
        return Candidates(starts, rows[there], self.metres[places[there]], self.beyond[needs])


# Some needs, the starts of their candidates, the rows of these, their metres, and how far all others are.
Part = tuple[Ints, Ints, Ints, Ints, Floats]


def nearest_candidates(batch: Batch, count: int) -> Candidates:
    """Return the nearest `count` who may help with each need, or all where there are fewer."""
    if count < 1:
        raise ValueError(f"{count} candidates")
    return joined(
        [each for members, pool in classes_of(batch) for each in _search(batch, members, pool, count)],
        len(batch.needs),
    )


def joined(parts: list[Part], count: int) -> Candidates:
    """Return the candidates of `count` needs from parts that hold each need at most once."""
    counts, beyond = np.zeros(count, dtype=np.int64), np.full(count, np.inf)
    for needs, starts, _, _, furthest in parts:
        counts[needs], beyond[needs] = np.diff(starts), furthest
    starts = np.concatenate([[0], np.cumsum(counts)])
    whole = Candidates(starts, np.empty(starts[-1], np.int64), np.empty(starts[-1], np.int64), beyond)
    for needs, _, helpers, metres, _ in parts:
        places = whole.of_needs(needs)
        whole.helpers[places], whole.metres[places] = helpers, metres
    return whole


def classes_of(batch: Batch, *, only_free: bool = True) -> Iterator[tuple[Ints, Ints]]:
    """Yield the needs that ask for the same skills and level, and the helpers who have them."""
    asked = np.stack([batch.needs.skills, batch.needs.vetting.astype(np.uint64)], axis=1)
    kinds, number = np.unique(asked, axis=0, return_inverse=True)
    order = np.argsort(number.ravel(), kind="stable")
    edges = np.searchsorted(number.ravel()[order], np.arange(len(kinds) + 1))
    helpers = batch.helpers
    for kind, (skills, vetting) in enumerate(kinds):
        able = ((helpers.skills & skills) == skills) & (helpers.vetting >= np.int64(vetting))
        pool = np.flatnonzero(able & (helpers.capacity > 0) if only_free else able)
        yield order[edges[kind] : edges[kind + 1]], pool


def _search(batch: Batch, members: Ints, pool: Ints, count: int) -> Iterator[Part]:
    if not len(pool):
        return
    tree = tree_of(batch, pool)
    width, waiting = min(len(pool), count + count // 2 + 1), members
    while len(waiting):
        rows = max(1, PAIRS_AT_ONCE // width)
        parts = [
            _look(batch, tree, pool, waiting[first : first + rows], (count, width))
            for first in range(0, len(waiting), rows)
        ]
        yield from parts
        settled = np.concatenate([part[0] for part in parts])
        waiting = np.setdiff1d(waiting, settled, assume_unique=True)
        width = min(len(pool), 2 * width)


def tree_of(batch: Batch, pool: Ints) -> cKDTree:
    """Return the spatial index of some helpers."""
    return cKDTree(np.stack([batch.helpers.x[pool], batch.helpers.y[pool]], axis=1), balanced_tree=False)


def _look(batch: Batch, tree: cKDTree, pool: Ints, needs: Ints, sizes: tuple[int, int]) -> Part:
    """Return what the nearest `width` of the index settle."""
    count, width = sizes
    limit = batch.needs.limit[needs][:, None] * SLACK
    here = np.stack([batch.needs.x[needs], batch.needs.y[needs]], axis=1)
    metres, place = tree.query(
        here, k=np.arange(1, width + 1), distance_upper_bound=limit.max(initial=0.0) + 1
    )
    furthest = metres[:, -1]
    row, column = np.nonzero(metres <= limit)
    helpers, able = np.zeros_like(place), np.zeros(place.shape, dtype=np.bool_)
    helpers[row, column] = pool[place[row, column]]
    metres[row, column] = metres_between(batch, needs[row], helpers[row, column])
    _by_row_where_as_near(metres, helpers)
    able[row, column] = may_help(batch, needs[row], helpers[row, column], WITHIN_CLASS)
    rank = np.cumsum(able, axis=1)
    enough, exhausted = rank[:, -1] >= count, (furthest > limit[:, 0]) | (width == len(pool))
    kth = np.take_along_axis(metres, np.argmax(rank >= count, axis=1)[:, None], axis=1)[:, 0]
    settled = exhausted | (enough & (kth * SLACK < furthest))
    taken = (able & (rank <= count))[settled]
    beyond = np.where(enough & ~(exhausted & (rank[:, -1] == count)), kth, np.inf)
    starts = np.concatenate([[0], np.cumsum(taken.sum(axis=1))])
    whole_metres = np.rint(metres[settled][taken]).astype(np.int64)
    return needs[settled], starts, helpers[settled][taken], whole_metres, beyond[settled]


def _by_row_where_as_near(metres: Floats, helpers: Ints) -> None:
    """Put helpers who are as near as each other in the order of their rows, in place."""
    tied: Bools = (metres[:, 1:] <= metres[:, :-1]) & np.isfinite(metres[:, 1:])
    rows = np.flatnonzero(tied.any(axis=1))
    if len(rows):
        order = np.lexsort((helpers[rows], metres[rows]), axis=-1)
        helpers[rows] = np.take_along_axis(helpers[rows], order, axis=1)
        metres[rows] = np.take_along_axis(metres[rows], order, axis=1)


def all_candidates(batch: Batch) -> Candidates:
    """Return everybody who may help with each need, by brute force: for small batches and for tests."""
    needs, helpers = np.arange(len(batch.needs)), np.arange(len(batch.helpers))
    row, column = np.nonzero(may_help(batch, needs[:, None], helpers[None, :]))
    metres = metres_between(batch, row, column)
    order = np.lexsort((column, metres, row))
    row, column, metres = row[order], column[order], metres[order]
    starts = np.searchsorted(row, np.arange(len(needs) + 1))
    return Candidates(starts, column, np.rint(metres).astype(np.int64), np.full(len(needs), np.inf))
