"""Which moment a written day and time mean: hour, zone, summer time, and times that were twice or never.

A time in the hour that the clocks leave out is read as if they had not gone forward, and one in the hour
that they repeat as the first of the two, unless what stands before it was later. Both are said.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from itertools import pairwise
from zoneinfo import ZoneInfo

from junction.core.tables.days import DayOrder, NotADay, decide_day_order, parse_day

TWICE, NEVER = "time-twice", "time-does-not-exist"
CLOCK = r"\d{1,2}\s?[:.]\s?\d{2}(?:\s?[:.]\s?\d{2})?(?:\s?[AaPp]\.?\s?[Mm]\b\.?)?"
_CLOCK = re.compile(
    r"(?<![\d:])(\d{1,2})\s?[:.]\s?(\d{2})(?:\s?[:.]\s?(\d{2}))?(?:[.,]\d+)?(?:\s?([AaPp])\.?\s?[Mm]\b)?"
)
_AT_CLOCK = re.compile(r"[,\s]*(?:at\s+)?" + _CLOCK.pattern)
FIGURES = r"\d{1,4}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{2,4}"
_DAY_WORDS = (
    r"\d{1,2}(?:st|nd|rd|th)?[ -]+[A-Za-z]{3,9}\.?,?[ -]+\d{2,4}"
    r"|[A-Za-z]{3,9}\.? +\d{1,2}(?:st|nd|rd|th)?,? +\d{4}"
)
_DAY = re.compile(rf"(?<!\d)(?:{FIGURES}|{_DAY_WORDS})(?!\d)")
_OFFSET = re.compile(r"(?:(?:GMT|UTC)\s?)?([+-])(\d{1,2}):?(\d{2})?\b|\b(GMT|UTC|BST)\b|(?<=\d)(Z)\b")


def clock_of(text: str) -> time | None:
    """Return the time of day written in `text`, None when there is none or it is none."""
    if not (found := _CLOCK.search(text)):
        return None
    hour, half = int(found[1]), (found[4] or "").casefold()
    if half and not 1 <= hour <= 12:
        half = "" if hour <= 23 else half
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return time(hour, int(found[2]), int(found[3] or 0))
    except ValueError:
        return None


def aware(naive: datetime, zone: ZoneInfo, *, not_before: datetime | None = None) -> tuple[datetime, str]:
    """Return the moment, and what is odd about it (`TWICE`, `NEVER`, or nothing)."""
    first, second = naive.replace(tzinfo=zone, fold=0), naive.replace(tzinfo=zone, fold=1)
    if first.utcoffset() == second.utcoffset():
        return first, ""
    real = (naive - (first.utcoffset() or timedelta())).replace(tzinfo=UTC).astimezone(zone)
    if real.replace(tzinfo=None, fold=0) != naive:
        return real, NEVER
    if not_before is not None and first.astimezone(UTC) < not_before.astimezone(UTC):
        return second, TWICE
    return first, TWICE


def day_of(text: str, order: DayOrder) -> date | None:
    """Return the day that `text` begins with or holds; None when it holds none."""
    found = _DAY.search(text)
    if not found:
        return None
    try:
        return parse_day(_tidy(found.group()), order=order)
    except NotADay:
        return None


def moment_of(text: str, *, order: DayOrder, zone: ZoneInfo) -> tuple[datetime | None, str]:
    """Return the moment a header such as "Sent: 05/03/2020 11:29:44 AM" gives, and what is odd about it.

    A zone in the text goes before `zone`. A day with no time gives none.
    """
    day = day_of(text, order)
    found = _DAY.search(text)
    clock = clock_of(text[found.end() :]) if found else None
    if found and clock is None:
        clock = clock_of(text[: found.start()])
    if day is None or clock is None or found is None:
        return None, ""
    naive = datetime.combine(day, clock)
    if (offset := _offset_of(text[found.end() :])) is not None:
        return _shifted(naive, offset, zone)
    return _safely(naive, zone)


def end_of_moment(text: str) -> int:
    """Return where in `text` its day, and the time of day behind it, end; 0 where there is no day."""
    found = _DAY.search(text)
    if not found:
        return 0
    clock = _CLOCK.match(text, found.end()) or _AT_CLOCK.match(text, found.end())
    return clock.end() if clock else found.end()


def order_of(texts: Iterable[str]) -> DayOrder:
    """Return the order of day and month in figures: by those that mean only one day, else by what rises."""
    days = [_tidy(found.group()) for found in (_DAY.search(text) for text in texts) if found]
    decided = decide_day_order(days)
    if decided.order is None:
        return _most(days)
    if decided.finding and decided.finding.check == "day-order-ambiguous":
        falls = {order: _falls(days, order) for order in (DayOrder.DAY_FIRST, DayOrder.MONTH_FIRST)}
        return min(falls, key=lambda order: falls[order])
    return decided.order


def is_order_told(texts: Iterable[str]) -> bool:
    """Tell whether the days in figures say, alone or by how they rise, if days or months come first."""
    days = [_tidy(found.group()) for found in (_DAY.search(text) for text in texts) if found]
    decided = decide_day_order(days)
    if not decided.finding or decided.finding.check != "day-order-ambiguous":
        return True
    return _falls(days, DayOrder.DAY_FIRST) != _falls(days, DayOrder.MONTH_FIRST)


def _tidy(day: str) -> str:
    return re.sub(r"\s*([./-])\s*", r"\1", " ".join(day.split()))


def _most(days: Sequence[str]) -> DayOrder:
    second_is_day = sum(bool(re.match(r"\d{1,2}\D(?:1[3-9]|2\d|3[01])\D", day)) for day in days)
    first_is_day = sum(bool(re.match(r"(?:1[3-9]|2\d|3[01])\D\d{1,2}\D", day)) for day in days)
    return DayOrder.MONTH_FIRST if second_is_day > first_is_day else DayOrder.DAY_FIRST


def _falls(days: Sequence[str], order: DayOrder) -> int:
    """Return how often a day stands before an earlier one."""
    read = []
    for day in days:
        try:
            read.append(parse_day(day, order=order))
        except NotADay:
            continue
    return sum(later < earlier for earlier, later in pairwise(read))


def _offset_of(text: str) -> timedelta | None:
    found = _OFFSET.search(text)
    if not found:
        return None
    if found[1]:
        size = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
        return (-size if found[1] == "-" else size) if size < timedelta(hours=15) else None
    return timedelta(hours=1) if found[4] == "BST" else timedelta()


def _shifted(naive: datetime, offset: timedelta, zone: ZoneInfo) -> tuple[datetime | None, str]:
    try:
        return naive.replace(tzinfo=timezone(offset)).astimezone(zone), ""
    except (OverflowError, ValueError):  # the first or last day of the calendar
        return None, ""


def _safely(naive: datetime, zone: ZoneInfo) -> tuple[datetime | None, str]:
    try:
        return aware(naive, zone)
    except OverflowError:
        return None, ""
