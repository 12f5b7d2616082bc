"""What changed between two versions of a return, question by question, in the order they are asked."""

from collections.abc import Iterable
from dataclasses import dataclass

from .questions import Answer, Answers, Question


@dataclass(frozen=True, slots=True)
class Difference:
    """One question that the two answer differently; `None` is no answer."""

    question: Question
    before: Answer | None
    after: Answer | None


def differences(questions: Iterable[Question], *, before: Answers, after: Answers) -> list[Difference]:
    """Return the questions whose answers differ."""
    return [
        Difference(question, before.get(question.code), after.get(question.code))
        for question in questions
        if before.get(question.code) != after.get(question.code)
    ]
