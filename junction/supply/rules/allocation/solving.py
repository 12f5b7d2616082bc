"""Solving a run: each item by itself, by one of the methods, over the depots each recipient may draw on.

Water-filling over several depots is exact (`engine.sharing`). The other methods share the stock of all chosen
depots as one, and then the packs travel as far as reach allows; what no route can carry stays where it is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from junction.engine.sharing import (
    Depots,
    Drops,
    Lines,
    Method,
    Shares,
    Whole,
    bound_by_prices,
    most_weighted,
    share_by,
    share_from_depots,
    whole,
)
from junction.engine.sharing.classes import classes_of
from junction.engine.sharing.routes import route

from .problem import Problem, canonical

METHODS = (Method.MAX_MIN, Method.PROPORTIONAL, Method.EQUAL_AWARDS)
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Result:
    """What each line is given and why, in the order of the problem's lines; and each item as a whole."""

    given: Ints
    bounds: NDArray[np.int8]
    levels: NDArray[np.float64]  # infinite where there was enough
    drop_lines: Ints  # who is sent from where, three columns of one length
    drop_depots: Ints
    drop_packs: Ints
    wholes: tuple[Whole, ...]  # of each item

    def to_bytes(self) -> bytes:
        """Write down what was decided, the same way always."""
        return canonical(
            {
                "given": self.given.tolist(),
                "bounds": self.bounds.tolist(),
                "drops": [self.drop_lines.tolist(), self.drop_depots.tolist(), self.drop_packs.tolist()],
            }
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """One method beside the others, over all items."""

    method: Method
    given: tuple[int, ...]  # packs of each item, in their order: of two items they do not add up
    reached: int  # recipients that are given anything
    nothing: int  # recipients that claim and are given nothing
    least_fill: float
    fills: tuple[float, float, float]
    price_of_fairness: float  # the worst of the items, as is the next
    distance: float


def solve(problem: Problem) -> Result:
    """Return the shares of every line; the same problem always has the same answer."""
    count = len(problem.claims)
    given, bounds = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int8)
    levels = np.full(count, np.inf)
    wholes, parts = [], []
    for mine, lines, depots, stocks in _items(problem):
        shares, drops, seen = _share(Method(problem.method), lines, depots, stocks)
        given[mine], bounds[mine], levels[mine] = shares.given, shares.bounds, shares.levels
        parts.append((mine[drops.lines], drops.depots, drops.packs))
        wholes.append(seen)
    columns = [np.concatenate(each) for each in zip(*parts, strict=True)] if parts else [given] * 3
    order = np.lexsort((columns[1], columns[0]))
    to, source, packs = (column[order].astype(np.int64) for column in columns)
    return Result(given, bounds, levels, to, source, packs, tuple(wholes))


def solve_by_each(problem: Problem) -> dict[Method, Result]:
    """Return the same claims on the same stock solved by each method."""
    return {method: solve(replace(problem, method=str(method))) for method in METHODS}


def compare(problem: Problem, results: Mapping[Method, Result]) -> list[Comparison]:
    """Return the methods side by side."""
    return [_seen_as_a_whole(problem, method, result) for method, result in results.items()]


def _seen_as_a_whole(problem: Problem, method: Method, result: Result) -> Comparison:
    """Return what one method does to everybody."""
    claims, owners = (
        np.array(problem.claims, dtype=np.int64),
        np.array(problem.line_recipients, dtype=np.int64),
    )
    claiming = claims > 0
    fills = result.given[claiming] / claims[claiming] if claiming.any() else np.ones(1)
    able, held = np.unique(owners[claiming]), np.unique(owners[result.given > 0])
    tenth, half, nine_tenths = (float(each) for each in np.percentile(fills, [10, 50, 90]))
    items = np.array(problem.line_items, dtype=np.int64)
    return Comparison(
        method=method,
        given=tuple(np.bincount(items, result.given, len(problem.items)).astype(int).tolist()),
        reached=len(held),
        nothing=len(np.setdiff1d(able, held)),
        least_fill=float(fills.min()),
        fills=(tenth, half, nine_tenths),
        price_of_fairness=max((each.price_of_fairness for each in result.wholes), default=0.0),
        distance=max((each.distance for each in result.wholes), default=0.0),
    )


def _items(problem: Problem) -> Iterator[tuple[Ints, Lines, Depots, Ints]]:
    """Yield for each item the numbers of its lines, the lines, their depots and what is in those."""
    owners, items = np.array(problem.line_recipients, np.int64), np.array(problem.line_items, np.int64)
    claims, weights = np.array(problem.claims, np.int64), np.array(problem.weights, np.float64)
    floors, caps = np.array(problem.floors, np.int64), np.array(problem.caps, np.int64)
    width = max((len(each) for each in problem.choices), default=0) or 1
    choices, distances = _padded(problem.choices, width, -1), _padded(problem.distances, width, 0)
    for number in range(len(problem.items)):
        mine = np.flatnonzero(items == number)
        lines = Lines.of(claims[mine], weights=weights[mine], floors=floors[mine], caps=caps[mine])
        depots = Depots(choices[owners[mine]], distances[owners[mine]])
        yield mine, lines, depots, np.array(problem.stocks[number], dtype=np.int64)


def _share(method: Method, lines: Lines, depots: Depots, stocks: Ints) -> tuple[Shares, Drops, Whole]:
    plan = share_from_depots(lines, depots, stocks)
    value = float((stocks * plan.prices).sum())
    least = bound_by_prices(lines, plan.price_of_lines(depots), supply_value=value)
    shares, drops = plan.shares, plan.drops
    if method is not Method.MAX_MIN:
        near = (depots.choices >= 0).any(axis=1)
        reachable = replace(lines, caps=np.where(near, lines.caps, 0))
        pooled = share_by(method, reachable, int(stocks.sum()))
        drops = route(classes_of(reachable, depots.choices), depots, stocks, pooled.given)
        shares = Shares(lines, drops.by_line(len(lines)), pooled.levels)
    seen = whole(
        lines, shares.given.astype(np.float64), least_unmet=max(least, 0.0),
        best_weighted=most_weighted(lines, float(stocks.sum())),
    )  # fmt: skip
    return shares, drops, seen


def _padded(rows: tuple[tuple[int, ...], ...], width: int, blank: int) -> NDArray[np.int64]:
    table = np.full((len(rows), width), blank, dtype=np.int64)
    for number, row in enumerate(rows):
        table[number, : len(row)] = row
    return table
