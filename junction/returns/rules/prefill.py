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
    NEW = "new"  # there was no answer last time
    AFRESH = "afresh"  # it counts events, so last time's answer says nothing of this time's


def filled_in(questions: Iterable[Question], last: Answers) -> dict[str, Answer]:
    """Return the answers to fill in from the last return."""
    return {
        question.code: last[question.code]
        for question in questions
        if question.code in last and not question.since_last
    }


def compared(question: Question, *, answer: Answer | None, last: Answers, same_day: bool = False) -> Compared:
    """Say how an answer compares with last time's, or with that of an earlier version about the same day."""
    if answer is None and question.code not in last:
        return Compared.SAME
    if question.since_last and not same_day:
        return Compared.AFRESH
    if question.code not in last:
        return Compared.NEW
    return Compared.SAME if last[question.code] == answer else Compared.CHANGED


NO_LAST: Answers = MappingProxyType({})
