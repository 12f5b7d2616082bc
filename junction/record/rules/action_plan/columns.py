"""Says what the columns of a table hold: by the titles in its header, or by what stands in them.

A page may have no header, a header may come again, and a column may vanish on a page. A line with fewer cells
than the table has columns is laid over those columns that its words and its page's other lines fit best.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from itertools import combinations
from math import comb
from statistics import mean

from rapidfuzz import fuzz, process

from .books import plain, values
from .numbering import is_reference
from .organisations import is_whole
from .statuses import opens_with_status

LONG_TITLE = 45
LEAST_CELLS = 2
MOST_LAYOUTS = 300
BULLET = re.compile(r"^\s*[–—•·*▪●◦“\"-]")
DUTY = re.compile(r"\b(?:should|must|will|required to|ensure|continue to)\b", re.I)

Layout = tuple[str, ...]  # the name of each column


@cache
def _titles() -> dict[str, str]:
    return {
        plain(title): role for role, titles in values("action-tables")["titles"].items() for title in titles
    }


@lru_cache(maxsize=4096)
def role_of(title: str) -> str:
    """Return what a column of this title holds; empty when the title is not known."""
    words = plain(title)
    if not words or len(title) > LONG_TITLE:
        return ""
    if words in _titles():
        return _titles()[words]
    limit = values("action-tables")["limits"]["title_likeness"]
    best = process.extractOne(
        words, [t for t in _titles() if len(t) > 3], scorer=fuzz.ratio, score_cutoff=limit
    )
    return _titles()[best[0]] if best else ""


def header(cells: Sequence[str]) -> Layout | None:
    """Return what the columns are called, when these cells are a header: most of them known titles."""
    filled = [cell for cell in cells if cell]
    roles = [role_of(cell) for cell in cells]
    known = [role for role in roles if role]
    if (
        len(set(known)) < LEAST_CELLS
        or len(known) * 2 < len(filled)
        or any(len(c) > LONG_TITLE for c in filled)
    ):
        return None
    if not {"item", "evidence", "status", "organisation", "lead"} & set(known):
        return None
    return laid_by_titles(cells, roles)


def laid_by_titles(cells: Sequence[str], roles: Sequence[str]) -> Layout:
    """Give each role to one column; what is left is called by its title."""
    named: list[str] = []
    swap = {"lead": "organisation"} if "organisation" not in roles else {"lead": "owner"}
    if "evidence" not in roles and roles.count("item") < LEAST_CELLS:
        swap["status"] = "evidence"
    for number, (cell, role) in enumerate(zip(cells, roles, strict=True), start=1):
        wanted = swap.get(role, role)
        if wanted and wanted not in named:
            named.append(wanted)
        else:
            title = plain(cell).replace(" ", "_") or f"column_{number}"
            named.append(title if title not in named else f"{title}_{number}")
    if "evidence" not in named and roles.count("item") >= LEAST_CELLS:
        last = max(place for place, role in enumerate(roles) if role == "item")
        named[last] = "evidence"
    return tuple(named)


def guessed(table: Sequence[Sequence[str]]) -> Layout:
    """Return a layout for a table without a header, by what its columns hold."""
    width = max(len(cells) for cells in table)
    columns = [[cells[at] for cells in table if at < len(cells) and cells[at]] for at in range(width)]
    layout = [""] * width
    _claim(layout, columns, "ref", lambda cells: mean(is_reference(cell) for cell in cells), least=0.6)
    _claim(layout, columns, "organisation", lambda cells: mean(is_whole(cell) for cell in cells), least=0.5)
    lengths = {at: mean(map(len, cells)) for at, cells in enumerate(columns) if cells and not layout[at]}
    long = sorted(sorted(lengths, key=lambda at: -lengths[at])[:2])
    if long:
        layout[long[0]] = "item"
    if len(long) > 1:
        layout[long[1]] = "evidence"
    _claim(layout, columns, "category", lambda cells: 1 - len(set(cells)) / len(cells), least=0.2)
    return tuple(name or f"column_{at}" for at, name in enumerate(layout, start=1))


def _claim(
    layout: list[str],
    columns: list[list[str]],
    name: str,
    share: Callable[[list[str]], float],
    *,
    least: float,
) -> None:
    free = [at for at, cells in enumerate(columns) if cells and not layout[at]]
    best = max(free, key=lambda at: share(columns[at]), default=None)
    if best is not None and share(columns[best]) >= least:
        layout[best] = name


@lru_cache(maxsize=8192)
def fit(column: str, cell: str, categories: frozenset[str]) -> float:
    """Return how well a cell's words suit a column."""
    if column == "ref":
        return 0.0 if not cell else 2.0 if is_reference(cell) else -3.0
    if column == "organisation":
        return -0.3 if not cell else 2.0 if is_whole(cell) else -2.0 if len(cell) > LONG_TITLE else -0.5
    strange = -1.5 * (is_reference(cell) + is_whole(cell))
    if column == "category":
        known = 2.0 if plain(cell) in categories else -1.5 if len(cell) > 2 * LONG_TITLE else 0.3
        return -0.3 if not cell else known + strange
    strange -= 1.5 * (bool(cell) and plain(cell) in categories)
    if column == "item":
        duty = 0.5 * bool(DUTY.search(cell)) + 0.5 * bool(BULLET.match(cell))
        return -0.5 if not cell else (1.0 if len(cell) >= LONG_TITLE / 2 else 0.0) + duty + strange
    if column == "evidence":
        return strange + opens_with_status(cell) - 0.5 * bool(BULLET.match(cell)) if cell else 0.0
    return strange


def laid_over(
    layout: Layout, rows: Sequence[Sequence[str]], categories: frozenset[str]
) -> list[tuple[int, ...]]:
    """Return the columns that each row's cells fill; the rows are of one page and lack equally many cells."""
    count = len(rows[0])
    if comb(len(layout), count) > MOST_LAYOUTS:
        return [tuple(range(count))] * len(rows)
    choices = list(combinations(range(len(layout)), count))
    scores = [[_suits(layout, choice, row, categories) for choice in choices] for row in rows]
    usual = [mean(score[at] for score in scores) for at in range(len(choices))]
    return [choices[_best(score, usual)] for score in scores]


def _suits(layout: Layout, choice: Iterable[int], row: Sequence[str], categories: frozenset[str]) -> float:
    return sum(fit(layout[at], cell, categories) for at, cell in zip(choice, row, strict=True))


def _best(scores: list[float], usual: list[float]) -> int:
    """Return the choice with the best score; what suits the whole page counts beside what suits the row."""
    return max(range(len(scores)), key=lambda at: (scores[at] + 0.5 * usual[at], -at))
