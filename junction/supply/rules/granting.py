"""Decides what an order line is granted: within the allowance, a fair part where stock is short, in whole
packs.

The stores' function (`migrations`, `supply_order`) does the same sums for thousands of lines under a lock;
the tests hold it to this page. The fair part is projected proportional allocation, as in
`engine.sharing.online`: the level at which the stock would serve this claim and all that are still expected,
never above 1.25 times the lowest level anybody had so far in the round. A level seldom makes whole packs:
what is left over of a pack is carried to the next order of the item, so that the packs given out are those
the levels add up to.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from junction.engine.sharing.online import AHEAD

from .cutting import WORDS as CUT_WORDS
from .cutting import CutReason

HAIR = 1e-9  # of a pack: sums of parts that should be a whole pack are


class Short(StrEnum):
    """Why less was granted than asked."""

    NOT = ""
    ALLOWANCE = "allowance"
    PACKS = "whole-packs"
    SHARED = "shared-out"
    STOCK = "out-of-stock"


SAID = {
    Short.NOT: "",
    Short.ALLOWANCE: "Your allowance for this period does not reach further",
    Short.PACKS: "Only whole packs are sent",
    Short.SHARED: "Stock is short: everybody is given a like part of what they may have",
    Short.STOCK: "There is no more at the depot that serves you",
}


NOT_ON_PORTAL = "not-on-portal"


def said_of(reason: str) -> str:
    """Say in words why less was granted than asked; nothing for all of it."""
    if reason == NOT_ON_PORTAL:
        return "It cannot be ordered on the portal by this kind of provider"
    if reason in CUT_WORDS:
        return CUT_WORDS[CutReason(reason)]
    return SAID[Short(reason)] if reason in Short._value2member_map_ else reason


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is expected of an item in a round: claims in all, claims so far, and how the orders so far
    fared.
    """

    expected: int  # base units claimed within the whole round
    claimed: int = 0
    least_level: float = 1.0
    carry: float = 0.0  # of a pack, from the order before

    def level(self, claim: int, left: int) -> float:
        """Return the part of its claim that this order can be given in fairness."""
        later = max(self.expected - self.claimed - claim, 0)
        return min(1.0, left / (claim + later), AHEAD * self.least_level)


@dataclass(frozen=True, slots=True)
class Granted:
    """Base units granted, and the reason where that is less than was asked."""

    quantity: int
    reason: Short
    outlook: Outlook | None


def claim_of(asked: int, *, pack: int, allowance_left: int) -> int:
    """Return what counts of what was asked: whole packs within the allowance."""
    return max(min(asked, allowance_left), 0) // pack * pack


def grant(
    asked: int, *, pack: int, allowance_left: int, pool: int, depot: int, outlook: Outlook | None
) -> Granted:
    """Grant one line. `pool` is what all depots of the portal have of the item, `depot` what the serving
    one has.
    """
    claim = claim_of(asked, pack=pack, allowance_left=allowance_left)
    packs = claim // pack
    fair = packs
    if outlook is not None and claim:
        if pool >= pack:
            fair, outlook = _fair_packs(packs, pack, pool, outlook)
        else:
            outlook = replace(outlook, claimed=outlook.claimed + claim)
    given = min(fair, max(depot, 0) // pack)
    return Granted(given * pack, _reason(asked, claim, given, fair, packs, allowance_left), outlook)


def _fair_packs(packs: int, pack: int, pool: int, outlook: Outlook) -> tuple[int, Outlook]:
    """Return how many packs the level makes, and the outlook for the next order."""
    claim = packs * pack
    level = outlook.level(claim, pool)
    carry, fair = outlook.carry, packs
    if level < 1.0:
        share = packs * level + outlook.carry
        fair = min(packs, int(share + HAIR))
        carry = min(max(share - fair, 0.0), 1.0)
    least = min(outlook.least_level, level)
    return fair, replace(outlook, claimed=outlook.claimed + claim, least_level=least, carry=carry)


def _reason(asked: int, claim: int, given: int, fair: int, packs: int, allowance_left: int) -> Short:
    if given < fair:
        return Short.STOCK
    if fair < packs:
        return Short.SHARED
    if claim < asked:
        return Short.PACKS if asked <= allowance_left else Short.ALLOWANCE
    return Short.NOT


def nearest_first(
    depots: list[tuple[int, float | None, float | None, str | None]],
    *,
    latitude: float | None,
    longitude: float | None,
    areas: frozenset[str],
) -> list[int]:
    """Return the depots that serve a provider, nearest first: those for its area, or for the whole country.

    Each depot is (number, latitude, longitude, the area it serves; none: all). One without a position, or
    any for a provider without one, comes in the order of their numbers, after those whose distance is known.
    """

    def away(depot: tuple[int, float | None, float | None, str | None]) -> tuple[bool, float, int]:
        number, north, east, _ = depot
        if latitude is None or longitude is None or north is None or east is None:
            return True, 0.0, number
        return False, (north - latitude) ** 2 + ((east - longitude) * 0.6) ** 2, number  # at 53°, 0.6

    serving = [depot for depot in depots if depot[3] is None or depot[3] in areas]
    return [depot[0] for depot in sorted(serving, key=away)]
