"""How good a share is as a whole: how far from the best there could be, what its fairness costs, who has
least.

The measure is the weighted unmet need: for each line half of the square of what it lacks to its full rate,
divided by its rate, so that the last pack of one who has little counts for more. The max-min share before
packs are whole is where it is least: both give every line that can still move the same level (Fujishige,
"Lexicographically optimal base of a polymatroid with respect to a weight vector", Mathematics of Operations
Research 5, 1980).
"""

from dataclasses import dataclass

import numpy as np

from .levels import Floats
from .lines import Lines


@dataclass(frozen=True, slots=True)
class Whole:
    """A share seen as a whole. Parts are between 0 and 1."""

    unmet: float  # weighted unmet need of the share
    least_unmet: float  # a bound: no share of this stock has less
    given: float  # packs
    most_weighted: float  # packs times weight, if nothing but that counted
    weighted: float  # packs times weight as given
    least_fill: float  # the smallest part of a claim that is met
    fills: tuple[float, float, float]  # the part of its claim met for the lines a tenth, half, nine tenths up

    @property
    def distance(self) -> float:
        """Return by what part the unmet need is above the least there could be."""
        return 0.0 if self.unmet <= self.least_unmet else self.unmet / self.least_unmet - 1.0

    @property
    def price_of_fairness(self) -> float:
        """Return the part of the weighted packs given up so that nobody is left far behind."""
        return 0.0 if self.most_weighted <= 0 else 1.0 - self.weighted / self.most_weighted


def unmet_need(rates: Floats, given: Floats) -> float:
    """Return the weighted unmet need of lines that hold `given` packs; lines without a claim have none."""
    able = rates > 0
    return float(((rates[able] - given[able]) ** 2 / rates[able]).sum() / 2)


def bound_by_prices(lines: Lines, prices: Floats, *, supply_value: float) -> float:
    """Return what the unmet need is at least, by the price each line pays for a pack (the dual of its depot).

    At price p a line would take the packs where its own unmet need falls by p with each: rate x (1 - p),
    within floor and cap. The bound holds for any prices of at least 0; it is exact at those of the best
    share. `supply_value` is the sum over depots of packs x price.
    """
    able = lines.rates > 0
    rates, price = lines.rates[able], prices[able]
    taken = np.clip(rates * (1.0 - price), lines.least[able], lines.most[able])
    return unmet_need(rates, taken) + float((price * taken).sum()) - supply_value


def most_weighted(lines: Lines, supply: float) -> float:
    """Return the most weight that a supply can carry, floors aside: to the heaviest first."""
    order = np.argsort(-lines.weights, kind="stable")
    most = lines.most[order].astype(np.float64)
    return float((np.clip(supply - (np.cumsum(most) - most), 0.0, most) * lines.weights[order]).sum())


def whole(lines: Lines, given: Floats, *, least_unmet: float, best_weighted: float) -> Whole:
    """Return a share seen as a whole; lines that claim nothing are left out of the parts."""
    claims = lines.claims > 0
    fills = given[claims] / lines.claims[claims] if claims.any() else np.ones(1)
    tenth, half, nine_tenths = (float(each) for each in np.percentile(fills, [10, 50, 90]))
    return Whole(
        unmet=unmet_need(lines.rates, given),
        least_unmet=least_unmet,
        given=float(given.sum()),
        most_weighted=best_weighted,
        weighted=float((given * lines.weights).sum()),
        least_fill=float(fills.min()),
        fills=(tenth, half, nine_tenths),
    )
