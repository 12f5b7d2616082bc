"""What may be given out of which lot, and in which order: first to expire, first out (FEFO).

A lot may be used up to and on its last day; an extension that a test laboratory or the maker grants moves
that day, and the newest extension counts. A lot that is in quarantine, held or recalled, here or everywhere,
is not given out until that ends. Source: WHO, Guide to good storage practices for pharmaceuticals (TRS 908,
annex 9), 2003.

Ties are broken so: lots of one last day by the number the lot got when it was first recorded, the oldest
first; a lot that does not expire comes last.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64]


class LotState(StrEnum):
    """How a lot stands at a moment, the gravest first."""

    RECALLED = "recalled"
    QUARANTINED = "quarantined"
    HELD = "held"
    EXPIRED = "expired"
    USABLE = "usable"


LABELS = {
    LotState.RECALLED: "Recalled",
    LotState.QUARANTINED: "In quarantine",
    LotState.HELD: "On hold",
    LotState.EXPIRED: "Out of date",
    LotState.USABLE: "May be used",
}
OF_HOLD = {"recall": LotState.RECALLED, "quarantine": LotState.QUARANTINED, "hold": LotState.HELD}


@dataclass(frozen=True, slots=True)
class Extension:
    """From when it was known that a lot may be used until another day."""

    expires_on: date
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Hold:
    """A lot is held back from a moment until another; `depot_id` None is everywhere."""

    kind: str
    from_at: datetime
    until_at: datetime | None = None
    depot_id: int | None = None

    def binds(self, *, at: datetime, depot_id: int | None) -> bool:
        """Tell whether it is in force at a moment, at a depot (None: whether it is everywhere)."""
        in_force = self.from_at <= at and (self.until_at is None or at < self.until_at)
        return in_force and self.depot_id in (None, depot_id)


def last_day(printed: date | None, extensions: Iterable[Extension], *, at: datetime) -> date | None:
    """The last day of use as known at a moment; none where the lot does not expire."""
    known = [one for one in extensions if one.recorded_at <= at]
    return max(known, key=lambda one: one.recorded_at).expires_on if known else printed


def lot_state(
    expires_on: date | None, holds: Iterable[Hold], *, on: date, at: datetime, depot_id: int | None = None
) -> LotState:
    """How a lot stands on a day; `expires_on` is its last day of use, extensions included."""
    kinds = {OF_HOLD[hold.kind] for hold in holds if hold.binds(at=at, depot_id=depot_id)}
    for state in (LotState.RECALLED, LotState.QUARANTINED, LotState.HELD):
        if state in kinds:
            return state
    return LotState.EXPIRED if expires_on is not None and expires_on < on else LotState.USABLE


@dataclass(frozen=True, slots=True)
class OnShelf:
    """So much of a lot lies on a shelf."""

    lot_id: int
    expires_on: date | None
    quantity: int
    state: LotState = LotState.USABLE


def in_order(lots: Iterable[OnShelf], *, on: date) -> list[OnShelf]:
    """Those that may be given out on a day, the first to expire first."""
    usable = [
        lot
        for lot in lots
        if lot.quantity > 0
        and lot.state is LotState.USABLE
        and (lot.expires_on is None or lot.expires_on >= on)
    ]
    return sorted(usable, key=lambda lot: (lot.expires_on or date.max, lot.lot_id))


@dataclass(frozen=True, slots=True)
class Picked:
    """Which need is served from which lot with how much; indices into what was given."""

    need: Counts
    lot: Counts
    quantity: Counts


def pick_in_order(needs: Sequence[int] | Counts, lots: Sequence[OnShelf]) -> Picked:
    """Serve needs one after the other from lots one after the other; what the lots lack is not served.

    Needs and lots are two lines of whole units laid side by side: each stretch that lies between two marks
    of either is one need served from one lot. So it is exact, and made in one pass for any number of needs.
    """
    need_ends = np.cumsum(np.asarray(needs, dtype=np.int64))
    lot_ends = np.cumsum(np.asarray([lot.quantity for lot in lots], dtype=np.int64))
    empty = np.zeros(0, dtype=np.int64)
    end = min(need_ends[-1], lot_ends[-1]) if len(need_ends) and len(lot_ends) else 0
    if not end:
        return Picked(empty, empty, empty)
    marks = np.unique(np.concatenate([need_ends, lot_ends]))
    marks = marks[(marks > 0) & (marks <= end)]
    starts = np.concatenate([[0], marks[:-1]]).astype(np.int64)
    need = np.searchsorted(need_ends, starts, side="right")
    lot = np.searchsorted(lot_ends, starts, side="right")
    quantity: Counts = (marks - starts).astype(np.int64)
    return Picked(need.astype(np.int64), lot.astype(np.int64), quantity)


def pick_first_to_expire(
    need: int, lots: Iterable[OnShelf], *, on: date
) -> tuple[list[tuple[int, int]], int]:
    """Pairs of lot and quantity for one need, and how much of it no lot can serve."""
    usable = in_order(lots, on=on)
    picked = pick_in_order([need], usable)
    pairs: list[tuple[Any, ...]] = list(zip(picked.lot.tolist(), picked.quantity.tolist(), strict=True))
    taken = [(usable[lot].lot_id, quantity) for lot, quantity in pairs]
    return taken, need - sum(quantity for _, quantity in taken)
