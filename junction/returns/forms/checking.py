"""How answers stand on a page to be checked or read: one line for a group, what is new apart from the rest.

Forty answers one below the other are not looked at. So what differs from last time comes first, each with
what it was, and what is as it was is folded away by section.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from ..rules.prefill import NO_LAST, Compared, compared
from ..rules.questions import Question, QuestionSet
from .answers import briefly


@dataclass(frozen=True, slots=True)
class Said:
    """One answer in its line, and how it compares with last time where it is not as it was."""

    name: str  # what it is called within its line; empty where the line is the question itself
    words: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """The answers to a group of questions, or to one that has no group."""

    title: str
    code: str  # the question to go to for changing it
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of one section, and how many answers are in them."""

    title: str
    lines: tuple[Line, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Checked:
    """The answers to check: what is new or changed, and what is not, by section."""

    fresh: tuple[Line, ...]
    same: list[Block]

    @property
    def fresh_count(self) -> int:
        return sum(len(line.said) for line in self.fresh)

    @property
    def same_count(self) -> int:
        return sum(block.count for block in self.same)


def checked(
    question_set: QuestionSet, *, answers: Mapping[str, Any], last: Mapping[str, Any], same_day: bool = False
) -> Checked:
    """Part the answers into those that differ from `last` and those that do not.

    With `same_day` they are compared with an earlier version of the same return.
    """
    how = {
        question.code: compared(question, answer=answers.get(question.code), last=last, same_day=same_day)
        for question in question_set.questions
    }
    notes = {question.code: _note(question, how[question.code], last) for question in question_set.questions}
    fresh = [q for q in question_set.questions if how[q.code] is not Compared.SAME]
    same = [
        _block(title, [q for q in questions if how[q.code] is Compared.SAME], answers)
        for title, questions in question_set.in_sections()
    ]
    order = {code: number for number, code in enumerate(question_set.sections)}
    fresh.sort(key=lambda question: order[question.section])
    return Checked(tuple(_lines(fresh, answers, notes)), [block for block in same if block.count])


def all_by_section(question_set: QuestionSet, answers: Mapping[str, Any]) -> list[Block]:
    """Return every answer by section, compared with nothing."""
    blocks = [_block(title, questions, answers) for title, questions in question_set.in_sections()]
    return [block for block in blocks if block.count]


def line_about(
    question_set: QuestionSet, code: str, *, answers: Mapping[str, Any], last: Mapping[str, Any] = NO_LAST
) -> Line | None:
    """Return the line in which a question stands, whole; none for what is not a question."""
    asked = question_set.by_code.get(code)
    if asked is None:
        return None
    together = [asked]
    if asked.group:
        together = [q for q in question_set.questions if (q.section, q.group) == (asked.section, asked.group)]
    notes = {
        q.code: _note(q, how, last)
        for q in together
        if (how := compared(q, answer=answers.get(q.code), last=last)) is Compared.CHANGED
    }
    line = next(_lines(together, answers, notes))
    return Line(line.title, code, line.said)


def _block(title: str, questions: list[Question], answers: Mapping[str, Any]) -> Block:
    return Block(title, tuple(_lines(questions, answers, {})), len(questions))


def _lines(
    questions: Iterable[Question], answers: Mapping[str, Any], notes: Mapping[str, str]
) -> Iterator[Line]:
    for _, found in groupby(questions, key=lambda q: (q.section, q.group or q.code)):
        together = list(found)
        said = tuple(Said(q.short, briefly(q, answers.get(q.code)), notes.get(q.code, "")) for q in together)
        yield Line(together[0].group or together[0].text, together[0].code, said)


def _note(question: Question, how: Compared, last: Mapping[str, Any]) -> str:
    if how is Compared.CHANGED:
        return f"was {briefly(question, last.get(question.code))}"
    return "no answer last time" if how is Compared.NEW and last else ""
