"""Which depot sends what to whom: all packs that can travel do, over the least distance between depots and
classes.

Inside a class the lines that a depot is nearer to than the others go first, so that few lines are served by
two.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow

from .classes import Classes
from .lines import Ints

FAR = np.int64(1 << 40)


@dataclass(frozen=True, slots=True)
class Depots:
    """Which depots each line may draw on, and how far it is.

    Shapes: n lines by m choices. `choices` are numbers of depots, -1 where a line has fewer; `distances` in
    any one unit of length, as whole numbers.
    """

    choices: NDArray[np.int64]
    distances: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Drops:
    """Packs that go from a depot to a line: three arrays of one length, every pair at most once."""

    lines: Ints
    depots: Ints
    packs: Ints

    def by_line(self, count: int) -> Ints:
        """Return the packs that come to each of `count` lines."""
        return np.bincount(self.lines, weights=self.packs, minlength=count).astype(np.int64)

    def and_more(self, lines: Ints, depot: int, packs: Ints) -> "Drops":
        """Return these drops and others of one depot; packs of a pair that is here are added to it."""
        pairs = np.stack([np.append(self.lines, lines), np.append(self.depots, np.full(len(lines), depot))])
        (to, source), place = np.unique(pairs, axis=1, return_inverse=True)
        sums = np.bincount(place, weights=np.append(self.packs, packs))
        return Drops(to, source, sums.astype(np.int64))


def route(classes: Classes, depots: Depots, stocks: Ints, given: Ints) -> Drops:
    """Return the drops that bring each line what it is given, as far as the stocks allow."""
    arcs = _arcs(classes, depots)
    wanted = np.array([given[members].sum() for members in classes.members], dtype=np.int64)
    flows = _least_distance(arcs, wanted, stocks)
    parts = list(_split(classes, depots, arcs, flows, given))
    columns = (
        [np.concatenate(each) for each in zip(*parts, strict=True)] if parts else [np.empty(0, np.int64)] * 3
    )
    return Drops(*columns)


@dataclass(frozen=True, slots=True)
class _Arcs:
    classes: Ints
    depots: Ints
    distances: Ints  # the mean of the lines of the class


def _arcs(classes: Classes, depots: Depots) -> _Arcs:
    found = [
        (number, int(depot), int(_distance(depots, members, depot).mean()))
        for number, members in enumerate(classes.members)
        for depot in classes.depots[number]
    ]
    return _Arcs(*np.array(found, dtype=np.int64).reshape(-1, 3).T)


def _distance(depots: Depots, lines: Ints, depot: int) -> Ints:
    there = depots.choices[lines] == depot
    nearest: Ints = np.where(there, depots.distances[lines], FAR).min(axis=1)
    return nearest


def _least_distance(arcs: _Arcs, wanted: Ints, stocks: Ints) -> Ints:
    """Return the packs on each arc: as many as can be carried, over the least distance."""
    flow = min_cost_flow.SimpleMinCostFlow()
    first_class, sink = len(stocks), len(stocks) + len(wanted)
    plenty = np.full(len(arcs.depots), int(stocks.sum()) + 1, dtype=np.int64)
    flow.add_arcs_with_capacity_and_unit_cost(
        arcs.depots.astype(np.int32), (first_class + arcs.classes).astype(np.int32), plenty, arcs.distances
    )
    nodes = np.arange(len(wanted), dtype=np.int32) + first_class
    flow.add_arcs_with_capacity_and_unit_cost(
        nodes, np.full(len(wanted), sink, np.int32), wanted, np.zeros(len(wanted), np.int64)
    )
    flow.set_nodes_supplies(np.arange(len(stocks), dtype=np.int32), stocks)
    flow.set_nodes_supplies(np.array([sink], np.int32), np.array([-int(wanted.sum())], np.int64))
    if flow.solve_max_flow_with_min_cost() != flow.OPTIMAL:
        raise ArithmeticError("no flow was found")
    return np.array(flow.flows(np.arange(len(arcs.depots), dtype=np.int32)))


def _split(
    classes: Classes, depots: Depots, arcs: _Arcs, flows: Ints, given: Ints
) -> Iterator[tuple[Ints, Ints, Ints]]:
    edges = np.searchsorted(arcs.classes, np.arange(len(classes) + 1))
    for number, members in enumerate(classes.members):
        part = slice(edges[number], edges[number + 1])
        near = np.stack([_distance(depots, members, depot) for depot in arcs.depots[part]])
        yield from _split_class(members, arcs.depots[part], flows[part], near, given[members].copy())


def _split_class(
    members: Ints, depots: Ints, flows: Ints, near: NDArray[np.int64], open_packs: Ints
) -> Iterator[tuple[Ints, Ints, Ints]]:
    """Yield the lines, depot and packs of each depot in turn, those it is nearest to first."""
    for number in np.flatnonzero(flows):
        later = np.delete(near[number:], 0, axis=0)
        others = later.min(axis=0) if len(later) else near[number]
        order = np.argsort(near[number] - others, kind="stable")
        wanted = open_packs[order]
        sent = np.clip(flows[number] - (np.cumsum(wanted) - wanted), 0, wanted)
        open_packs[order] -= sent
        some = sent > 0
        yield members[order][some], np.full(int(some.sum()), depots[number]), sent[some]
