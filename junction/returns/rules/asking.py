"""Whom a question set is asked of on a day: its kinds of care always, others while an incident asks for it.

A place is asked when it gives any kind of care that is asked: a nursing home that also runs a home-care
agency is asked the sets of both.
"""

from collections.abc import Collection, Iterable
from datetime import date

from junction.core.imports import Severity
from junction.registry.rules.incidents import Covering, first_of_each

from .checks import Problem
from .questions import QuestionSet, question_sets_on


def is_standing_for(question_set: QuestionSet, kinds: Collection[str]) -> bool:
    """Tell whether a set is asked of a place of these kinds with no incident too."""
    return not set(question_set.service_types).isdisjoint(kinds)


def because(
    question_set: QuestionSet, kinds: Collection[str], coverings: Iterable[Covering], *, on: date
) -> tuple[Covering, ...]:
    """Return the incidents on whose account a set is asked of a place of these kinds on a day, each once.

    None where it is asked with no incident too.
    """
    if is_standing_for(question_set, kinds):
        return ()
    asking = (one for one in coverings if not one.kinds_asked(question_set.name, on=on).isdisjoint(kinds))
    return first_of_each(asking)


def asking(question_set: QuestionSet, coverings: Iterable[Covering], *, on: date) -> tuple[Covering, ...]:
    """Return the incidents without which nobody would be asked a set, each once; none for a standing one."""
    if question_set.standing:
        return ()
    return first_of_each(one for one in coverings if one.kinds_asked(question_set.name, on=on))


def sets_asked_on(day: date, coverings: Iterable[Covering]) -> list[QuestionSet]:
    """Return the sets asked of some kind of care on a day where these incidents are; what they add first."""
    of_incidents = frozenset[str]().union(*(one.sets_asked(day) for one in coverings))
    found = [
        each
        for each in question_sets_on(day)
        if (each.standing or each.name in of_incidents) and not each.is_for_anybody
    ]
    return sorted(found, key=lambda each: each.standing)


def why_not_asked(question_set: QuestionSet) -> str:
    """Say in a sentence that nobody asks a set of a place on a day."""
    title = question_set.title
    if question_set.standing:
        return f"“{title}” is not asked of this kind of care, and no incident asks for it there that day."
    return f"“{title}” is asked only while an incident asks for it, and none does there that day."


def problem_of_asking(question_set: QuestionSet) -> Problem:
    """Say as a finding that nobody asks a set of a place on a day."""
    return Problem(
        "not-asked", Severity.ERROR, "question_set", question_set.name, why_not_asked(question_set)
    )
