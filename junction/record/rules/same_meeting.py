"""Which meetings are likely one that two documents tell of, to be proposed; a person decides.

Those of one day are, where somebody stands in both or their titles are alike. Where one has no day, it is
taken as of the day it was spoken of, and more must agree. What counts is data (`playbook/attendance.toml`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from rapidfuzz import fuzz

from .attendance import BOOK


@dataclass(frozen=True, slots=True)
class SameRules:
    """The rules in force on a day; `title_from` of a hundred, `within_days` where a day is not said."""

    title_from: int
    within_days: int
    people_without_day: int
    shown: int
    looked_at: int
    bare: frozenset[str]  # words that every meeting has in its title
    honorifics: frozenset[str]  # words before a name that are none of it


@cache
def same_rules(day: date) -> SameRules:
    """Return the rules in force on a day."""
    said: Mapping[str, Any] = BOOK.on(day).values
    return SameRules(
        said["same_title_from"], said["same_within_days"], said["same_people_without_day"],
        said["same_shown"], said["same_looked_at"], frozenset(said["bare"]),
        frozenset(said["honorifics"]),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a meeting: its number, title, day (or none), the day it was spoken of, its people."""

    number: int
    title: str
    held_on: date | None
    spoken_on: date
    people: Sequence[str]


@dataclass(frozen=True, slots=True)
class Likely:
    """A meeting that is likely the same, and why: a sentence without its end."""

    number: int
    why: str


def likely_same(one: Known, others: Iterable[Known], *, rules: SameRules) -> list[Likely]:
    """Return which of others are likely the same meeting, the likeliest first, at most `shown`."""
    found = [(*judged, other.number) for other in others if (judged := _judged(one, other, rules))]
    found.sort(key=lambda each: (-each[0], each[2]))
    return [Likely(number, why) for _, why, number in found[: rules.shown]]


def _judged(one: Known, other: Known, rules: SameRules) -> tuple[int, str] | None:
    """Return how likely and why; nothing where they are not."""
    apart = abs(((one.held_on or one.spoken_on) - (other.held_on or other.spoken_on)).days)
    is_dated = bool(one.held_on and other.held_on)
    if one.number == other.number or apart > (0 if is_dated else rules.within_days):
        return None
    theirs = [words for name in other.people if (words := _name(name, rules))]
    both = [name for name in one.people if any(_may_be_one(_name(name, rules), them) for them in theirs)]
    alike = _titles_alike(one.title, other.title, rules)
    if not alike and len(both) < (1 if is_dated else rules.people_without_day):
        return None
    day = (
        "the same day"
        if is_dated
        else "spoken of on the same day"
        if not apart
        else "spoken of near that day"
    )
    why = [day, *(["titles alike"] if alike else []), *([f"{_named(both)} in both"] if both else [])]
    sure = 4 * is_dated + 2 * alike + min(len(both), 3) - apart
    return sure, ", ".join(why)


def _name(name: str, rules: SameRules) -> list[str]:
    """Return the words of a name as they are compared: "Dr. Rao, A.K. (AR)" is a, k, rao."""
    last, comma, first = name.split("(")[0].partition(",")
    return [word for word in _words(f"{first} {last}" if comma else last) if word not in rules.honorifics]


def _may_be_one(one: Sequence[str], other: Sequence[str]) -> bool:
    """Tell whether two names may be of one person: the same words, or one last name and a first initial."""
    if list(one) == list(other):
        return bool(one)
    if min(len(one), len(other)) < 2 or one[-1] != other[-1]:
        return False
    first, second = one[0], other[0]
    return first == second or (1 in (len(first), len(second)) and first[0] == second[0])


def _named(people: Sequence[str]) -> str:
    names = list(dict.fromkeys(" ".join(name.split("(")[0].split()) for name in people))
    return " and ".join(names) if len(names) < 3 else f"{names[0]} and {len(names) - 1} more"


def _titles_alike(one: str, other: str, rules: SameRules) -> bool:
    first, second = (
        " ".join(word for word in _words(title) if word not in rules.bare) for title in (one, other)
    )
    return bool(first and second) and fuzz.token_sort_ratio(first, second) >= rules.title_from


def _words(title: str) -> list[str]:
    return "".join(each if each.isalnum() else " " for each in title.casefold()).split()
