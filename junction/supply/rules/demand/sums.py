"""How many places of each area are covered for how long, item by item: counts that add up to any wider area.

Only places are counted, and always of one item, so that areas can be added where items never are. A place
whose area is not known stands under the area "".
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from .arrays import Floats, Ints
from .limits import Limits

PLACES, KNOWN, SOON, SHORT, BANDS = range(
    5
)  # what is counted; bars of cover, the shortest first, from BANDS on


@dataclass(frozen=True, slots=True)
class Sums:
    """Counts of places: areas by (the item that runs out first, then each item) by what is counted."""

    areas: tuple[str, ...]
    items: tuple[str, ...]  # codes
    counts: Ints

    def within(self, areas: Collection[str] | None) -> "Sums":
        """Return those of some areas; of all for none given."""
        if areas is None:
            return self
        rows = [row for row, code in enumerate(self.areas) if code in areas]
        return Sums(tuple(self.areas[row] for row in rows), self.items, self.counts[rows])

    def of(self, item: str) -> Ints:
        """Return areas by what is counted: of an item, or of the one that runs out first at each place."""
        return self.counts[:, self.items.index(item) + 1 if item in self.items else 0]

    @property
    def places(self) -> int:
        return int(self.counts[:, 0, PLACES].sum())


def sums_of(days: Floats, lowest: Sequence[str | None], items: Sequence[str], limits: Limits) -> Sums:
    """Count places by area; `days` of cover are n places by m items, `lowest` the area of each place."""
    areas, owner = np.unique(np.array([code or "" for code in lowest], dtype=object), return_inverse=True)
    first = np.fmin.reduce(days, axis=1, initial=np.nan) if len(items) else np.full(len(lowest), np.nan)
    columns = [first, *days.T]
    counts = np.zeros((len(areas), len(columns), BANDS + len(limits.cover_edges) + 1), dtype=np.int64)
    for number, column in enumerate(columns):
        for what, marks in enumerate(_marks(column, limits)):
            counts[:, number, what] = np.bincount(owner, marks, len(areas))
    return Sums(tuple(areas.tolist()), tuple(items), counts)


def _marks(days: Floats, limits: Limits) -> list[np.ndarray]:
    """Tell of each place whether it is counted; what never runs out is in the last bar."""
    edges = [0.0, *limits.cover_edges, np.inf]
    return [
        np.ones(len(days), dtype=bool),
        ~np.isnan(days),
        days < limits.out_soon_days,
        days < limits.short_days,
        *((days >= lower) & ((days < upper) | (upper == np.inf)) for lower, upper in pairwise(edges)),
    ]
