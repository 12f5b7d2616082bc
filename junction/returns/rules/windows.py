"""Reporting windows: which day a return is about, when it is due, and how a place stands against that.

A window is dated data of its question set: how often (`every`), the local time it is due by (`due`), and
the time zone whose clock is meant. All sums are done on the local calendar and turned into a moment last,
so "daily by 17:00" is 17:00 on the wall on every day of the year, though the day of a clock change has 23
or 25 hours. Returns are known by the day they are about (`about_on`); a weekly return by the day its week
ends.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from junction.core.calendar import LOCAL

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
STEPS = {"day": timedelta(days=1), "week": timedelta(days=7)}


class Standing(StrEnum):
    """How a place stands for one return."""

    NOT_DUE_YET = "not due yet"  # it cannot be filed yet
    DUE = "due"  # it can be filed and the time has not passed
    LATE = "late"  # the time has passed and nothing is filed
    FILED = "filed"
    FILED_LATE = "filed late"


@dataclass(frozen=True, slots=True)
class Window:
    """When the returns of one question set are due.

    `due_days_after` is how many days after the day it is about a return is due; `opens_days_before` how
    many days before that day it may be filed (a weekly return may open before its week has ended).
    """

    every: str
    due: time
    timezone: ZoneInfo
    week_ends_on: int = 6  # Sunday, as date.weekday() counts
    due_days_after: int = 0
    opens_days_before: int = 0

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Window":
        """Read the `window` table of a question set. Raise `ValueError` when it makes no sense."""
        if values["every"] not in STEPS:
            raise ValueError(f"a window is every day or every week, not every {values['every']}")
        return cls(
            every=values["every"],
            due=time.fromisoformat(values["due"]),
            timezone=ZoneInfo(values.get("timezone", LOCAL.key)),
            week_ends_on=WEEKDAYS.index(values.get("week_ends_on", "sunday")),
            due_days_after=int(values.get("due_days_after", 0)),
            opens_days_before=int(values.get("opens_days_before", 0)),
        )


def local_day(window: Window, moment: datetime) -> date:
    """Return the day on the window's calendar at `moment`."""
    return moment.astimezone(window.timezone).date()


def period_of(window: Window, day: date) -> date:
    """Return the day a return that covers `day` is about: the day itself, or the end of its week."""
    if window.every == "day":
        return day
    return day + timedelta(days=(window.week_ends_on - day.weekday()) % 7)


def about_on(window: Window, now: datetime) -> date:
    """Return the day that a return filed now is about: the newest one that is open."""
    latest = local_day(window, now) + timedelta(days=window.opens_days_before)
    period = period_of(window, latest)
    return period if period == latest else period - STEPS[window.every]


def due_at(window: Window, day: date) -> datetime:
    """Return the moment (UTC) at which the return about `day` is due.

    A due time that the spring change skips counts from the clock before the change (01:30 becomes 02:30);
    one that the autumn change repeats is the first of the two.
    """
    local = datetime.combine(day + timedelta(days=window.due_days_after), window.due)
    return local.replace(tzinfo=window.timezone).astimezone(UTC)


def is_late(window: Window, day: date, recorded_at: datetime) -> bool:
    """Tell whether a return about `day`, first recorded at `recorded_at`, came after it was due."""
    return recorded_at > due_at(window, day)


def next_due(window: Window, now: datetime) -> tuple[date, datetime]:
    """Return the first day whose return falls due after `now`, and that moment (UTC)."""
    day = period_of(window, local_day(window, now) - timedelta(days=window.due_days_after))
    while due_at(window, day) <= now:
        day += STEPS[window.every]
    return day, due_at(window, day)


def last_due(window: Window, now: datetime) -> tuple[date, datetime]:
    """Return the newest day whose return has already fallen due at `now`, and that moment (UTC)."""
    day = next_due(window, now)[0] - STEPS[window.every]
    return day, due_at(window, day)


def may_file_about(window: Window, day: date, now: datetime) -> bool:
    """Tell whether a return about `day` can be filed now: a day of this calendar, and not yet to come."""
    return period_of(window, day) == day and day <= about_on(window, now)


def days_about(window: Window, first: date, last: date) -> list[date]:
    """Return every day from `first` to `last`, both included, that a return is about, oldest first."""
    day, found = period_of(window, first), []
    while day <= last:
        found.append(day)
        day += STEPS[window.every]
    return found


def standing(window: Window, day: date, *, filed_at: datetime | None, now: datetime) -> Standing:
    """Say how a place stands at `now` for its return about `day`, first filed at `filed_at` (if at all)."""
    if filed_at is not None and filed_at <= now:
        return Standing.FILED_LATE if is_late(window, day, filed_at) else Standing.FILED
    if not may_file_about(window, day, now):
        return Standing.NOT_DUE_YET
    return Standing.LATE if is_late(window, day, now) else Standing.DUE


def missed(window: Window, *, last_about_on: date | None, now: datetime) -> int | None:
    """Count the returns that have fallen due since the last one filed; `None` when none was ever filed."""
    if last_about_on is None:
        return None
    newest_due = last_due(window, now)[0]
    return max(0, (newest_due - last_about_on) // STEPS[window.every])
