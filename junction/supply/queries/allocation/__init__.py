"""Runs of sharing: which there are, what they may give out, their lines, and where older people live."""

from .figures import AreaFill, area_fills, fill_bands
from .figures import unserved as unserved
from .following import Following, following
from .lines import line, lines, lines_of_place, recipients
from .people import PeopleLine, older_people
from .runs import DECIDE, SEE, frozen, is_the_same_again, run, runs, settled_runs
from .stock import OnOffer, on_offer

__all__ = [
    "DECIDE",
    "SEE",
    "AreaFill",
    "Following",
    "OnOffer",
    "PeopleLine",
    "area_fills",
    "fill_bands",
    "following",
    "frozen",
    "is_the_same_again",
    "line",
    "lines",
    "lines_of_place",
    "older_people",
    "on_offer",
    "recipients",
    "run",
    "runs",
    "settled_runs",
]
