"""One row for each party and requirement: the four things in words, and what is wrong with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

import numpy as np

from .book import AssuranceRules
from .grid import Grid, problems, strengths


@dataclass(frozen=True, slots=True)
class Row:
    """One requirement as one party stands to it; depth -1: nothing was said."""

    requirement: Any
    party: Any
    status: str
    result: str
    depth: int
    strength: str
    problems: list[str]
    is_asked: bool


class Stands(Protocol):
    """Parties and requirements with the grid of them, and the day they are judged for."""

    @property
    def parties(self) -> Sequence[Any]: ...
    @property
    def requirements(self) -> Sequence[Any]: ...
    @property
    def grid(self) -> Grid: ...
    @property
    def day(self) -> date: ...


def rows_of(found: Stands, rules: AssuranceRules) -> list[Row]:
    """Return a row for each requirement and party that is asked or has answered."""
    strength = strengths(found.grid, rules)
    wrong = problems(found.grid, rules, day=found.day)
    statuses, results, ladder = ["", *rules.statuses], ["", *rules.results], list(rules.strengths)
    grid = found.grid
    return [
        Row(
            found.requirements[column], party, statuses[grid.status[at, column] + 1],
            results[grid.result[at, column] + 1], int(grid.depth[at, column]), ladder[strength[at, column]],
            [code for code in wrong if wrong[code][at, column]], bool(grid.asked[at, column]),
        )
        for at, party in enumerate(found.parties)
        for column in np.flatnonzero(grid.asked[at] | grid.answered[at]).tolist()
    ]  # fmt: skip
