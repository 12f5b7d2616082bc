"""When a need comes again: an RRULE of RFC 5545 by days, weeks or months, or every so many days. Pure."""

from datetime import date, datetime, time

from dateutil.rrule import rrulestr

from .opening import days_of, monthdays_of
from .opening_words import DAYS, NTH

FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY")
PARTS = {"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "COUNT", "UNTIL", "WKST"}
UNITS = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month"}
LONGEST = 200
ANY_DAY = date(2020, 1, 1)


class NotARecurrence(ValueError):
    """This is no rule by which a need comes again."""


def every(days: int) -> str:
    """Return the rule of "every so many days"."""
    if not 1 <= days <= 366:
        raise NotARecurrence("from 1 to 366 days")
    return f"FREQ=DAILY;INTERVAL={days}"


def checked(rule: str) -> str:
    """Return a rule in one spelling. Raise `NotARecurrence` for what is none, or is by the hour or year."""
    text = rule.strip().upper().removeprefix("RRULE:")
    parts = dict(part.partition("=")[::2] for part in text.split(";") if part)
    if len(text) > LONGEST or parts.get("FREQ") not in FREQUENCIES or set(parts) - PARTS:
        raise NotARecurrence(text[:60])
    if not 0 < _number(parts.get("INTERVAL", "1")) <= 366 or not 0 < _number(parts.get("COUNT", "1")) <= 999:
        raise NotARecurrence(text[:60])
    try:
        days_of(parts.get("BYDAY", "")), monthdays_of(parts.get("BYMONTHDAY", ""))
        rrulestr(text, dtstart=datetime.combine(ANY_DAY, time()))
    except (ValueError, TypeError, KeyError, AttributeError) as wrong:
        raise NotARecurrence(text[:60]) from wrong
    return text


def next_on(rule: str, *, begins_on: date, after: date) -> date | None:
    """Return the first day of a rule after a day, counted from its beginning; None for no more."""
    found = rrulestr(rule, dtstart=datetime.combine(begins_on, time())).after(datetime.combine(after, time()))
    return found.date() if found else None


def in_words(rule: str) -> str:
    """Return a checked rule as people say it: “Every week on Monday and Thursday, 4 times”."""
    parts = dict(part.partition("=")[::2] for part in rule.split(";") if part)
    every_so_many, unit = _number(parts.get("INTERVAL", "1")) or 1, UNITS[parts["FREQ"]]
    if unit == "day" and every_so_many % 7 == 0:
        every_so_many, unit = every_so_many // 7, "week"
    said = f"Every {unit}" if every_so_many == 1 else f"Every {every_so_many} {unit}s"
    days = [f"the {NTH[nth].lower()} {DAYS[day]}" if nth in NTH and unit == "month" else DAYS[day]
            for nth, day in days_of(parts.get("BYDAY", ""))]  # fmt: skip
    if numbers := monthdays_of(parts.get("BYMONTHDAY", "")):
        days.append("day " + ", ".join(str(one) for one in numbers))
    said += f" on {' and '.join(days)}" if days else ""
    said += f", {parts['COUNT']} times" if "COUNT" in parts else ""
    if "UNTIL" in parts:
        last = date.fromisoformat(parts["UNTIL"][:8])
        said += f", until {last.day} {last:%B %Y}"
    return said


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
