"""Sharing scarce stock in one run: what is frozen of it, how it is solved, why each line is as it is."""

from .entitlements import entitlements
from .problem import Problem, digest
from .solving import METHODS, Comparison, Result, compare, solve, solve_by_each
from .words import BOUND_WORDS, METHOD_WORDS, why_line, why_nothing

__all__ = [
    "BOUND_WORDS",
    "METHODS",
    "METHOD_WORDS",
    "Comparison",
    "Problem",
    "Result",
    "compare",
    "digest",
    "entitlements",
    "solve",
    "solve_by_each",
    "why_line",
    "why_nothing",
]
