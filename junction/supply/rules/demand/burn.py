"""How fast stock is used up, from one count to the next.

The method is that of the Personal Protective Equipment Burn Rate Calculator of the US Centers for Disease
Control and Prevention (2020): what was there, and what came, less what is left, over the days between. Days
without stock tell nothing of need, so they are taken out as OpenLMIS does it (adjusted consumption =
consumption x days / (days - days out)).
"""

from dataclasses import dataclass

import numpy as np

from .arrays import Floats, Ints, ratio
from .spans import Counts, Deliveries, counted, spans


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
    found = counted(counts, came, column)
    told = spans(found)
    sums = (told.used, told.until - told.since, told.days_out)
    used, days, out = (np.bincount(told.places, each, places).astype(np.float64) for each in sums)
    rates = np.where(days - out >= least_days, ratio(adjusted_consumption(used, days, out), days), np.nan)
    newest, newest_on, since = np.full(places, np.nan), np.zeros(places, dtype=np.int64), np.zeros(places)
    # Of several the last is kept, and they are in order.
    newest[found.places], newest_on[found.places] = found.stocks, found.days
    since[found.places] = found.came_after
    return rates, (days - out).astype(np.int64), newest, newest_on, since
