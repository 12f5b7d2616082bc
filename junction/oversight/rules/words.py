"""How a figure reads: rounded to what it can bear, with its unit, and how old it is."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from math import isnan

ONE_DECIMAL_BELOW = 10


def shown_value(value: float, unit: str) -> str:
    """A value as text: "87%", "1,204", "3.4"; "Not known" when nobody has said."""
    if isnan(value):
        return "Not known"
    if unit == "percent":
        return f"{value:.1f}%" if 0 < value < ONE_DECIMAL_BELOW else f"{value:.0f}%"
    if unit == "days":
        return f"{value:,.1f}" if value < ONE_DECIMAL_BELOW else f"{value:,.0f}"
    return f"{value:,.0f}"


def shown_unit(unit: str) -> str:
    """The unit beside a value; none where the value carries it."""
    return "" if unit == "percent" else unit


def age_in_words(about_on: date | None, *, on: date) -> str:
    """How old a return about a day is on another: "today", "yesterday", "3 days old", "no recent return"."""
    if about_on is None:
        return "no recent return"
    days = (on - about_on).days
    return {0: "today", 1: "yesterday"}.get(days, f"{days} days old")


def ages_in_words(oldest: date | None, newest: date | None, *, on: date) -> str:
    """The span of ages behind a figure: "today", "today to 4 days old"."""
    first, last = age_in_words(newest, on=on), age_in_words(oldest, on=on)
    return first if first == last else f"{first} to {last}"


def days_before(on: date, count: int) -> list[date]:
    """The `count` days that end with `on`, oldest first."""
    return [on - timedelta(days=count - 1 - i) for i in range(count)]


def known_by_day(days: Sequence[date], values: Iterable[float]) -> dict[date, float | None]:
    """The value of each day; None, and not NaN, where nobody has said."""
    return {day: None if isnan(value) else float(value) for day, value in zip(days, values, strict=True)}
