"""What was used between two counts of a place: what was there and came, less what is left.

Between two counts that say that stock grew by itself, something came of which we know nothing: that span is
left out.
"""

from dataclasses import dataclass

import numpy as np

from .arrays import Floats, Ints

DAYS = 1_000_000  # more than any day's number, so that a place and a day make one key


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts of stock, k of them: of a place (its number, from 0), at the end of a day, of m items.

    In order of place, then day; at most one for each.
    """

    places: Ints
    days: Ints  # as ordinals
    stocks: Floats  # k x m, NaN where an item was not counted


@dataclass(frozen=True, slots=True)
class Deliveries:
    """What came and, below 0, what went elsewhere, in the order of place, then day.

    What comes on a day is in the count of that day.
    """

    places: Ints
    days: Ints
    quantities: Floats  # j x m, 0 for what did not come

    @classmethod
    def none(cls, items: int) -> "Deliveries":
        empty = np.empty(0, dtype=np.int64)
        return cls(empty, empty, np.empty((0, items)))


@dataclass(frozen=True, slots=True)
class Counted:
    """The k counts of one item, in order of place and day, with what came by them and after them."""

    places: Ints
    days: Ints
    stocks: Floats
    came: Floats  # up to the count, in all
    came_after: Floats  # at the place since the count, less what went elsewhere
    first_after: Ints  # day of what came first after the count


@dataclass(frozen=True, slots=True)
class Spans:
    """Spans between two counts of a place, of one item."""

    places: Ints
    since: Ints  # day of the earlier count
    until: Ints  # of the later
    used: Floats
    days_out: Floats  # days without stock
    came_after: Floats  # since the later count


def counted(counts: Counts, came: Deliveries, column: int) -> Counted:
    """Return the counts of one item."""
    known = ~np.isnan(counts.stocks[:, column])
    place, day, stock = counts.places[known], counts.days[known], counts.stocks[known, column]
    some = came.quantities[:, column] != 0
    arrivals = came.places[some] * DAYS + came.days[some]
    amounts = np.concatenate([[0.0], np.cumsum(came.quantities[some, column])])
    before = np.searchsorted(arrivals, place * DAYS + day, side="right")  # arrivals that the count holds
    last = np.searchsorted(arrivals, place * DAYS + (DAYS - 1), side="right")
    first: Ints = np.append(arrivals, 0)[before] % DAYS
    return Counted(place, day, stock, amounts[before], amounts[last] - amounts[before], first)


def spans(found: Counted) -> Spans:
    """Return the spans that tell what was used."""
    place, day, stock = found.places, found.days, found.stocks
    came = found.came[1:] - found.came[:-1]
    used = stock[:-1] + came - stock[1:]
    until = np.where(came > 0, found.first_after[:-1] - day[:-1] - 1, day[1:] - day[:-1])
    out = np.where(stock[:-1] == 0, until, 0)
    sound = (place[1:] == place[:-1]) & (used >= 0)
    return Spans(
        place[1:][sound],
        day[:-1][sound],
        day[1:][sound],
        used[sound],
        out[sound].astype(np.float64),
        found.came_after[1:][sound],
    )
