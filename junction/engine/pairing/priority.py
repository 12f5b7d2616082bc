"""Whether priorities were kept: no unmet need could be met by leaving one of lower priority, or by nobody.

The needs that can be met together form a matroid, so that a pairing meets the most needs of priority 1, of
those the most of priority 2, and so on, just when there is no chain from an unmet need over candidates and
those they help now to a helper with room, or to a need of lower priority (Edmonds and Fulkerson,
"Transversals and matroid partition", Journal of Research of the National Bureau of Standards 69B, 1965).
"""

from collections.abc import Iterator

import numpy as np

from .nearest import Candidates
from .parties import NOBODY, Batch, Bools, Ints


def is_lexicographic(batch: Batch, candidates: Candidates, chosen: Ints) -> bool:
    """Tell whether no pairing among the candidates meets more of a priority and fewer only of later ones."""
    given = np.bincount(chosen[chosen != NOBODY], minlength=len(batch.helpers))
    has_room = given < batch.helpers.room
    order = np.argsort(chosen, kind="stable")
    starts = np.searchsorted(chosen[order], np.arange(len(batch.helpers) + 1))
    helped = Candidates(starts, order, np.empty(0, np.int64), np.empty(0))
    seen = np.zeros(len(batch.helpers), dtype=np.bool_)
    for priority in np.unique(batch.needs.priority[chosen == NOBODY]):
        unmet = np.flatnonzero((chosen == NOBODY) & (batch.needs.priority == priority))
        for reached in _chain(candidates, helped, unmet, seen):
            needs = helped.helpers[helped.of_needs(reached)]
            if has_room[reached].any() or (batch.needs.priority[needs] > priority).any():
                return False
    return True


def _chain(candidates: Candidates, helped: Candidates, needs: Ints, seen: Bools) -> Iterator[Ints]:
    """Yield the helpers that a chain reaches, step by step, none twice; `seen` is kept."""
    while len(needs):
        near = np.unique(candidates.helpers[candidates.of_needs(needs)])
        reached = near[~seen[near]]
        seen[reached] = True
        yield reached
        needs = helped.helpers[helped.of_needs(reached)]
