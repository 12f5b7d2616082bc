"""A pairing as a plan: who helps with what, what each pair costs, how much of each priority is met."""

from dataclasses import dataclass

import numpy as np

from .flow import solve
from .nearest import Candidates, nearest_candidates
from .parties import NOBODY, Batch, Bools, Ints

FAIRNESS = 200  # metres for each task of the last 30 days
MOST_FAIRNESS = 1_000_000
MOST_CANDIDATES = 20


@dataclass(frozen=True, slots=True)
class Plan:
    """Who helps with what. Rows are those of `batch`, which stand by id."""

    batch: Batch
    candidates: Candidates
    fairness: int  # metres for each recent task
    chosen: Ints  # m: rows of helpers, or NOBODY
    prices: Ints  # m: what leaving each need costs, metres

    @property
    def met(self) -> Bools:
        """Tell for each need whether somebody helps."""
        met: Bools = self.chosen != NOBODY
        return met

    @property
    def metres(self) -> Ints:
        """Return how far each helper has to travel, 0 for a need that nobody meets."""
        metres = np.zeros(len(self.chosen), dtype=np.int64)
        needs = self.candidates.needs
        taken = np.flatnonzero(self.candidates.helpers == self.chosen[needs])
        metres[needs[taken]] = self.candidates.metres[taken]
        return metres

    @property
    def fairness_costs(self) -> Ints:
        """Return what each pair costs for its helper's tasks: earlier ones and nearer ones of this batch."""
        costs = np.zeros(len(self.chosen), dtype=np.int64)
        met = np.flatnonzero(self.met)
        met = met[np.lexsort((met, self.metres[met], self.chosen[met]))]
        helpers = self.chosen[met]
        before = np.arange(len(met)) - np.searchsorted(helpers, helpers)
        costs[met] = self.fairness * (self.batch.helpers.recent[helpers] + before)
        return costs

    @property
    def cost(self) -> int:
        """Return metres and fairness of those met and prices of those not met."""
        return int(self.metres.sum() + self.fairness_costs.sum() + self.prices[~self.met].sum())

    @property
    def met_by_priority(self) -> dict[int, float]:
        """Return the part of the needs of each priority that is met."""
        priority = self.batch.needs.priority
        return {int(each): float(self.met[priority == each].mean()) for each in np.unique(priority)}

    @property
    def metres_each(self) -> float:
        """Return the mean distance of those who help; 0 where nobody does."""
        return float(self.metres[self.met].mean()) if self.met.any() else 0.0

    def pairs(self) -> tuple[Ints, Ints]:
        """Return the ids of needs and of their helpers, in the order of the needs."""
        met = self.met
        return self.batch.needs.ids[met], self.batch.helpers.ids[self.chosen[met]]


def pair(batch: Batch, *, candidates: int = MOST_CANDIDATES, fairness: int = FAIRNESS) -> Plan:
    """Return the exact pairing among so many nearest candidates of each need.

    It meets the most needs of priority 1, of those pairings the most of priority 2, and so on; and of all
    these it costs the least. Raise `ValueError` for a fairness below 0.
    """
    return pair_among(batch, nearest_candidates(batch, candidates), fairness=fairness)


def pair_among(batch: Batch, candidates: Candidates, *, fairness: int = FAIRNESS) -> Plan:
    """Return the exact pairing among given candidates."""
    if not 0 <= fairness <= MOST_FAIRNESS:
        raise ValueError(f"a fairness of {fairness} metres")
    solved = solve(batch, candidates, fairness=fairness)
    return Plan(batch, candidates, fairness, solved.chosen, solved.prices)


def price_of_fairness(plan: Plan) -> float:
    """Return the metres by which a trip is longer, on average, than if nobody's tasks were counted.

    Solves the batch once more. Where others are met then, this counts, too.
    """
    return plan.metres_each - pair_among(plan.batch, plan.candidates, fairness=0).metres_each
