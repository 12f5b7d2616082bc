"""What is decided about a return before it is stored: its measures, what the checks find, its rating.

Pure, and the same whichever door it comes by. A return with an error is never taken. A warning holds a return
back until the person who files it has confirmed it, except in a file, where it is taken and shown.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import blake2b

from junction.core.imports import Severity

from .checks import Case, Prior, Problem, findings_of, limits_on, problems_of_answers
from .checks.changes import CUMULATIVE_PAIRS
from .questions import Answers, QuestionSet, measures_of, question_set_on
from .risk import Risk, risk_of
from .windows import about_on as newest_day
from .windows import period_of


@dataclass(frozen=True, slots=True)
class Filing:
    """A return as somebody sends it.

    `confirmed` are the codes of warnings they say are right; `None` says that warnings hold nothing back.
    `expected_version` is the version they saw (0: none yet); `None` says that it does not matter.
    """

    place_id: int
    question_set: str
    about_on: date
    answers: Answers
    channel: str
    confirmed: frozenset[str] | None = frozenset()
    nothing_changed: bool = False
    expected_version: int | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """A return with everything that was decided about it."""

    filing: Filing
    question_set: QuestionSet
    measures: Mapping[str, int | bool | None]
    problems: tuple[Problem, ...]
    answers_key: int
    same_since: date
    risk: Risk

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.is_error]

    @property
    def unconfirmed(self) -> list[Problem]:
        """The warnings that hold this return back."""
        confirmed = self.filing.confirmed
        if confirmed is None:
            return []
        return [p for p in self.problems if not p.is_error and p.check not in confirmed]

    @property
    def may_be_stored(self) -> bool:
        return not self.errors and not self.unconfirmed


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the place and set when a return comes in."""

    beds: int | None = None
    prior: Prior | None = None
    problems: tuple[Problem, ...] = field(default=())  # found while its cells were read


def key_of(answers: Answers) -> int:
    """Return a number that is the same for the same answers (64 bits, signed, as PostgreSQL keeps it)."""
    text = json.dumps(answers, sort_keys=True, default=dict).encode()
    return int.from_bytes(blake2b(text, digest_size=8).digest(), "big", signed=True)


def problem_of_day(question_set: QuestionSet, about_on: date, now: datetime) -> Problem | None:
    """Say what is wrong with the day a return is about, if anything is."""
    window = question_set.window
    if period_of(window, about_on) != about_on:
        code, message = "not-the-end-of-a-week", "A weekly return is known by the day its week ends."
    elif about_on > newest_day(window, now):
        code, message = "day-to-come", "This return is about a day that cannot be reported on yet."
    else:
        return None
    return Problem(code, Severity.ERROR, "about_on", about_on.isoformat(), message)


def judge(filing: Filing, facts: Facts) -> Judged:
    """Decide everything about one return. Raise `NoSuchQuestionSet` or `NoRuleInForce`."""
    question_set = question_set_on(filing.question_set, filing.about_on)
    wrong = {problem.question for problem in facts.problems}
    found = (p for p in problems_of_answers(question_set, filing.answers) if p.question not in wrong)
    problems = [*facts.problems, *found]
    wrong |= {problem.question for problem in problems}
    sound = {code: answer for code, answer in filing.answers.items() if code not in wrong}
    measures = measures_of(question_set, sound)
    key, prior = key_of(filing.answers), facts.prior
    same = prior is not None and prior.answers_key == key and prior.same_since is not None
    since = prior.same_since if same and prior is not None and prior.same_since else filing.about_on
    case = Case(
        question_set=question_set,
        about_on=filing.about_on,
        answers=sound,
        measures=measures,
        prior=prior,
        beds=facts.beds,
        same_since=since,
        limits=limits_on(filing.about_on),
    )
    problems += findings_of(case)
    if any(problem.check == "first-week-cumulative" for problem in problems):
        measures |= {new: None for new, _ in CUMULATIVE_PAIRS if new in measures}
    risk = risk_of(measures, about_on=filing.about_on)
    return Judged(filing, question_set, measures, tuple(problems), key, since, risk)
