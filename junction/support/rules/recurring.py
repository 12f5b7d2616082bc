"""When a need comes again: an RRULE of RFC 5545 by days, weeks or months, or every so many days. Pure."""

from datetime import date, datetime, time

from dateutil.rrule import rrulestr

from .opening import days_of, monthdays_of

FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY")
PARTS = {"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "COUNT", "UNTIL", "WKST"}
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


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
