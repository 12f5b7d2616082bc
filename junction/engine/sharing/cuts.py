"""Which classes share which depots at one level: found by flows, and split at the tightest cut."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from ortools.graph.python import max_flow

from .classes import Classes
from .levels import Floats, fill_to_level, water_level
from .lines import Ints

GRAIN = 2**20  # parts of a pack in which flows are counted: a third of a pack must not look like nothing


@dataclass(frozen=True, slots=True)
class Group:
    """Classes that share the stock of some depots at one level; infinite where all caps can be met."""

    classes: Ints
    depots: Ints
    level: float


def groups_of(classes: Classes, stocks: Ints) -> Iterator[Group]:
    """Yield groups that hold every class once and every depot at most once.

    No class could rise without lowering one that is not above it: the levels are the exact max-min levels.
    """
    waiting = [(np.arange(len(classes)), np.arange(len(stocks)))] if len(classes) else []
    while waiting:
        mine, depots = waiting.pop()
        depots = np.intersect1d(depots, np.concatenate([classes.depots[each] for each in mine]))
        level, demands = _common_level(classes, mine, int(stocks[depots].sum()))
        short = _short_of(classes, mine, depots, stocks, demands)
        if not 0 < len(short) < len(mine):
            yield Group(mine, depots, level)
            continue
        near = np.intersect1d(depots, np.concatenate([classes.depots[each] for each in short]))
        waiting.append((short, near))
        waiting.append((np.setdiff1d(mine, short), np.setdiff1d(depots, near)))


def _common_level(classes: Classes, mine: Ints, supply: int) -> tuple[float, Floats]:
    """Return the level that classes reach together with a supply, and the packs that each takes there."""
    rates, floors, caps = classes.together(mine)
    if floors.sum() > supply:
        floors, caps = np.zeros_like(floors), floors
    level = water_level(rates, floors, caps, supply)
    held = fill_to_level(level, rates, floors, caps)
    starts = np.cumsum([0, *(len(classes.members[each]) for each in mine[:-1])])
    return level, np.add.reduceat(held, starts)


def _short_of(classes: Classes, mine: Ints, depots: Ints, stocks: Ints, demands: Floats) -> Ints:
    """Return the classes on the short side of the tightest cut; none where the depots carry every demand."""
    flow = max_flow.SimpleMaxFlow()
    source, sink, first_class = len(depots), len(depots) + 1, len(depots) + 2
    place = {int(depot): number for number, depot in enumerate(depots)}
    arcs = [
        (place[int(depot)], first_class + number)
        for number, each in enumerate(mine)
        for depot in classes.depots[each]
        if int(depot) in place
    ]
    tails, heads = np.array(arcs, dtype=np.int32).reshape(-1, 2).T
    plenty = np.full(len(arcs), int(stocks[depots].sum()) * GRAIN + 1, dtype=np.int64)
    nodes = first_class + np.arange(len(mine), dtype=np.int32)
    wanted = np.floor(demands * GRAIN).astype(np.int64)
    within = np.arange(len(depots), dtype=np.int32)
    flow.add_arcs_with_capacity(np.full(len(depots), source, np.int32), within, stocks[depots] * GRAIN)
    flow.add_arcs_with_capacity(tails, heads, plenty)
    flow.add_arcs_with_capacity(nodes, np.full(len(mine), sink, np.int32), wanted)
    flow.solve(source, sink)
    if int(wanted.sum()) - flow.optimal_flow() <= len(mine):  # each was rounded by less than one part
        return np.empty(0, dtype=np.int64)
    short_side = np.array(flow.get_sink_side_min_cut())
    return mine[np.isin(nodes, short_side)]
