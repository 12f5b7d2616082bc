"""The exact pairing of a batch: one min-cost flow from needs over candidates to the room of helpers.

Every cost is a whole number of metres. A need that is met costs its distance, and its helper's tasks of the
last 30 days, and those of this batch before it, at `fairness` metres each: the second task of a helper costs
more than the first, so that costs stay convex and the flow exact. A need that is not met costs the price of
its priority. Prices are steps so high that no sum of distances makes it worth leaving one of higher priority
for others: this is proved after each flow (`is_lexicographic`), and the steps are made higher where it does
not hold.
"""

from dataclasses import dataclass

import numpy as np
from ortools.graph.python import min_cost_flow

from .nearest import Candidates
from .parties import NOBODY, Batch, Ints
from .priority import is_lexicographic

FIRST_STEP = 8  # times the highest cost of one pair
HIGHER = 64
MOST_COST = 1 << 62  # the solver multiplies costs by nodes


@dataclass(frozen=True, slots=True)
class Slots:
    """The room of helpers, one row for each need they can take in this batch, the cheapest first."""

    helpers: Ints  # rows of helpers, ascending
    costs: Ints  # metres for their recent tasks, and those of this batch before it
    starts: Ints  # n + 1: the slots of helper j are starts[j]:starts[j + 1]

    @classmethod
    def of(cls, batch: Batch, candidates: Candidates, fairness: int) -> "Slots":
        """Return the slots of all helpers; more than they are candidates for, nobody needs."""
        asked = np.bincount(candidates.helpers, minlength=len(batch.helpers))
        room = np.minimum(batch.helpers.room, asked)
        starts = np.concatenate([[0], np.cumsum(room)])
        helpers = np.repeat(np.arange(len(room)), room)
        before = np.arange(len(helpers)) - starts[helpers]
        return cls(helpers, fairness * (batch.helpers.recent[helpers] + before), starts)


@dataclass(frozen=True, slots=True)
class Solved:
    """Who helps with what, and what it would have cost not to."""

    chosen: Ints  # m: rows of helpers, or NOBODY
    prices: Ints  # m: what leaving each need costs


def solve(batch: Batch, candidates: Candidates, *, fairness: int) -> Solved:
    """Return the pairing that meets the most needs of each priority in turn, and of those the cheapest.

    `fairness` in metres for each recent task. Raise `ArithmeticError` where numbers grow too large.
    """
    if not len(batch.needs):
        return Solved(np.empty(0, np.int64), np.empty(0, np.int64))
    slots = Slots.of(batch, candidates, fairness)
    steps, enough = FIRST_STEP, 2 * len(batch.needs) + 2  # no path passes a need twice
    while True:
        prices = prices_of(batch, candidates, fairness, steps=min(steps, enough))
        chosen = _least_cost(candidates, slots, prices)
        if steps >= enough or is_lexicographic(batch, candidates, chosen):
            return Solved(chosen, prices)
        steps *= HIGHER


def prices_of(batch: Batch, candidates: Candidates, fairness: int, *, steps: int = FIRST_STEP) -> Ints:
    """Return what leaving each need costs: so many steps of the highest cost of a pair, times its rung."""
    slots = Slots.of(batch, candidates, fairness)
    top = 1 + int(candidates.metres.max(initial=0)) + int(slots.costs.max(initial=0))
    rungs = _rungs(batch.needs.priority)
    if top * steps * int(rungs.max(initial=0)) * (len(batch.needs) + len(batch.helpers) + 2) >= MOST_COST:
        raise ArithmeticError("distances, tasks or priorities are too large to be counted together")
    return top * steps * rungs


def _rungs(priority: Ints) -> Ints:
    """Return 1 for the lowest priority there is, 2 for the next, and so on."""
    there, rank = np.unique(priority, return_inverse=True)
    return (len(there) - rank).astype(np.int64)


def _least_cost(candidates: Candidates, slots: Slots, prices: Ints) -> Ints:
    """Return the row of the helper of each need, or NOBODY."""
    count, used = len(prices), np.unique(slots.helpers)
    node = np.zeros(len(slots.starts) - 1, dtype=np.int32)
    node[used] = count + np.arange(len(used))
    sink = count + len(used)
    able = np.flatnonzero(slots.starts[candidates.helpers + 1] > slots.starts[candidates.helpers])
    needs = candidates.needs[able].astype(np.int32)
    everyone = np.arange(count, dtype=np.int32)
    tails = np.concatenate([needs, everyone, node[slots.helpers]])
    heads = np.full(len(tails), sink, dtype=np.int32)
    heads[: len(able)] = node[candidates.helpers[able]]
    costs = np.concatenate([candidates.metres[able], prices, slots.costs])
    flow = min_cost_flow.SimpleMinCostFlow()
    flow.add_arcs_with_capacity_and_unit_cost(tails, heads, np.ones(len(tails), np.int64), costs)
    flow.set_nodes_supplies(everyone, np.ones(count, np.int64))
    flow.set_nodes_supplies(np.array([sink], np.int32), np.array([-count], np.int64))
    if flow.solve() != flow.OPTIMAL:
        raise ArithmeticError("no flow was found")
    taken = np.flatnonzero(flow.flows(np.arange(len(able), dtype=np.int32)))
    chosen = np.full(count, NOBODY, dtype=np.int64)
    chosen[needs[taken]] = candidates.helpers[able[taken]]
    return chosen
