"""How long stock lasts: what was counted, what came since, less what was used since, over a day's use."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from .arrays import Floats, Ints, Marks, ratio

FAR_OFF = 3650  # days: whatever lasts longer has no day on which it runs out


@dataclass(frozen=True, slots=True)
class Cover:
    """Stock and cover, n places by m items; NaN: not known, infinite: nothing of it is used."""

    stocks: Floats  # as reckoned for today
    days: Floats

    def runs_out_within(self, days: float) -> Marks:
        """Tell which last less than so many days; what is not known does not."""
        return np.asarray(self.days < days)


def cover_of(counted: Floats, ages: Ints, came_since: Floats, rates: Floats) -> Cover:
    """Return the cover today: a count of `ages` days ago is less by what was used since, and never below 0.

    Where the daily use is not known the stock is the count and what came, and the cover is not known.
    """
    used = np.where(np.isnan(rates), 0.0, rates) * ages
    stocks = np.maximum(counted + came_since - used, 0.0)
    days = np.where(rates == 0, np.where(np.isnan(stocks), np.nan, np.inf), ratio(stocks, rates))
    return Cover(stocks, days)


def runs_out_on(on: date, days: float) -> date | None:
    """Return the day on which a stock is used up; none where that is not known or too far off."""
    if np.isnan(days) or days > FAR_OFF:
        return None
    return on + timedelta(days=int(days))
