"""Figures of what is not met: sums over cells, days from spans, small numbers hidden, demand judged. Pure.

Small numbers are hidden by the rule of `core.small_numbers`: a cell below the limit, and every sum that such
a cell is part of. What is shown beside them is rounded down to steps of the limit, since it is shown day by
day: the change of one day would be a small number itself.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from junction.core.small_numbers import in_steps, kept_back


class Cell(NamedTuple):
    """Which figure: a council, a kind of need, a reason; "" is all of them."""

    area: str
    category: str
    reason: str


@dataclass(frozen=True, slots=True)
class DaySpan:
    """So many needs were not met for a reason from a day until another (None: still)."""

    reason: str
    from_on: date
    until_on: date | None
    count: int


Counts = Mapping[Cell, int]
Shown = Mapping[Cell, int | None]  # None is hidden
ALL = Cell("", "", "")


def with_sums(leaves: Counts) -> dict[Cell, int]:
    """Return the cells with every sum over areas, kinds of need and reasons."""
    found = defaultdict[Cell, int](int)
    for cell, count in leaves.items():
        for one in _above(cell):
            found[one] += count
    return dict(found)


def hidden(leaves: Counts, *, below: int) -> dict[Cell, int | None]:
    """Return the cells with every sum, rounded down to steps; None where it must not be shown."""
    cells = with_sums(leaves)
    held = defaultdict[Cell, list[Cell]](list)
    for leaf in leaves:
        for one in _above(leaf):
            if one != leaf:
                held[one].append(leaf)
    away = kept_back(cells, below=below, parts=lambda cell: held.get(cell, ()))
    return {cell: None if cell in away else in_steps(n, step=below) for cell, n in cells.items()}


def by_day(spans: Iterable[DaySpan], *, first_on: date, last_on: date) -> dict[str, dict[date, int]]:
    """Return how many were not met at the end of each day, by reason; both days included."""
    days = [first_on + timedelta(days=one) for one in range((last_on - first_on).days + 1)]
    change: dict[str, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    for span in spans:
        if span.from_on <= last_on and (span.until_on is None or span.until_on > first_on):
            change[span.reason][max(span.from_on, first_on)] += span.count
            if span.until_on is not None:
                change[span.reason][max(span.until_on, first_on)] -= span.count
    return {reason: _running(changes, days) for reason, changes in change.items()}


def total_by_day(found: Mapping[str, Mapping[date, int]], reasons: Collection[str]) -> dict[date, int]:
    """Return the sum over some of the reasons, by day."""
    total = defaultdict[date, int](int)
    for reason, days in found.items():
        if reason in reasons:
            for day, count in days.items():
                total[day] += count
    return dict(total)


def mean_over(days: Mapping[date, int], *, first_on: date, last_on: date) -> float:
    """Return the mean of the days from one to another, both included; a day that is missing is nought."""
    length = (last_on - first_on).days + 1
    return sum(days.get(first_on + timedelta(days=one), 0) for one in range(length)) / length


@dataclass(frozen=True, slots=True)
class Judged:
    """Needs of a class as first given, how many of them were rung back, and how many were found real."""

    need_class: str
    stated: int
    rung: int
    changed: int
    real: int  # of those rung back
    is_real: bool  # the class itself is of real needs

    @property
    def actual(self) -> float | None:
        """How many are real needs, as far as call-backs tell; None where nobody was rung back."""
        if self.rung:
            return self.stated * self.real / self.rung
        return float(self.stated) if self.is_real else None


def actual_of(judged: Iterable[Judged]) -> float | None:
    """Return how many of all stated are real needs; None while a class with needs is not known."""
    parts = [one.actual for one in judged if one.stated]
    known = [part for part in parts if part is not None]
    return sum(known) if parts and len(known) == len(parts) else None


def classed_again(judged: Iterable[Judged]) -> tuple[int, int] | None:
    """Return how many were found to be of another class, of how many rung back; None where nobody was."""
    known = [one for one in judged if one.rung]
    return (sum(one.changed for one in known), sum(one.rung for one in known)) if known else None


def _above(cell: Cell) -> set[Cell]:
    return {
        Cell(area, category, reason)
        for area in (cell.area, "")
        for category in (cell.category, "")
        for reason in (cell.reason, "")
    }


def _running(changes: Mapping[date, int], days: Iterable[date]) -> dict[date, int]:
    found, here = {}, 0
    for day in days:
        here += changes.get(day, 0)
        found[day] = here
    return found
