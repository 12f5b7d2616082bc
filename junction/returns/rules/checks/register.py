"""The register of checks: one function decides one thing, and says it in one sentence.

An error says the return cannot be so and is not taken; a warning says it is odd, and the person who files
confirms it or mends it. A question set may weigh a check otherwise (a published file is taken as found).
Limits are dated data (`playbook/checks.toml`), by the day the return is about.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from junction.core.imports import Severity
from junction.core.playbook import load

from ..questions import PLAYBOOK, Answers, QuestionSet

Measures = Mapping[str, int | bool | None]


@dataclass(frozen=True, slots=True)
class Prior:
    """The return of the same place and set before this one, as far as checks need it."""

    about_on: date
    measures: Measures
    answers_key: int = 0
    same_since: date | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """What a check is given: the return, the one before, and what the register knows of the place."""

    question_set: QuestionSet
    about_on: date
    answers: Answers
    measures: Measures
    prior: Prior | None = None
    beds: int | None = None
    same_since: date | None = None
    limits: Mapping[str, Any] = field(default_factory=dict)

    def number(self, code: str) -> int | float | None:
        """Return the answer to a question where it is a number."""
        answer = self.answers.get(code)
        return answer if isinstance(answer, int | float) and not isinstance(answer, bool) else None


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing a check found: the question at fault, its value, and a sentence."""

    check: str
    severity: Severity
    question: str
    value: str
    message: str

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR

    def as_error(self) -> dict[str, str]:
        """Return it as the API gives it: where, what, by which check, and how it weighs."""
        return {
            "pointer": f"#/answers/{self.question}",
            "detail": self.message,
            "check": self.check,
            "severity": str(self.severity),
        }


@dataclass(frozen=True, slots=True)
class Check:
    """One entry of the register: `finds` returns the code of the question at fault, or nothing."""

    code: str
    severity: Severity
    message: str
    finds: Callable[[Case], str | None]


CHECKS: dict[str, Check] = {}


def check(
    code: str, severity: Severity, message: str
) -> Callable[[Callable[[Case], str | None]], Callable[[Case], str | None]]:
    """Enter a function in the register."""

    def enter(finds: Callable[[Case], str | None]) -> Callable[[Case], str | None]:
        if code in CHECKS:
            raise ValueError(f"two checks are called {code}")
        CHECKS[code] = Check(code, severity, message, finds)
        return finds

    return enter


@cache
def limits_on(day: date) -> Mapping[str, Any]:
    """Return the limits of the checks in force on `day`."""
    return load(PLAYBOOK / "checks.toml").on(day).values


def is_above(left: float | None, right: float | None) -> bool:
    """Tell whether both are known and the left is the greater."""
    return left is not None and right is not None and left > right


def weight_of(code: str, question_set: QuestionSet) -> Severity:
    """Return how a check weighs in this question set."""
    weight = question_set.severity.get(code)
    return Severity(weight) if weight else CHECKS[code].severity


def findings_of(case: Case) -> list[Problem]:
    """Run every check over one return."""
    problems = []
    for entry in CHECKS.values():
        question = entry.finds(case)
        if question is not None:
            problems.append(
                Problem(
                    check=entry.code,
                    severity=weight_of(entry.code, case.question_set),
                    question=question,
                    value=str(case.answers.get(question, "")),
                    message=entry.message,
                )
            )
    return problems
