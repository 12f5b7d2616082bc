"""Proposes events that have two dates: the same pilot, launch or inspection on days that do not meet."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from junction.record.rules.reading import Certainty, DateSaid

from .statements import Proposal, Statement, alternatives, phrase_before

SURE = 0.8


@dataclass(frozen=True, slots=True)
class _Event:
    name: str
    date: DateSaid
    statement: Statement


@cache
def _nouns() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives('events')})\b", re.I)


def two_dates(said: Sequence[Statement]) -> Iterator[Proposal]:
    """Return pairs of statements that give one event, named alike, dates that do not meet."""
    events = [event for statement in said for event in _events(statement)]
    for one, other in combinations(events, 2):
        if (
            _alike(one.name, other.name)
            and not _meet(one.date, other.date)
            and one.statement is not other.statement
        ):
            why = f"“{other.name}” is on “{one.date.raw}” in one place, on “{other.date.raw}” in the other."
            yield Proposal("two-dates", one.statement.place, other.statement.place, why, SURE)


def _events(statement: Statement) -> Iterator[_Event]:
    """A statement with one date and one event says when it is; with more nothing is sure."""
    dates = [
        date
        for date in statement.dates
        if date.from_on and date.until_on and date.certainty is not Certainty.VAGUE
    ]
    nouns = list(_nouns().finditer(statement.text))
    if len(dates) != 1 or len(nouns) != 1:
        return
    name = phrase_before(statement.text, nouns[0].start(), most=3)
    if name:
        yield _Event(f"{name} {nouns[0][0].lower()}", dates[0], statement)


def _alike(one: str, other: str) -> bool:
    """Tell whether two names are of one event: the same, or one with a word or two before the other."""
    return (
        one == other
        or (one.endswith(f" {other}") and " " in other)
        or (other.endswith(f" {one}") and " " in one)
    )


def _meet(one: DateSaid, other: DateSaid) -> bool:
    if not (one.from_on and one.until_on and other.from_on and other.until_on):
        return True
    return one.from_on < other.until_on and other.from_on < one.until_on
