"""How much places have, use, await and need, read from returns and from the ledger."""

from .figures import KINDS, SEE, Demand, Places, counted_items, demand_of, places_known
from .kept import Kept, kept_demand
from .kept_cover import CoverFigures, cover_figures, figures_of
from .lines import AreaLine, Line, bands, by_area, first_out, items_of, whole

__all__ = [
    "KINDS",
    "SEE",
    "AreaLine",
    "CoverFigures",
    "Demand",
    "Kept",
    "Line",
    "Places",
    "bands",
    "by_area",
    "counted_items",
    "cover_figures",
    "demand_of",
    "figures_of",
    "first_out",
    "items_of",
    "kept_demand",
    "places_known",
    "whole",
]
