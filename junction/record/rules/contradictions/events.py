"""Proposes events that have two dates: the same pilot, launch or inspection on days that do not meet."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from junction.record.rules.reading import Certainty, DateSaid

from .statements import Proposal, Statement, alternatives, grouped, pairs, phrase_before, words

SURE = 0.8


@dataclass(frozen=True, slots=True)
class _Event:
    name: str
    key: str  # its last word and what happens: names that are alike have it in common
    date: DateSaid
    is_end: bool  # the date is its last day
    statement: Statement


@cache
def _nouns() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives('events')})\b", re.I)


@cache
def _ends() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives('ends')})\b", re.I)


def event_keys(statement: Statement) -> frozenset[str]:
    """Return the key under which an event with its date is listed."""
    return frozenset(f"event:{event.key}" for event in _events(statement))


def two_dates(said: Sequence[Statement], *, new: int | None = None) -> Iterator[Proposal]:
    """Return pairs of statements that give one event, named alike, dates that do not meet.

    However often an event is given the same two dates, that is one contradiction.
    """
    seen = set()
    events = [event for statement in said for event in _events(statement)]
    for alike in grouped(events, lambda event: event.key):
        for one, other in pairs(alike, lambda event: event.statement, new=new):
            told = (max(one.name, other.name, key=len), frozenset(map(_days, (one.date, other.date))))
            if _alike(one, other) and not _meet(one.date, other.date) and told not in seen:
                seen.add(told)
                raw = [" ".join(each.date.raw.split()) for each in (one, other)]
                why = f"“{other.name}” is on “{raw[0]}” in one place, on “{raw[1]}” in the other."
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
    if set(name.split()) - set(words()["general"]):
        noun = nouns[0][0].lower()
        is_end = bool(_ends().search(statement.text))
        yield _Event(f"{name} {noun}", f"{name.split()[-1]} {noun}", dates[0], is_end, statement)


def _alike(one: _Event, other: _Event) -> bool:
    """Tell whether two say when one event begins, or when it ends: by one name, or more words."""
    longer, shorter = sorted((one.name, other.name), key=len, reverse=True)
    is_same = one.name == other.name or (longer.endswith(f" {shorter}") and " " in shorter)
    return is_same and one.is_end == other.is_end


def _days(said: DateSaid) -> tuple[date | None, date | None]:
    return said.from_on, said.until_on


def _meet(one: DateSaid, other: DateSaid) -> bool:
    if not (one.from_on and one.until_on and other.from_on and other.until_on):
        return True
    return one.from_on < other.until_on and other.from_on < one.until_on
