"""Stretches of days and their arithmetic: the first day and the day after the last, None at an open end.

Nothing here fails at the edges of the calendar: what would run past its end is open there.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from junction.core.playbook import load

BOOK = load(Path(__file__).parents[2] / "playbook" / "date-words.toml")
VALUES: Mapping[str, Any] = BOOK.versions[-1].values


@dataclass(frozen=True, slots=True)
class Days:
    """Days from the first to the one before `until_on`."""

    from_on: date | None = None
    until_on: date | None = None


UNKNOWN = Days()


def plus(day: date | None, number: int) -> date | None:
    """Return the day so many days later; None past the ends of the calendar."""
    try:
        return day and day + timedelta(days=number)
    except OverflowError:
        return None


def plus_months(day: date, number: int) -> date | None:
    """Return the same day so many months later, or the last of that month where it has no such day."""
    years, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    if not date.min.year <= years <= date.max.year:
        return None
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def day_on(year: int, month: int, day: int) -> date | None:
    """Return that day, or None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def one_day(day: date) -> Days:
    return Days(day, plus(day, 1))


def week_of(day: date) -> Days:
    """Return the Monday to Sunday that hold a day."""
    monday = plus(day, -day.weekday()) or date.min
    return Days(monday, plus(monday, 7))


def months_from(year: int, month: int, number: int = 1) -> Days:
    """Return whole months; the month counts from 1 and may run past 12."""
    first = plus_months(date(year, 1, 1), month - 1)
    return Days(first, plus_months(first, number)) if first else UNKNOWN


def part_of(days: Days, part: str) -> Days:
    """Return the early, middle or late part of a stretch, or a half: of a week by days, else by shares."""
    if not (days.from_on and days.until_on):
        return days
    length = (days.until_on - days.from_on).days
    if length == 7 and part in VALUES["week"]:
        first, last = VALUES["week"][part]
    else:
        low, high = VALUES["longer"][part]
        first, last = int(low * length), max(int(low * length) + 1, round(high * length))
    return Days(plus(days.from_on, first), plus(days.from_on, last))
