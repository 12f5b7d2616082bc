"""Sharing a divisible stock among claims: fairly, in whole packs, from one depot or several, at once or in
turn.

A claim has a rate, what it takes at a level of one: its size times its weight. Sharing raises one level for
all until the stock is gone; no line passes its cap, none falls below its floor. That is the weighted
max-min share.
"""

from .bounds import Whole, bound_by_prices, most_weighted, unmet_need, whole
from .depots import Plan, share_from_depots
from .levels import fill_to_level, water_level
from .lines import Bound, Lines, Reason, Shares
from .methods import Method, amounts_by, share_by
from .online import next_share
from .packs import share_packs
from .pools import share
from .routes import Depots, Drops

__all__ = [
    "Bound",
    "Depots",
    "Drops",
    "Lines",
    "Method",
    "Plan",
    "Reason",
    "Shares",
    "Whole",
    "amounts_by",
    "bound_by_prices",
    "fill_to_level",
    "most_weighted",
    "next_share",
    "share",
    "share_by",
    "share_from_depots",
    "share_packs",
    "unmet_need",
    "water_level",
    "whole",
]
