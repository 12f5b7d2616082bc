"""Which day a text means. 03/04/2020 is decided for the whole column, never cell by cell.

Days written in the ISO order or with the month's name are always understood; the order matters only
for those in figures. British files put the day first, so that is the preference where a column does
not tell.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from junction.core.imports import Finding, Severity

from .shape import finding


class DayOrder(StrEnum):
    ISO = "iso"
    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


class NotADay(ValueError):
    """The text is not a day of the calendar."""


@dataclass(frozen=True, slots=True)
class DayOrderDecision:
    """The order of a column; None when the column holds both orders and cannot be read."""

    order: DayOrder | None
    finding: Finding | None = None


_TIME = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AaPp][Mm])?(?:Z|[+-]\d{2}:?\d{2})?)?"
_ISO = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}", re.ASCII)
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})", re.ASCII)
_FIGURES = re.compile(rf"(\d{{1,2}})[-/. ](\d{{1,2}})[-/. ](\d{{4}}|\d{{2}}){_TIME}", re.ASCII)
_DAY_WORD = re.compile(
    rf"(?:[A-Za-z]+,? +)?(\d{{1,2}})(?:st|nd|rd|th)?[- ]([A-Za-z]{{3,9}})\.?,?[- ](\d{{4}}|\d{{2}}){_TIME}",
    re.ASCII,
)
_WORD_DAY = re.compile(
    rf"(?:[A-Za-z]+, +)?([A-Za-z]{{3,9}})\.?[- ](\d{{1,2}})(?:st|nd|rd|th)?,?[- ](\d{{4}}){_TIME}", re.ASCII
)
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)


@lru_cache(maxsize=8192)
def parse_day(text: str, *, order: DayOrder = DayOrder.DAY_FIRST) -> date:
    """Return the day `text` means; raise `NotADay` with a sentence when it means none."""
    text = text.strip()
    year, month, day = _parts(text, order)
    try:
        return date(year, month, day)
    except ValueError:
        raise NotADay(f"“{text}” is not a day of the calendar.") from None


def decide_day_order(
    values: Iterable[str], *, column: str = "", prefer: DayOrder = DayOrder.DAY_FIRST
) -> DayOrderDecision:
    """Decide the order of a whole column by the values that can mean only one day."""
    figures = [match for match in (_FIGURES.fullmatch(value.strip()) for value in values) if match]
    if not figures:
        return DayOrderDecision(DayOrder.ISO)
    day_first = [match.group() for match in figures if int(match[1]) > 12]
    month_first = [match.group() for match in figures if int(match[2]) > 12]
    if day_first and month_first:
        return DayOrderDecision(None, _mixed(column, day_first[0], month_first[0]))
    if month_first:
        return DayOrderDecision(DayOrder.MONTH_FIRST, _by_month(column, month_first[0]))
    if day_first:
        return DayOrderDecision(DayOrder.DAY_FIRST)
    same = all(match[1] == match[2] for match in figures)
    return DayOrderDecision(prefer, None if same else _ambiguous(column, figures[0].group(), prefer))


def _parts(text: str, order: DayOrder) -> tuple[int, int, int]:
    if match := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _FIGURES.fullmatch(text):
        first, second = int(match[1]), int(match[2])
        month, day = (first, second) if order is DayOrder.MONTH_FIRST else (second, first)
        return _year(match[3]), month, day
    if match := _DAY_WORD.fullmatch(text):
        return _year(match[3]), _month(match[2], text), int(match[1])
    if match := _WORD_DAY.fullmatch(text):
        return _year(match[3]), _month(match[1], text), int(match[2])
    raise NotADay(f"“{text}” is not a day. Write it as 2020-04-20.")


def _year(text: str) -> int:
    year = int(text)
    if len(text) == 4:
        return year
    return year + (2000 if year < 70 else 1900)


def _month(word: str, text: str) -> int:
    for number, name in enumerate(_MONTHS, start=1):
        if name.startswith(word.casefold()) or (word.casefold() == "sept" and number == 9):
            return number
    raise NotADay(f"“{text}” names no month. Write the day as 2020-04-20.")


def _mixed(column: str, day_first: str, month_first: str) -> Finding:
    return finding(
        "day-order-mixed",
        f"The column has days in two orders, such as {day_first} and {month_first}. "
        "Write them all as 2020-04-20.",
        column=column,
        value=month_first,
        severity=Severity.ERROR,
    )


def _by_month(column: str, value: str) -> Finding:
    return finding(
        "day-order-month-first",
        f"The column has days with the month first, such as {value}; all of it was read so.",
        column=column,
        value=value,
        severity=Severity.NOTE,
    )


def _ambiguous(column: str, value: str, prefer: DayOrder) -> Finding:
    word = "month" if prefer is DayOrder.MONTH_FIRST else "day"
    return finding(
        "day-order-ambiguous",
        f"Days such as {value} could be read two ways; they were read with the {word} first.",
        column=column,
        value=value,
    )
