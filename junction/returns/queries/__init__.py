"""Every read of returns, inside a scope."""

from .bearers import bearers
from .known import return_by_reference, returns_known
from .newest import Look
from .pictures import Picture, area_sums
from .standing import Standing, answers_before, priors, standings
from .trends import Trend, day_totals

__all__ = [
    "Look",
    "Picture",
    "Standing",
    "Trend",
    "answers_before",
    "area_sums",
    "bearers",
    "day_totals",
    "priors",
    "return_by_reference",
    "returns_known",
    "standings",
]
