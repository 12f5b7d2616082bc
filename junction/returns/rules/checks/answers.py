"""Whether each answer is of its question's kind: a whole number, a choice, yes or no, within its range.

`read_cell` reads the text of a file's cell or a form's field; `problems_of_answers` judges answers already
typed (by the API). Both speak the same codes, so a return gets the same findings by whichever door it comes.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from junction.core.imports import Severity

from ..questions import NOT_APPLICABLE, NOT_KNOWN, Answer, Question, QuestionSet
from .register import Problem

YES, NO = frozenset({"y", "yes", "true", "1"}), frozenset({"n", "no", "false", "0"})
APPLICABLE = frozenset({"n/a", "na", "not applicable"})
KNOWN = frozenset({"unknown", "not known", "?", "don't know", "dont know"})
WHOLE = re.compile(r"[+-]?\d{1,15}(\.0*)?")
LONGEST_TEXT = 2_000

SAYS = {
    "not-a-number": "{text} Give a number, such as 12, or “not known”.",
    "not-whole": "{text} Give a whole number.",
    "below-zero": "{text} The number cannot be below zero.",
    "too-large": "{text} The number cannot be above {most:,.0f}.",
    "not-a-choice": "{text} Choose one of: {options}.",
    "not-yes-or-no": "{text} Answer yes or no.",
    "too-long": "{text} Use 2,000 characters or fewer.",
    "missing": "{text} An answer is needed; “not known” is an answer.",
}


class WrongAnswer(ValueError):
    """An answer that is not of its question's kind; the text is the code of the check."""


def problem_with(question: Question, code: str, value: object) -> Problem:
    """Say in a sentence what is wrong with an answer."""
    message = SAYS[code].format(text=question.text, most=question.most, options=", ".join(question.options))
    return Problem(code, Severity.ERROR, question.code, str(value)[:100], message)


def _number(question: Question, value: float) -> int | float:
    if value != value or value in (float("inf"), float("-inf")):
        raise WrongAnswer("not-a-number")
    if question.kind == "count" and value != int(value):
        raise WrongAnswer("not-whole")
    if value < 0:
        raise WrongAnswer("below-zero")
    if value > question.most:
        raise WrongAnswer("too-large")
    return int(value) if question.kind == "count" else value


def _read_number(question: Question, text: str) -> Answer:
    plain = text.replace(",", "").replace(" ", "").removeprefix("£")
    if WHOLE.fullmatch(plain):
        return _number(question, int(plain.partition(".")[0]))
    try:
        return _number(question, float(plain))
    except ValueError as wrong:
        if isinstance(wrong, WrongAnswer):
            raise
        raise WrongAnswer("not-a-number") from wrong


def _read_choice(question: Question, text: str) -> Answer:
    for option in question.options:
        if option.casefold() == text.casefold():
            return option
    raise WrongAnswer("not-a-choice")


def _read_yes_no(question: Question, text: str) -> Answer:
    if text.casefold() in YES:
        return True
    if text.casefold() in NO:
        return False
    raise WrongAnswer("not-yes-or-no")


def _read_text(question: Question, text: str) -> Answer:
    if len(text) > LONGEST_TEXT:
        raise WrongAnswer("too-long")
    return text


READERS: Mapping[str, Callable[[Question, str], Answer]] = {
    "count": _read_number,
    "number": _read_number,
    "money": _read_number,
    "choice": _read_choice,
    "rating": _read_choice,
    "yes-no": _read_yes_no,
    "text": _read_text,
}


def read_cell(question: Question, text: str) -> Answer | None:
    """Read what a person or a file wrote; `None` for nothing. Raise `WrongAnswer` with a check's code."""
    text = text.strip()
    if not text:
        return None
    if text.isdecimal() and question.kind == "count" and len(text) < 7 and int(text) <= question.most:
        return int(text)  # nearly every cell there is
    folded = text.casefold()
    if folded in APPLICABLE:
        return NOT_APPLICABLE
    if folded in KNOWN:
        return NOT_KNOWN
    return READERS[question.kind](question, text)


def _is_typed(question: Question, answer: Any) -> str | None:
    """Return the code of what is wrong with a typed answer, or nothing."""
    if isinstance(answer, Mapping):
        return None if answer in (NOT_APPLICABLE, NOT_KNOWN) else "not-a-number"
    if question.kind in ("count", "number", "money"):
        if isinstance(answer, bool) or not isinstance(answer, int | float):
            return "not-a-number"
        try:
            _number(question, answer)
        except WrongAnswer as wrong:
            return str(wrong)
        return None
    if question.kind == "yes-no":
        return None if isinstance(answer, bool) else "not-yes-or-no"
    if question.kind == "text":
        return None if isinstance(answer, str) and len(answer) <= LONGEST_TEXT else "too-long"
    return None if answer in question.options else "not-a-choice"


def problems_of_answers(question_set: QuestionSet, answers: Mapping[str, Any]) -> Iterator[Problem]:
    """Find every answer that is not of its question's kind, or belongs to no question, or is missing."""
    for code, answer in answers.items():
        question = question_set.by_code.get(code)
        if question is None:
            yield Problem(
                "unknown-question",
                Severity.ERROR,
                str(code)[:60],
                str(answer)[:100],
                f"Version {question_set.version} of {question_set.name} asks no question {str(code)[:60]}.",
            )
        elif wrong := _is_typed(question, answer):
            yield problem_with(question, wrong, answer)
    for question in question_set.required:
        if question.code not in answers:
            yield problem_with(question, "missing", "")
