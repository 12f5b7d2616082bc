"""When a hub is open: seven days of a week that holds from a day on, by the clock on the wall.

A day without hours is closed. Hours that end at or before they begin go on past midnight.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from junction.core.calendar import LOCAL

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
Hours = tuple[time, time] | None


@dataclass(frozen=True, slots=True)
class Week:
    """The hours of each day from Monday, from a day on."""

    valid_from: date
    days: tuple[Hours, ...]


def week_of(valid_from: date, days: Sequence[Sequence[str] | None]) -> Week:
    """Return the week of a stored row. Raise `ValueError` when it is none."""
    if len(days) != len(DAYS):
        raise ValueError("A week has seven days.")
    return Week(valid_from, tuple(_hours(one) for one in days))


def written(week: Week) -> list[list[str] | None]:
    """Return a week as a row stores it."""
    return [[f"{one[0]:%H:%M}", f"{one[1]:%H:%M}"] if one else None for one in week.days]


def week_on(weeks: Iterable[Week], day: date) -> Week | None:
    """Return the week in force on a day: the newest from then or before, the last recorded of those."""
    found = [week for week in weeks if week.valid_from <= day]
    newest = max((week.valid_from for week in found), default=None)
    return [week for week in found if week.valid_from == newest][-1] if found else None


def is_open(weeks: Sequence[Week], moment: datetime) -> bool:
    """Tell whether a hub is open at a moment."""
    here = moment.astimezone(LOCAL)
    day, clock = here.date(), here.time()
    today, before = _on(weeks, day), _on(weeks, day - timedelta(days=1))
    if today and (today[0] <= clock < today[1] or (today[1] <= today[0] <= clock)):
        return True
    return bool(before and before[1] <= before[0] and clock < before[1])


def in_words(hours: Hours) -> str:
    """Return the hours of a day as people read them."""
    if hours is None:
        return "Closed"
    if hours == (time(0), time(0)):
        return "All day and night"
    return f"{hours[0]:%H:%M} to {hours[1]:%H:%M}"


def _on(weeks: Iterable[Week], day: date) -> Hours:
    week = week_on(weeks, day)
    return week.days[day.weekday()] if week else None


def _hours(said: Sequence[str] | None) -> Hours:
    return (time.fromisoformat(said[0]), time.fromisoformat(said[1])) if said else None
