"""Where a value lies on a chart, and which values are written beside it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

STEPS = (1, 2, 5, 10)
DAY_STEPS = (1, 2, 7, 14, 28, 56, 91, 182, 364)
LEAST_SHOWN = 1e-6  # smaller ranges are noise of arithmetic


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight line from values to places: `low` lies at `start`, `high` at `end`."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low) if self.high != self.low else 0.0
        return round(self.start + share * (self.end - self.start), 1)


def tick_step(span: float, most: int) -> float:
    """The smallest of 1, 2, 5 times a power of ten that cuts `span` into at most `most` parts."""
    rough = max(span, LEAST_SHOWN) / max(most, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    return next(step * power for step in STEPS if step * power >= rough * (1 - 1e-9))


def nice_ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Round values from at or below `low` to at or above `high`; at least two, at most `most` + 2."""
    if high - low < LEAST_SHOWN:
        high = low + 1
    step = tick_step(high - low, most)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(number * step, 10) for number in range(first, last + 1)]


def day_ticks(first: date, last: date, most: int = 6) -> list[date]:
    """Days at even steps that end with the last day, so that the newest is always named."""
    span = (last - first).days
    step = next((step for step in DAY_STEPS if span / step <= most), max(1, math.ceil(span / most)))
    back = range(0, span + 1, step)
    return [last - timedelta(days=days) for days in reversed(back)]


def number(value: float) -> str:
    """Write a value: whole numbers with commas, others with one decimal."""
    return f"{value:,.0f}" if abs(value - round(value)) < 0.05 else f"{value:,.1f}"


def short_day(day: date) -> str:
    return f"{day.day} {day:%b}"


def spread(places: Sequence[float], apart: float, *, low: float, high: float) -> list[float]:
    """Move labels so that no two overlap: order kept, each `apart` from the next."""
    order = sorted(range(len(places)), key=lambda index: (places[index], index))
    moved = list(places)
    floor = low
    for index in order:
        moved[index] = max(places[index], floor)
        floor = moved[index] + apart
    ceiling = high
    for index in reversed(order):
        moved[index] = min(moved[index], ceiling)
        ceiling = moved[index] - apart
    return [round(place, 1) for place in moved]
