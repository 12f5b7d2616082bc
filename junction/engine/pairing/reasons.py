"""Why this helper: what the pair costs, who else could have come, and which rule kept the others out.

Every helper who may not help is counted once, under the first rule that keeps them out (`Rule` gives the
order), so that the counts and those who may help add up to all helpers.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .eligibility import RULES, Rule, kept_out_by
from .nearest import PAIRS_AT_ONCE, classes_of, tree_of
from .parties import NOBODY, Batch, Ints
from .plan import Plan

RUNNERS_UP = 3


@dataclass(frozen=True, slots=True)
class Cost:
    """What one pair costs, in metres."""

    helper: int  # id
    distance: int
    fairness: int  # for the helper's recent tasks and those of this batch before it

    @property
    def total(self) -> int:
        """Return the whole cost of the pair."""
        return self.distance + self.fairness


@dataclass(frozen=True, slots=True)
class RunnerUp:
    """Somebody else who could have come."""

    cost: Cost  # with one task more in this batch than they were given
    helps_with: tuple[int, ...]  # ids of the needs that they help with instead


@dataclass(frozen=True, slots=True)
class Why:
    """Why one need is met as it is, or is not met."""

    need: int  # id
    chosen: Cost | None
    price_of_leaving: int  # metres: what the priority of the need is worth
    runners_up: tuple[RunnerUp, ...]  # the cheapest first
    might_help: int  # helpers whom no rule keeps out, the chosen one among them
    kept_out: dict[Rule, int]  # helpers by the first rule that keeps them out


def explain(plan: Plan, need: int, *, runners_up: int = RUNNERS_UP) -> Why:
    """Return why one need (by its row) was met as it was."""
    everyone = np.arange(len(plan.batch.helpers))
    first = kept_out_by(plan.batch, np.array([need]), everyone)
    counts = np.bincount(first, minlength=len(Rule))
    others = sorted(_others(plan, need), key=lambda each: (each.cost.total, each.cost.helper))
    return Why(
        need=int(plan.batch.needs.ids[need]),
        chosen=_chosen(plan, need),
        price_of_leaving=int(plan.prices[need]),
        runners_up=tuple(others[:runners_up]),
        might_help=int(counts[Rule.NONE]),
        kept_out={rule: int(counts[rule]) for rule in RULES if counts[rule]},
    )


def _chosen(plan: Plan, need: int) -> Cost | None:
    helper = int(plan.chosen[need])
    if helper == NOBODY:
        return None
    mine = np.flatnonzero(plan.chosen == helper)
    metres = plan.metres[mine]
    before = int(np.flatnonzero(mine[np.lexsort((mine, metres))] == need)[0])
    recent = int(plan.batch.helpers.recent[helper])
    return Cost(
        int(plan.batch.helpers.ids[helper]), int(plan.metres[need]), plan.fairness * (recent + before)
    )


def _others(plan: Plan, need: int) -> Iterator[RunnerUp]:
    candidates, helpers = plan.candidates, plan.batch.helpers
    for place in range(candidates.starts[need], candidates.starts[need + 1]):
        helper = int(candidates.helpers[place])
        if helper == plan.chosen[need]:
            continue
        instead = np.flatnonzero(plan.chosen == helper)
        tasks = int(helpers.recent[helper]) + len(instead)
        cost = Cost(int(helpers.ids[helper]), int(candidates.metres[place]), plan.fairness * tasks)
        yield RunnerUp(cost, tuple(int(each) for each in plan.batch.needs.ids[instead]))


def unmet_by_reason(plan: Plan) -> dict[Rule, int]:
    """Return how many needs are not met, by the rule at which nobody was left; TAKEN: they help others."""
    reasons = reasons_of_unmet(plan)
    there, counts = np.unique(reasons[reasons != Rule.NONE], return_counts=True)
    return {Rule(int(rule)): int(count) for rule, count in zip(there, counts, strict=True)}


def reasons_of_unmet(plan: Plan) -> NDArray[np.int8]:
    """Return for each need the `Rule` at which nobody was left, NONE where it is met."""
    reasons = np.where(plan.met, Rule.NONE, Rule.TAKEN).astype(np.int8)
    alone = ~plan.met & (np.diff(plan.candidates.starts) == 0)
    for members, pool in classes_of(plan.batch, only_free=False):
        lonely = members[alone[members]]
        if len(lonely):
            reasons[lonely] = _last_rule(plan.batch, lonely, pool)
    return reasons


def _last_rule(batch: Batch, needs: Ints, pool: Ints) -> NDArray[np.int8]:
    """Return the rule at which nobody of the class is left for needs that nobody may help."""
    if not len(pool):
        skills = batch.needs.skills[needs[0]]
        has_skill = ((batch.helpers.skills & skills) == skills).any()
        return np.full(len(needs), Rule.VETTING if has_skill else Rule.SKILL, dtype=np.int8)
    last = np.full(len(needs), Rule.DISTANCE, dtype=np.int8)
    tree, here = tree_of(batch, pool), np.stack([batch.needs.x[needs], batch.needs.y[needs]], axis=1)
    within = np.minimum(batch.needs.limit[needs], np.finfo(np.float64).max)
    near = tree.query_ball_point(here, within, return_length=True)
    edges = np.flatnonzero(np.diff(np.cumsum(near) // PAIRS_AT_ONCE)) + 1
    for part in np.split(np.arange(len(needs)), edges):
        lists = tree.query_ball_point(here[part], within[part])
        row = np.repeat(part, near[part])
        found = pool[np.concatenate([np.empty(0, np.int64), *lists]).astype(np.int64)]
        np.maximum.at(last, row, kept_out_by(batch, needs[row], found))
    return last
