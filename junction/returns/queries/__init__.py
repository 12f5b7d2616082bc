"""Every read of returns, inside a scope."""

from .bearers import bearers
from .known import may_see_place, return_as_at, return_by_reference, returns_known, versions
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
    "may_see_place",
    "priors",
    "return_as_at",
    "return_by_reference",
    "returns_known",
    "standings",
    "versions",
]
