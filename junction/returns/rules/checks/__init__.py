"""Checks of a return: pure, small, each with a code; the register runs them all."""

from . import changes, contradictions
from .answers import WrongAnswer, problem_with, problems_of_answers, read_cell
from .register import CHECKS, Case, Check, Prior, Problem, findings_of, limits_on

__all__ = [
    "CHECKS",
    "Case",
    "Check",
    "Prior",
    "Problem",
    "WrongAnswer",
    "changes",
    "contradictions",
    "findings_of",
    "limits_on",
    "problem_with",
    "problems_of_answers",
    "read_cell",
]
