"""Every read of returns, inside a scope."""

from .standing import Standing, answers_before, priors, standings

__all__ = ["Standing", "answers_before", "priors", "standings"]
