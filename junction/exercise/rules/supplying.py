"""Who orders what on which day, and how little there is: demand beyond supply, so that sharing has work.

Every provider orders about once a week, on a working day between eight and five, a part of what it may order
in whole packs. The hub is stocked with a part of all that only, in two lots that go out of date apart.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from .places import SimulatedPlace

ORDERS_IN_A_WEEK = 0.9  # of a provider
STOCKED = 0.7  # of what will be asked for
FIRST_MINUTE, LAST_MINUTE = 8 * 60, 17 * 60
FORUM_STORE = 0.1  # of what the hub gets, in each forum's store
LATEST_LOT = 0.4  # of a delivery, that goes out of date later

Allowance = Callable[[SimulatedPlace, date], Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Placed:
    """One order: by whom, on which day at which minute, base units by item."""

    identifier: str
    day: date
    minute: int
    lines: Mapping[str, int]


def orders(
    rng: np.random.Generator,
    places: Sequence[SimulatedPlace],
    days: Sequence[date],
    *,
    allowance: Allowance,
    packs: Mapping[str, int],
    surely: Collection[str] = (),
) -> list[Placed]:
    """Return the orders of some days in the order they are made; nobody orders at a weekend.

    The places `surely` named order a week ago and on the last day but one, so that one can look at theirs.
    """
    working = [day for day in days if day.weekday() < 5]
    chance = ORDERS_IN_A_WEEK / 5
    certain = np.array([place.identifier in surely for place in places], dtype=bool)
    placed = []
    for day in working:
        asks = rng.random(len(places)) < chance
        if surely:
            asks = np.where(certain, day in (working[-2], working[-6]), asks)
        minutes = rng.integers(FIRST_MINUTE, LAST_MINUTE, len(places))
        parts = rng.choice([0.5, 0.75, 1.0], size=len(places), p=[0.25, 0.25, 0.5])
        for place, asked, minute, part in zip(places, asks, minutes, parts, strict=True):
            lines = wanted(allowance(place, day), float(part), packs) if asked else {}
            if lines:
                placed.append(Placed(place.identifier, day, int(minute), lines))
    return sorted(placed, key=lambda one: (one.day, one.minute, one.identifier))


def wanted(allowed: Mapping[str, int], part: float, packs: Mapping[str, int]) -> dict[str, int]:
    """Return a part of an allowance in whole packs, at least one of each; nothing of what has no pack."""
    return {
        item: max(1, int(part * limit) // packs[item]) * packs[item]
        for item, limit in allowed.items()
        if item in packs and limit >= packs[item]
    }


def stock_for(placed: Sequence[Placed], packs: Mapping[str, int]) -> dict[str, int]:
    """Return what a hub has for these orders: whole packs of each item, less than is asked for."""
    asked: dict[str, int] = {}
    for one in placed:
        for item, number in one.lines.items():
            asked[item] = asked.get(item, 0) + number
    return {
        item: max(1, int(STOCKED * number) // packs[item]) * packs[item] for item, number in asked.items()
    }


def two_lots(number: int, pack: int) -> tuple[int, int]:
    """Divide a delivery into what goes out of date earlier and later, in whole packs."""
    later = int(LATEST_LOT * number) // pack * pack
    return number - later, later
