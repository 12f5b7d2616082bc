"""Where stock is and how it came and went: one figure for the nation, a depot, a forum or a council.

Take any set of accounts in which things lie (`STOCK`). What crossed its border inward, less what crossed it
outward, is what lies inside: double entry makes that so for every set, at every moment. A flow says the three
parts apart, so that anybody can add them up:

    received + found + come from elsewhere  =  available + held + reserved + picked + in transit + delivered
                                               + consumed + lost + recalled + sent elsewhere + sent back

"Delivered" is what lies with providers and with people a hub serves. Of a nation's stock nothing came from
elsewhere and nothing was sent there, since there is no elsewhere.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

INSIDE = MappingProxyType({
    "available": "available",
    "reserved": "reserved",
    "picked": "picked",
    "held": "held",
    "in-transit": "in_transit",
    "at-provider": "delivered",
    "at-recipient": "delivered",
})  # fmt: skip
STOCK = frozenset(INSIDE)
CAME = MappingProxyType({"supplier": "received", "found": "found"})
WENT = MappingProxyType({
    "consumed": "consumed",
    "lost": "lost",
    "recalled": "recalled",
    "supplier": "sent_back",
    "found": "lost",
})  # fmt: skip
INWARD = ("received", "found", "from_elsewhere")
HERE = ("available", "held", "reserved", "picked", "in_transit", "delivered")
OUTWARD = ("consumed", "lost", "recalled", "to_elsewhere", "sent_back")
FIGURES = (*INWARD, *HERE, *OUTWARD)
LABELS = MappingProxyType({
    "received": "Received",
    "found": "Found at counts",
    "from_elsewhere": "Came from elsewhere",
    "available": "Available",
    "held": "Held",
    "reserved": "Reserved",
    "picked": "Picked",
    "in_transit": "In transit",
    "delivered": "Delivered",
    "consumed": "Consumed",
    "lost": "Lost",
    "recalled": "Recalled",
    "to_elsewhere": "Sent elsewhere",
    "sent_back": "Sent back",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Passed:
    """So much of an item went, over time, from accounts of one kind to accounts of another.

    `from_inside` and `to_inside` say whether those accounts belong to the set that is looked at.
    """

    item_id: int
    from_kind: str
    from_inside: bool
    to_kind: str
    to_inside: bool
    quantity: int


@dataclass(slots=True)
class Flow:
    """The flow of one item, in its base units."""

    item_id: int
    figures: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FIGURES, 0))

    def sum(self, names: Iterable[str]) -> int:
        return sum(self.figures[name] for name in names)

    @property
    def came(self) -> int:
        return self.sum(INWARD)

    @property
    def is_and_went(self) -> int:
        return self.sum(HERE) + self.sum(OUTWARD)

    @property
    def adds_up(self) -> bool:
        return self.came == self.is_and_went


def sides(passed: Passed) -> list[tuple[str, int]]:
    """Which figures a passage changes, and by how much."""
    changed: list[tuple[str, int]] = []
    inward = passed.to_inside and passed.to_kind in STOCK
    outward = passed.from_inside and passed.from_kind in STOCK
    if inward:
        changed.append((INSIDE[passed.to_kind], passed.quantity))
    if outward:
        changed.append((INSIDE[passed.from_kind], -passed.quantity))
    if inward and not outward:
        changed.append(_border(passed.from_kind, inward=True, quantity=passed.quantity))
    elif outward and not inward:
        changed.append(_border(passed.to_kind, inward=False, quantity=passed.quantity))
    return changed


def _border(kind: str, *, inward: bool, quantity: int) -> tuple[str, int]:
    """What the other side of the border counts as. What comes back from a loss lessens the loss."""
    if inward:
        if kind in CAME:
            return CAME[kind], quantity
        return (WENT[kind], -quantity) if kind in WENT else ("from_elsewhere", quantity)
    return (WENT.get(kind, "to_elsewhere"), quantity)


def flows(passages: Iterable[Passed]) -> Mapping[int, Flow]:
    """The flow of each item."""
    found: dict[int, Flow] = {}
    for passed in passages:
        flow = found.setdefault(passed.item_id, Flow(passed.item_id))
        for name, change in sides(passed):
            flow.figures[name] += change
    return found


@dataclass(frozen=True, slots=True)
class Difference:
    """A balance that is not what its movements add up to."""

    account_id: int
    about_id: int  # of the item, or of the lot
    ledger: int
    kept: int


def differences(
    moved: Iterable[tuple[int, int, int, int]], kept: Mapping[tuple[int, int], int]
) -> list[Difference]:
    """Compare movements (from, to, item or lot, quantity) with balances by account and item or lot."""
    sums: dict[tuple[int, int], int] = defaultdict(int)
    for source, target, about, quantity in moved:
        sums[source, about] -= quantity
        sums[target, about] += quantity
    keys = sorted(sums.keys() | kept.keys())
    wrong = [(key, sums.get(key, 0), kept.get(key, 0)) for key in keys]
    return [Difference(*key, ledger, balance) for key, ledger, balance in wrong if ledger != balance]
