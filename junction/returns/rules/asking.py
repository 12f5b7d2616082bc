"""Whom a question set is asked of on a day: its kinds of care always, others while an incident asks for it.

A place is asked when it gives any kind of care that is asked: a nursing home that also runs a home-care
agency is asked the sets of both.
"""

from collections.abc import Collection, Iterable
from datetime import date

from junction.core.imports import Severity
from junction.core.playbook import NoRuleInForce
from junction.registry.rules.incidents import Covering, first_of_each, playbooks_asking

from .checks import Problem
from .questions import QuestionSet, question_set_on, question_sets_on


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


def sets_incidents_ask(day: date) -> list[str]:
    """Return the names of the sets that some places are asked only while an incident asks for them."""
    return [
        each.name
        for each in question_sets_on(day)
        if playbooks_asking(each.name, on=day, beside=each.service_types) and not each.is_for_anybody
    ]


def asked_alike(name: str, days: Iterable[date]) -> list[list[date]]:
    """Part days into those on which a set is asked of the same places: each by itself where incidents ask.

    Days before its first version are left out: nobody was asked.
    """
    found: dict[object, list[date]] = {}
    for day in days:
        try:
            question_set = question_set_on(name, day)
        except NoRuleInForce:
            continue
        by_incidents = playbooks_asking(name, on=day, beside=question_set.service_types)
        key = day if by_incidents and not question_set.is_for_anybody else question_set.service_types
        found.setdefault(key, []).append(day)
    return list(found.values())


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
