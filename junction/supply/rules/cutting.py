"""Why an order that was granted something is granted less later, and what state that leaves it in.

What is reserved is promised, so a cut says its true reason: the lot is held, called back or past its day, or
less was counted than the books said. The newest orders are cut first: whoever waited longest keeps theirs.
"""

from collections.abc import Iterable
from enum import StrEnum

from .lots import LotState


class CutReason(StrEnum):
    """Why less is there than was promised."""

    HELD = "lot-held"
    RECALLED = "lot-recalled"
    EXPIRED = "lot-expired"
    COUNTED = "counted-less"


WORDS = {
    CutReason.HELD: "Some of the stock is held back until it is looked at",
    CutReason.RECALLED: "Some of the stock is called back",
    CutReason.EXPIRED: "Some of the stock is past its last day of use",
    CutReason.COUNTED: "A count found less stock than was written down",
}
OF_STATE = {LotState.RECALLED: CutReason.RECALLED, LotState.EXPIRED: CutReason.EXPIRED}


def reason_of(state: LotState) -> CutReason:
    """Return why what lies in a lot that may not be given out is taken from who it was promised to."""
    return OF_STATE.get(state, CutReason.HELD)


def state_when_cut(lines: Iterable[tuple[int, int]], *, all_came: bool) -> str | None:
    """Return the state of an order whose lines are (granted, shipped) after a cut; None: as it was.

    `all_came`: everything that was sent of it has come.
    """
    found = list(lines)
    if not any(granted for granted, _ in found):
        return "closed"
    if any(granted > shipped for granted, shipped in found):
        return None
    return "delivered" if all_came else "dispatched"
