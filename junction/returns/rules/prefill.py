"""What of the last return stands in the next one: the state is carried over, events are not.

Beds, staff and stock are as they were until somebody says otherwise. What counts events since the last
return (people newly confirmed, deaths) happened once; carrying it over would count it again. They
are left empty, to be answered afresh; "nothing has changed" says that there were none (`carried_over`).
"""

from collections.abc import Iterable
from enum import StrEnum
from types import MappingProxyType

from .questions import Answer, Answers, Question


class Compared(StrEnum):
    """How an answer compares with last time's."""

    SAME = "same"
    CHANGED = "changed"
    NEW = "new"  # there was no answer last time, or it counts events


def filled_in(questions: Iterable[Question], last: Answers) -> dict[str, Answer]:
    """Return the answers to fill in from the last return."""
    return {
        question.code: last[question.code]
        for question in questions
        if question.code in last and not question.since_last
    }


def compared(question: Question, *, answer: Answer | None, last: Answers) -> Compared:
    """Say how an answer compares with last time's."""
    if question.code not in last or question.since_last:
        return Compared.NEW
    return Compared.SAME if last[question.code] == answer else Compared.CHANGED


NO_LAST: Answers = MappingProxyType({})
