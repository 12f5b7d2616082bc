"""How fast stock is used up, from one count to the next.

The method is that of the Personal Protective Equipment Burn Rate Calculator of the US Centers for Disease
Control and Prevention (2020): what was there, and what came, less what is left, over the days between. Days
without stock tell nothing of need, so they are taken out as OpenLMIS does it (adjusted consumption =
consumption x days / (days - days out)). Between two counts that say that stock grew by itself, something came
of which we know nothing: that span is left out.
"""

from dataclasses import dataclass

import numpy as np

from .arrays import Floats, Ints, ratio

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
class Burn:
    """What counts say of n places and m items."""

    rates: Floats  # units a day, on days with stock; NaN: not known
    days: Ints  # that the rate rests on, those without stock left out
    newest: Floats  # the last count; NaN: none
    newest_on: Ints  # its day; 0: none
    since: Floats  # what came after it, less what went elsewhere


def adjusted_consumption(consumption: Floats, days: Floats | Ints, days_out: Floats | Ints) -> Floats:
    """Return what would have been used with stock on every day; NaN where there was stock on none."""
    return ratio(consumption * days, days - days_out)


def burn_rates(counts: Counts, came: Deliveries, *, places: int, least_days: int) -> Burn:
    """Return the rate of every place and item; not known where it rests on fewer than `least_days`.

    Arrays of `places` rows and as many columns as there are items.
    """
    columns = [
        _one_item(counts, came, column, places, least_days) for column in range(counts.stocks.shape[1])
    ]
    if not columns:
        nothing, none = np.empty((places, 0)), np.empty((places, 0), dtype=np.int64)
        return Burn(nothing, none, nothing, none, nothing)
    return Burn(*(np.stack(each, axis=1) for each in zip(*columns, strict=True)))


def _one_item(
    counts: Counts, came: Deliveries, column: int, places: int, least_days: int
) -> tuple[Floats, Ints, Floats, Ints, Floats]:
    known = ~np.isnan(counts.stocks[:, column])
    place, day, stock = counts.places[known], counts.days[known], counts.stocks[known, column]
    some = came.quantities[:, column] != 0
    arrivals = came.places[some] * DAYS + came.days[some]
    amounts = np.concatenate([[0.0], np.cumsum(came.quantities[some, column])])
    before = np.searchsorted(arrivals, place * DAYS + day, side="right")  # arrivals that the count holds
    owner, *spans = _spans(place, day, stock, arrivals, amounts, before)
    used, days, out = (np.bincount(owner, each, places).astype(np.float64) for each in spans)
    rates = np.where(days - out >= least_days, ratio(adjusted_consumption(used, days, out), days), np.nan)
    newest, newest_on, since = np.full(places, np.nan), np.zeros(places, dtype=np.int64), np.zeros(places)
    newest[place], newest_on[place] = stock, day  # of several the last is kept, and they are in order
    last = np.searchsorted(arrivals, place * DAYS + (DAYS - 1), side="right")
    since[place] = amounts[last] - amounts[before]
    return rates, (days - out).astype(np.int64), newest, newest_on, since


def _spans(
    place: Ints, day: Ints, stock: Floats, arrivals: Ints, amounts: Floats, before: Ints
) -> tuple[Ints, Floats, Floats, Floats]:
    """Return for each span between two counts of a place: the place, used, days, days without stock."""
    came = amounts[before[1:]] - amounts[before[:-1]]
    used = stock[:-1] + came - stock[1:]
    days = day[1:] - day[:-1]
    first = np.append(arrivals, 0)[before[:-1]] % DAYS
    until = np.where(came > 0, first - day[:-1] - 1, days)
    out = np.where(stock[:-1] == 0, until, 0)
    sound = (place[1:] == place[:-1]) & (used >= 0)
    return place[1:][sound], used[sound], days[sound].astype(np.float64), out[sound].astype(np.float64)
