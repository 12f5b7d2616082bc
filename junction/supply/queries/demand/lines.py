"""Cover as lines: of each place what runs out first, of one place every item, of areas how many run out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from ...models import Item
from ...rules.demand import BASIS_WORDS, Basis, Limits, bands_in_words, flags_in_words, runs_out_on
from ...rules.demand.arrays import Ints
from ...rules.demand.sums import BANDS, KNOWN, PLACES, Sums
from .figures import Demand


@dataclass(frozen=True, slots=True)
class Line:
    """What is known of one item at one place; `None` is not known."""

    place_id: int
    name: str
    area_code: str | None
    item: Item
    stock: int | None  # reckoned for the day
    counted_on: date | None
    use: float | None
    basis: Basis
    age: int  # days, of the oldest part that the use rests on
    parts: tuple[tuple[Basis, float, int], ...]  # what the use is blended from: basis, share, age in days
    days: float | None  # of cover; infinite where nothing of it is used
    out_on: date | None
    modelled: float | None
    coming: int | None
    flags: tuple[str, ...]

    @property
    def use_words(self) -> str:
        """Say what the figure of daily use rests on, and how old that is; of a blend, each part of it."""
        if not self.parts:
            return BASIS_WORDS[Basis.UNKNOWN]
        return "; ".join(_in_words(part, alone=len(self.parts) == 1) for part in self.parts)

    @property
    def never_runs_out(self) -> bool:
        """Tell whether nothing of it is used there."""
        return self.days == float("inf")


@dataclass(frozen=True, slots=True)
class AreaLine:
    """How the places of an area are covered."""

    code: str  # empty for the places whose area is not known
    places: int
    known: int  # whose cover is known, of one item at least
    soon: int  # that run out of an item as soon as the playbook calls soon
    short: int  # within what it calls short, those included

    @property
    def part_soon(self) -> float | None:
        return self.soon / self.known if self.known else None


def first_out(demand: Demand, *, item: str = "") -> list[Line]:
    """Return one line for each place: of the item named, or of the one that runs out first there."""
    if not len(demand) or not demand.items:
        return []
    codes = [each.code for each in demand.items]
    if item in codes:
        columns = np.full(len(demand), codes.index(item))
    else:
        days = np.where(np.isnan(demand.cover.days), np.finfo(float).max, demand.cover.days)
        columns = days.argmin(axis=1)
    return [line_of(demand, row, int(column)) for row, column in enumerate(columns)]


def items_of(demand: Demand, row: int = 0) -> list[Line]:
    """Return every item of one place."""
    return [line_of(demand, row, column) for column in range(len(demand.items))]


def line_of(demand: Demand, row: int, column: int) -> Line:
    """Return what is known of one item at one place."""
    cover, at = demand.cover, (row, column)
    counted_on = int(demand.counted_on[at])
    stock, use, modelled = (_known(each[at]) for each in (cover.stocks, demand.use.rates, demand.modelled))
    return Line(
        place_id=int(demand.places.ids[row]),
        name=demand.places.names[row],
        area_code=demand.places.lowest[row],
        item=demand.items[column],
        stock=None if stock is None else round(stock),
        counted_on=date.fromordinal(counted_on) if counted_on else None,
        use=use,
        basis=Basis(int(demand.use.bases[at])),
        age=int(demand.use.ages[at]),
        parts=tuple(demand.use.parts_at(row, column)),
        days=_known(cover.days[at]),
        out_on=runs_out_on(demand.on, float(cover.days[at])),
        modelled=modelled,
        coming=None if np.isnan(demand.coming[at]) else int(demand.coming[at]),
        flags=tuple(flags_in_words(int(demand.flags[at]))),
    )


def by_area(sums: Sums, groups: Mapping[str, Sequence[str]], *, item: str = "") -> list[AreaLine]:
    """Return the places counted by area; `groups` says which areas each lowest area lies in."""
    counts = sums.of(item)
    rows: dict[str, list[int]] = {}
    for row, lowest in enumerate(sums.areas):
        for group in groups.get(lowest, ()) if lowest else ("",):
            rows.setdefault(group, []).append(row)
    return [_counted(code, counts[mine]) for code, mine in sorted(rows.items())]


def whole(sums: Sums, *, item: str = "") -> AreaLine:
    """Return all places counted together."""
    return _counted("", sums.of(item))


def bands(sums: Sums, limits: Limits, *, item: str = "") -> Iterator[tuple[str, int]]:
    """Yield how many places are covered for how long, the shortest first, those not known last."""
    counts = sums.of(item).sum(axis=0)
    yield from zip(bands_in_words(limits.cover_edges), counts[BANDS:].tolist(), strict=True)
    yield "Not known", int(counts[PLACES] - counts[KNOWN])


def _in_words(part: tuple[Basis, float, int], *, alone: bool) -> str:
    basis, share, age = part
    old = {0: ", today", 1: ", yesterday"}.get(age, f", {age} days old")
    said = BASIS_WORDS[basis] + ("" if basis == Basis.MODELLED else old)
    return said if alone else f"{share:.0%} {said}"


def _counted(code: str, counts: Ints) -> AreaLine:
    places, known, soon, short = counts.sum(axis=0)[:BANDS].tolist()
    return AreaLine(code=code, places=places, known=known, soon=soon, short=short)


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
