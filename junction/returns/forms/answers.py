"""A return as people type it: text in boxes, turned into answers or into an error that says what to do.

A question set is data, with some forty questions, so this is not a Django form: each question is a small
value that a template draws, built in microseconds. An answer is a number, a text or true/false;
`{"not": "applicable"}` and `{"not": "known"}` are answers too and never zero; an empty box is no answer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from junction.core.wording import sentence_case
from junction.returns.rules.checks import WrongAnswer, problem_with, read_cell
from junction.returns.rules.questions import Question

NUMBERS = ("count", "number", "money")
NOT_WORDS = {"known": "Not known", "applicable": "Does not apply"}
NOT_KNOWN, NOT_APPLICABLE = "not-known", "not-applicable"
NOT_SUFFIX = ".not"


def may_be_not(question: Question) -> tuple[str, ...]:
    """Return which of "known" and "applicable" an answer to this question may deny."""
    if question.kind == "text":
        return ()
    return ("known",) if question.required else ("known", "applicable")


def option_words(question: Question) -> list[tuple[str, str]]:
    """Return the answers one can choose from, each with its words."""
    if question.kind == "yes-no":
        return [("yes", "Yes"), ("no", "No")]
    return [(option, sentence_case(option)) for option in question.options]


@dataclass(frozen=True, slots=True)
class Box:
    """One question as drawn on the page: what stands in it, what stood in it last time, what is wrong."""

    question: Question
    typed: str = ""
    ticked: str = ""  # "known" or "applicable"
    last: str | None = None  # last time's answer in words; None when there is none
    error: str = ""

    @property
    def id(self) -> str:
        return f"q-{self.question.code}"

    @property
    def is_empty(self) -> bool:
        return not (self.typed or self.ticked)

    def with_error(self, error: str) -> "Box":
        return replace(self, error=error) if error else self

    @property
    def options(self) -> list[tuple[str, str]]:
        return option_words(self.question)

    @property
    def nots(self) -> list[tuple[str, str]]:
        return [(word, NOT_WORDS[word]) for word in may_be_not(self.question)]


def unit_of(question: Question, answer: float) -> str:
    """Return the unit as it reads after this number: 1 bed, 2 beds; 1 bottle a day, 1 single item."""
    if answer != 1:
        return question.unit
    noun, a, rest = question.unit.partition(" a ")
    one = {"people": "person", "hours": "hour"}.get(noun, noun.removesuffix("s"))
    return one + a + rest


def words(question: Question, answer: Any) -> str:
    """Return an answer as people read it."""
    if answer is None:
        return "Not answered"
    if isinstance(answer, Mapping):
        return NOT_WORDS[answer["not"]]
    if isinstance(answer, bool):
        return "Yes" if answer else "No"
    if question.kind in NUMBERS:
        return (
            f"£{answer:,}" if question.kind == "money" else f"{answer:,} {unit_of(question, answer)}".strip()
        )
    return dict(option_words(question)).get(str(answer), str(answer))


def briefly(question: Question, answer: Any) -> str:
    """Return an answer as it reads among those of its group: without the unit, which the group says."""
    is_bare = question.short and isinstance(answer, int | float) and not isinstance(answer, bool)
    return f"{answer:,}" if is_bare else words(question, answer)


def said_last(question: Question, last: Mapping[str, Any]) -> str | None:
    """Return last time's answer as it stands beside the box."""
    return briefly(question, last[question.code]) if question.code in last else None


def typed(answer: Any) -> tuple[str, str]:
    """Return what to put into the box and which tick to set for an answer."""
    if answer is None:
        return "", ""
    if isinstance(answer, Mapping):
        return "", str(answer["not"])
    if isinstance(answer, bool):
        return ("yes" if answer else "no"), ""
    return str(answer), ""


def message(question: Question, check: str, text: str) -> str:
    """Say what is wrong with one answer and what to do."""
    if check == "both":
        return f"{question.text} Give a number or choose why there is none, not both."
    return problem_with(question, check, text).message


def _read(question: Question, posted: Mapping[str, Any], last: Any) -> tuple[Any, str, str]:
    text = str(posted.get(question.code, "")).strip()
    ticked = str(posted.get(question.code + NOT_SUFFIX, ""))
    if text in (NOT_KNOWN, NOT_APPLICABLE):  # a radio among the answers
        text, ticked = "", text.removeprefix("not-")
    if ticked not in may_be_not(question):
        return read_cell(question, text), text, ""
    if text and text != typed(last)[0]:
        raise WrongAnswer("both")
    return {"not": ticked}, "", ticked


def boxes_to_fill(
    questions: Iterable[Question], *, answers: Mapping[str, Any], last: Mapping[str, Any]
) -> list[Box]:
    """Return the boxes of an empty page, filled with `answers` and showing what was said last time."""
    return [
        Box(
            question,
            *typed(answers.get(question.code)),
            last=said_last(question, last),
        )
        for question in questions
    ]


def boxes_filled(
    questions: Iterable[Question], *, posted: Mapping[str, Any], last: Mapping[str, Any]
) -> tuple[list[Box], dict[str, Any]]:
    """Return the boxes as they were typed, each with its error, and the answers that could be read."""
    boxes, answers = [], {}
    for question in questions:
        said = said_last(question, last)
        try:
            answer, text, ticked = _read(question, posted, last.get(question.code))
        except WrongAnswer as wrong:
            text, ticked = str(posted.get(question.code, "")), str(posted.get(question.code + NOT_SUFFIX, ""))
            boxes.append(Box(question, text, ticked, said, message(question, str(wrong), text)))
            continue
        boxes.append(Box(question, text, ticked, said))
        if answer is not None:
            answers[question.code] = answer
    return boxes, answers
