"""How good a pairing is: what any other must cost at least, by the price of each helper's time.

Linear programming duality: at a price v for a helper's next slot, a need pays at most the least of its
distance plus v over all helpers, or the price of leaving it; what the helpers earn above the cost of their
slots is taken off. This bounds every pairing, for any v. The v used are those of the plan itself: the most a
slot could cost before somebody would go elsewhere, found along the chains of the plan. The bound then equals
the cost where the plan is the best among its candidates. Helpers whom the search left out are at least as far
as the last it took, so that a need's part falls to that distance: the second bound holds for them, too.
"""

from dataclasses import dataclass

import numpy as np

from .flow import Slots
from .parties import Floats, Ints
from .plan import Plan

MOST_ROUNDS = 400  # chains longer than this only loosen the bound


@dataclass(frozen=True, slots=True)
class Bound:
    """What a pairing costs at least, in metres with fairness and the prices of needs not met."""

    among_candidates: int
    among_all: int  # also with those whom the search left out

    def above(self, cost: int, *, unmet: int) -> float:
        """Return by what part a cost is above the least among candidates, prices of unmet needs aside."""
        return (cost - self.among_candidates) / max(1, self.among_candidates - unmet)


def bound(plan: Plan) -> Bound:
    """Return what any pairing of the batch costs at least."""
    slots = Slots.of(plan.batch, plan.candidates, plan.fairness)
    prices = _prices(plan, slots)
    earned = int(np.maximum(0, prices[slots.helpers] - slots.costs).sum())
    paid = _least_paid(plan, prices)
    firsts = plan.fairness * plan.batch.helpers.recent
    left_out = _of_left_out(plan, np.minimum(prices, firsts))
    # Where many needs are unmet prices are high and say little of those left out: then the least costs do.
    at_least = np.minimum(_least_paid(plan, firsts), _of_left_out(plan, firsts))
    among_all = max(int(np.minimum(paid, left_out).sum()) - earned, int(at_least.sum()))
    return Bound(int(paid.sum()) - earned, among_all)


def _of_left_out(plan: Plan, prices: Ints) -> Floats:
    """Return for each need the least that a helper costs whom the search left out."""
    able = plan.batch.helpers.room > 0
    least: Floats = np.rint(plan.candidates.beyond) + int(prices[able].min(initial=0))
    return least


def _least_paid(plan: Plan, prices: Ints) -> Ints:
    """Return the least that each need pays at these prices of helpers."""
    paid = plan.prices.copy()
    asked = np.flatnonzero(np.diff(plan.candidates.starts))
    if len(asked):
        offers = plan.candidates.metres + prices[plan.candidates.helpers]
        paid[asked] = np.minimum(paid[asked], np.minimum.reduceat(offers, plan.candidates.starts[asked]))
    return paid


def _prices(plan: Plan, slots: Slots) -> Ints:
    """Return the most that the next slot of each helper could cost without a better pairing."""
    given = np.bincount(plan.chosen[plan.met], minlength=len(plan.batch.helpers))
    following = slots.starts[:-1] + given
    has_room = following < slots.starts[1:]
    prices = np.full(len(given), int(plan.prices.max(initial=0)), dtype=np.int64)
    prices[has_room] = slots.costs[following[has_room]]
    met = np.flatnonzero(plan.met)
    metres = plan.metres[met]
    for _ in range(MOST_ROUNDS):
        lower = prices.copy()
        np.minimum.at(lower, plan.chosen[met], _least_paid(plan, prices)[met] - metres)
        if (lower == prices).all():
            break
        prices = lower
    return prices
