"""Pairing in cells, for batches too large for one process: squares, then turned squares, then what is left.

Candidates are searched for each square of a grid among the helpers in and around it: they are the same as of
the whole. Then each square is paired exactly by itself. Near its edges the best helper may stand across; so
one repair round pairs the squares of a second grid, turned by an eighth and shifted, afresh: whoever meets
inside one of them is free again, and pairs across its edges stay. In the end chains across edges by which a
need gains are found and paired exactly. The answer depends on the cells, not on where they are solved.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .flow import prices_of, solve
from .leftovers import with_fewer, with_leftovers
from .nearest import Candidates, joined, nearest_candidates
from .parties import NOBODY, Batch, Floats, Ints
from .plan import FAIRNESS, MOST_CANDIDATES, Plan
from .pools import Pool, map_cells

ACROSS = np.int64(-1) << 62  # the cell of needs that stay with a helper of another cell


@dataclass(frozen=True, slots=True)
class Grid:
    """Squares on the plane."""

    side: float  # metres
    turned: float = 0.0  # radians
    shifted: float = 0.0  # sides

    def cells(self, x: Floats, y: Floats) -> Ints:
        """Return a number for each place, the same for those in one square."""
        cosine, sine = np.cos(self.turned), np.sin(self.turned)
        across = np.floor((cosine * x - sine * y) / self.side + self.shifted).astype(np.int64)
        along = np.floor((sine * x + cosine * y) / self.side + self.shifted).astype(np.int64)
        number: Ints = across * (1 << 31) + along
        return number


@dataclass(frozen=True, slots=True)
class Search:
    """The needs of one cell and the helpers in and around it."""

    batch: Batch
    count: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell to be solved, with the candidates that stand in it."""

    batch: Batch
    candidates: Candidates
    fairness: int


def search_cell(cell: Search) -> Candidates:
    """Return the candidates of the needs of one cell."""
    return nearest_candidates(cell.batch, cell.count)


def solve_cell(cell: Cell) -> Ints:
    """Return for each need of a cell the row of its helper, or NOBODY."""
    return solve(cell.batch, cell.candidates, fairness=cell.fairness).chosen


def pair_cells(
    batch: Batch, *, side: float, pool: Pool, candidates: int = MOST_CANDIDATES, fairness: int = FAIRNESS
) -> Plan:
    """Return a pairing solved in cells of so many metres, by whatever processes the pool has.

    A side of many times the usual trip costs little: less than half a percent at fifty times.
    """
    if side <= 0 or fairness < 0:
        raise ValueError("the side of a cell is above 0 metres, fairness at least 0")
    found = search_in_cells(batch, side=side, pool=pool, count=candidates)
    chosen = np.full(len(batch.needs), NOBODY, dtype=np.int64)
    for grid in (Grid(side), Grid(side, turned=np.pi / 4, shifted=0.5)):
        chosen = _paired_by(batch, found, chosen, grid, pool, fairness)
    chosen = with_leftovers(batch, found, chosen, fairness=fairness)
    return Plan(batch, found, fairness, chosen, prices_of(batch, found, fairness))


def search_in_cells(batch: Batch, *, side: float, pool: Pool, count: int) -> Candidates:
    """Return the nearest candidates of each need, the same as `nearest_candidates`, searched in cells."""
    here = Grid(side).cells(batch.needs.x, batch.needs.y)
    parts = [(asked, _around(batch, asked)) for asked in _rows_by_cell(here).values()]
    cells = [Search(batch.part(mine, asked), count) for asked, mine in parts]
    return joined(
        [
            (asked, each.starts, mine[each.helpers], each.metres, each.beyond)
            for (asked, mine), each in zip(parts, map_cells(search_cell, cells, pool), strict=True)
        ],
        len(batch.needs),
    )


def _around(batch: Batch, asked: Ints) -> Ints:
    """Return the helpers who may be within the limit of some needs."""
    needs, helpers = batch.needs.only(asked), batch.helpers
    limit = needs.limit.max() + 1.0
    across = (helpers.x >= needs.x.min() - limit) & (helpers.x <= needs.x.max() + limit)
    return np.flatnonzero(
        across & (helpers.y >= needs.y.min() - limit) & (helpers.y <= needs.y.max() + limit)
    )


def _paired_by(batch: Batch, found: Candidates, chosen: Ints, grid: Grid, pool: Pool, fairness: int) -> Ints:
    """Return the pairs after every cell of a grid was solved; pairs across its edges stay."""
    needs, helpers = batch.needs, batch.helpers
    here, there = grid.cells(needs.x, needs.y), grid.cells(helpers.x, helpers.y)
    stays = np.flatnonzero(chosen != NOBODY)
    stays = stays[there[chosen[stays]] != here[stays]]
    left = with_fewer(batch, chosen[stays])
    after = np.full_like(chosen, NOBODY)
    after[stays] = chosen[stays]
    here[stays] = ACROSS
    parts = list(_parts(here, there))
    cells = (Cell(left.part(mine, asked), found.only(asked, mine), fairness) for asked, mine in parts)
    for (asked, mine), solved in zip(parts, map_cells(solve_cell, cells, pool), strict=True):
        after[asked[solved != NOBODY]] = mine[solved[solved != NOBODY]]
    return after


def _parts(here: Ints, there: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Yield the needs and the helpers of each cell that has both."""
    needs, helpers = _rows_by_cell(here), _rows_by_cell(there)
    for cell in sorted(needs.keys() & helpers.keys() - {int(ACROSS)}):
        yield needs[cell], helpers[cell]


def _rows_by_cell(cells: Ints) -> dict[int, Ints]:
    """Return the rows that stand in each cell."""
    order = np.argsort(cells, kind="stable")
    there, firsts = np.unique(cells[order], return_index=True)
    parts = np.split(order, firsts[1:])
    return {int(cell): part for cell, part in zip(there, parts, strict=len(there) > 0)}
