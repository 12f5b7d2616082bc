"""When a service is open, by its schedules: RRULE fields of RFC 5545 with the hours of a day.

Days and hours are those of the clock on the wall where the service is. A schedule that does not say its days
is never counted as open; one that says its days without hours is open on the day and at no known hour.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from dateutil import rrule

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
PART = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
FREQUENCIES = {"WEEKLY": rrule.WEEKLY, "MONTHLY": rrule.MONTHLY}
ANCHOR = date(2000, 1, 3)  # a Monday: where weeks are counted from when a schedule does not say
BACK = timedelta(days=70)  # more than two months: a rule that repeats each time is looked at from there


@dataclass(frozen=True, slots=True)
class Opening:
    """One schedule: on which days, between which hours, in which months of which years."""

    freq: str = ""
    byday: str = ""
    bymonthday: str = ""
    interval: int = 1
    dtstart: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    opens_at: time | None = None
    closes_at: time | None = None


OPENING_FIELDS = Opening.__slots__  # as the table of schedules names them, in this order


def opening_of(row: Any) -> Opening:
    """Return the rule of a row of the table of schedules."""
    return Opening(*(getattr(row, name) for name in OPENING_FIELDS))


def days_of(byday: str) -> list[tuple[int | None, str]]:
    """Read `TH,FR` or `2MO,-1FR`. Raise `ValueError` for what is neither."""
    found = []
    for part in filter(None, (word.strip().upper() for word in byday.split(","))):
        match = PART.fullmatch(part)
        if match is None or int(match[1] or 1) == 0:
            raise ValueError(f"“{part}” is no day. Write days as MO, TU, WE, TH, FR, SA, SU.")
        found.append((int(match[1]) if match[1] else None, match[2]))
    return found


def monthdays_of(bymonthday: str) -> list[int]:
    """Read `1,15,-1`. Raise `ValueError` for what are no days of a month."""
    found = [int(word) for word in bymonthday.split(",") if word.strip()]
    if any(day == 0 or abs(day) > 31 for day in found):
        raise ValueError("Days of a month go from 1 to 31, or from -1 backwards.")
    return found


def is_open_on(opening: Opening, day: date) -> bool:
    """Tell whether a schedule holds on a day, whatever its hours."""
    if (opening.valid_from and day < opening.valid_from) or (opening.valid_to and day > opening.valid_to):
        return False
    if opening.dtstart and day < opening.dtstart:
        return False
    if not opening.freq:
        return _without_frequency(opening, day)
    if _is_every_week(opening):  # nearly all are, and a rule is dear to make
        return WEEKDAYS[day.weekday()] in (word for _, word in days_of(opening.byday))
    at = datetime.combine(day, time())
    return bool(_rule(opening, day).between(at, at, inc=True))


def is_open_at(opening: Opening, moment: datetime) -> bool:
    """Tell whether it is open at a moment; hours past midnight belong to the day before."""
    opens, closes = opening.opens_at, opening.closes_at
    if opens is None or closes is None:
        return False
    day, clock = moment.date(), moment.time().replace(tzinfo=None)
    if opens <= closes:
        return opens <= clock < _end(closes) and is_open_on(opening, day)
    return (clock >= opens and is_open_on(opening, day)) or (
        clock < closes and is_open_on(opening, day - timedelta(days=1))
    )


def any_open_at(openings: Iterable[Opening], moment: datetime) -> bool:
    """Tell whether any of the schedules is open at a moment."""
    return any(is_open_at(one, moment) for one in openings)


def _end(closes: time) -> time:
    """The standard writes "until midnight" as 23:59."""
    return time.max if closes >= time(23, 59) else closes


def _is_every_week(opening: Opening) -> bool:
    """Whether only the day of the week decides, from its first day on."""
    often = opening.freq == "WEEKLY" and opening.interval <= 1
    return often and bool(opening.byday) and not opening.bymonthday


def _without_frequency(opening: Opening, day: date) -> bool:
    if opening.byday:
        return any(word == WEEKDAYS[day.weekday()] for _, word in days_of(opening.byday))
    return opening.dtstart == day


def _rule(opening: Opening, day: date) -> rrule.rrule:
    start = opening.dtstart or opening.valid_from or ANCHOR
    if opening.interval <= 1 and start < day - BACK and (opening.byday or opening.bymonthday):
        start = day - BACK
    weekdays = [
        getattr(rrule, word)(nth) if nth and opening.freq == "MONTHLY" else getattr(rrule, word)
        for nth, word in days_of(opening.byday)
    ]
    return rrule.rrule(
        FREQUENCIES[opening.freq], dtstart=datetime.combine(start, time()), interval=max(opening.interval, 1),
        byweekday=weekdays or None, bymonthday=monthdays_of(opening.bymonthday) or None,
    )  # fmt: skip
