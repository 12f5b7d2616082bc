"""What words about a day mean, and what that depends on: when they were written.

A day or month without its year is the first one that is not further back than some months from the
document's own day (`back_days` in the playbook), or, where something is to happen from, by or until it,
than three (`back_days_when_coming`). After "since" it is the last one that has begun. Where only a year
is known (a title says "2020"), it is that year. A weekday that is named, and "w/c" names Monday, may say
the year before or after instead, where that is no further off than `weekday_days`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from junction.core.calendar import is_bank_holiday, is_weekend

from ..reading import Certainty
from .intervals import UNKNOWN, VALUES, Days, one_day, plus

Warnings = tuple[str, ...]
OF_ONE_DAY = {"weekend", "bank-holiday"}  # warnings that say nothing of a stretch


@dataclass(frozen=True, slots=True)
class Asking:
    """What is known about the text when a date in it is to be understood."""

    written_on: date | None = None
    year_hint: int | None = None
    near: date | None = (
        None  # a missing year is chosen by this day: the document's own, or a range's other end
    )
    back_days: int = VALUES["back_days"]
    is_past: bool = False
    weekday: int | None = None  # the one that it should be: 0, Monday, after "w/c"

    def coming(self) -> "Asking":
        return replace(self, back_days=VALUES["back_days_when_coming"])

    def on_monday(self) -> "Asking":
        return replace(self, weekday=0)

    def past(self) -> "Asking":
        return replace(self, is_past=True)

    def after(self, day: date | None) -> "Asking":
        return replace(self, near=day, back_days=0) if day else self

    def before(self, day: date | None) -> "Asking":
        return replace(self, near=plus(day, -1), is_past=True) if day else self


@dataclass(frozen=True, slots=True)
class Meaning:
    """The days some words may mean, and how sure that is."""

    days: Days
    certainty: Certainty
    warnings: Warnings = ()
    whole: Certainty | None = None  # of April, in "the end of April": vague alone, but not after "by"


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a date. `read` gives None where the words only look like one."""

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], Asking], Meaning | None]


def form(pattern: str) -> Callable[[Callable[[re.Match[str], Asking], Meaning | None]], Form]:
    """Make a form of a pattern and the function under it that reads what it matched."""

    def made(read: Callable[[re.Match[str], Asking], Meaning | None]) -> Form:
        return Form(re.compile(pattern), read)

    return made


def impossible() -> Meaning:
    """What a day that the calendar does not have means: nothing that could be kept."""
    return Meaning(UNKNOWN, Certainty.VAGUE, ("impossible",))


def without_year() -> Meaning:
    """What a date means that lacks its year in a document that lacks its day."""
    return Meaning(UNKNOWN, Certainty.VAGUE, ("no-year",))


def without_document_day() -> Meaning:
    """What "tomorrow" means when nobody knows when it was said."""
    return Meaning(UNKNOWN, Certainty.VAGUE, ("no-document-date",))


def on_day(day: date, certainty: Certainty, warnings: Warnings = ()) -> Meaning:
    """Return one day, with the warnings that its place in the calendar gives."""
    of_calendar = (("weekend",) if is_weekend(day) else ()) + (
        ("bank-holiday",) if is_bank_holiday(day) else ()
    )
    return Meaning(one_day(day), certainty, (*warnings, *of_calendar))


def choose(ask: Asking, in_year: Callable[[int], date | None], weekday: int | None = None) -> date | None:
    """Return the day of the year that is meant, among those `in_year` gives; None where no year has one."""
    centre = ask.near.year if ask.near else ask.year_hint
    if centre is None:
        return None
    first, last = max(date.min.year, centre - 4), min(date.max.year, centre + 4)
    days = [day for year in range(first, last + 1) if (day := in_year(year))]
    if not days:
        return None
    suiting = [day for day in days if weekday in (None, day.weekday())]
    if not ask.near:
        nearest = sorted(days, key=lambda day: (abs(day.year - centre), -day.year))
        return next((day for day in nearest if day in suiting and abs(day.year - centre) <= 1), nearest[0])
    found = _by_day(ask, ask.near, days)
    if found in suiting:
        return found
    off = {abs((day - ask.near).days): day for day in suiting}
    return off[min(off)] if off and min(off) <= VALUES["weekday_days"] else found


def _by_day(ask: Asking, near: date, days: list[date]) -> date | None:
    if ask.is_past:
        return max((day for day in days if day <= near), default=None)
    earliest = plus(near, -ask.back_days) or date.min
    return min((day for day in days if day >= earliest), default=None)
