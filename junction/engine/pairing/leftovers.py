"""What cells left behind: needs that could be met, or met in place of others of lower priority, across edges.

The candidates of all cells together are one graph. A need gains if a chain leads from it, over candidates and
those they help, to a helper with room or to a need of lower priority. Whoever stands on a short chain of
that kind is paired afresh, exactly, and everybody else stays.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from .flow import solve
from .nearest import Candidates
from .parties import NOBODY, Batch, Bools, Ints

LONGEST = 8  # helpers in a chain
MOST_TIMES = 3


def with_leftovers(batch: Batch, candidates: Candidates, chosen: Ints, *, fairness: int) -> Ints:
    """Return the pairs after what was left has been paired, as often as it gains."""
    for _ in range(MOST_TIMES):
        graph = _Graph.of(batch, candidates, chosen)
        free = np.zeros(len(chosen), dtype=np.bool_)
        for priority in np.unique(batch.needs.priority[chosen == NOBODY]):
            free |= graph.on_chains(int(priority))
        if not free.any():
            break
        chosen = _afresh(batch, candidates, chosen, np.flatnonzero(free), fairness)
    return chosen


def with_fewer(batch: Batch, taken: Ints) -> Batch:
    """Return the batch in which some helpers have taken a need each time they stand in `taken`."""
    given = np.bincount(taken, minlength=len(batch.helpers))
    helpers = replace(batch.helpers, capacity=batch.helpers.room - given, recent=batch.helpers.recent + given)
    return replace(batch, helpers=helpers)


def _afresh(batch: Batch, candidates: Candidates, chosen: Ints, free: Ints, fairness: int) -> Ints:
    """Return the pairs after some needs were paired again and all others stayed."""
    stays = np.ones(len(chosen), dtype=np.bool_)
    stays[free] = False
    left = with_fewer(batch, chosen[stays & (chosen != NOBODY)])
    few = candidates.only(free, np.arange(len(batch.helpers)))
    after = chosen.copy()
    after[free] = solve(left.part(slice(None), free), few, fairness=fairness).chosen
    return after


@dataclass(frozen=True, slots=True)
class _Graph:
    """Needs, their candidates, and those whom these help, to be walked both ways."""

    needs: Ints  # one entry for each candidate: the row of the need,
    helpers: Ints  # and of the helper
    chosen: Ints
    priority: Ints
    has_room: Bools
    latest: Ints  # the lowest priority that each helper helps with, as a number; 0: none

    @classmethod
    def of(cls, batch: Batch, candidates: Candidates, chosen: Ints) -> "_Graph":
        met = np.flatnonzero(chosen != NOBODY)
        given = np.bincount(chosen[met], minlength=len(batch.helpers))
        latest = np.zeros(len(batch.helpers), dtype=np.int64)
        np.maximum.at(latest, chosen[met], batch.needs.priority[met])
        has_room = given < batch.helpers.room
        return cls(candidates.needs, candidates.helpers, chosen, batch.needs.priority, has_room, latest)

    def on_chains(self, priority: int) -> Bools:
        """Tell which needs stand on a chain from an unmet one of this priority to a gain."""
        unmet = (self.chosen == NOBODY) & (self.priority == priority)
        ahead, behind = np.zeros(len(self.latest), np.bool_), np.zeros(len(self.latest), np.bool_)
        for ahead in self._backward(self.has_room | (self.latest > priority)):  # noqa: B007 - the last is used
            pass
        gaining = np.zeros(len(unmet), dtype=np.bool_)
        gaining[self.needs[ahead[self.helpers]]] = True
        start = unmet & gaining
        for behind in self._forward(start, ahead):  # noqa: B007 - the last is used
            pass
        helped = (self.chosen != NOBODY) & behind[self.chosen]
        free: Bools = start | helped
        return free

    def _backward(self, goals: Bools) -> Iterator[Bools]:
        """Yield the helpers from whom a goal is reached in ever more steps."""
        reached = goals
        for _ in range(LONGEST):
            yield reached
            needs = np.zeros(len(self.chosen), dtype=np.bool_)
            needs[self.needs[reached[self.helpers]]] = True
            more = reached.copy()
            more[self.chosen[needs & (self.chosen != NOBODY)]] = True
            if (more == reached).all():
                return
            reached = more

    def _forward(self, needs: Bools, within: Bools) -> Iterator[Bools]:
        """Yield the helpers reached from some needs in ever more steps, among some helpers."""
        reached = np.zeros(len(within), dtype=np.bool_)
        for _ in range(LONGEST):
            more = reached.copy()
            more[self.helpers[needs[self.needs] & within[self.helpers]]] = True
            yield more
            if (more == reached).all():
                return
            reached, needs = more, needs | ((self.chosen != NOBODY) & more[self.chosen])
