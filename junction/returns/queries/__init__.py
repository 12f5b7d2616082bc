"""Every read of returns, inside a scope."""

from .bearers import bearers
from .standing import Standing, answers_before, priors, standings

__all__ = ["Standing", "answers_before", "bearers", "priors", "standings"]
