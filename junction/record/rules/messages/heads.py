"""Which lines of an exported chat begin a message.

A head is a day and a time in the form that phones write, in brackets (iOS) or before a dash (Android), or in
the first cells of a table's row.
Bodies may hold lines of that form as well (a chat pasted into another): the file's own form decides, and
the order of time.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from junction.core.tables.days import DayOrder

from ..moments import CLOCK, FIGURES, clock_of, day_of, is_order_told, order_of
from ..source import Source, Span
from .words import values

MARKS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
_M = rf"[{MARKS}\s]*"
_DAY = rf"(?:{FIGURES}|\d{{1,2}} [A-Za-z]{{3,9}}\.?,? \d{{4}}|[A-Za-z]{{3,9}}\.? \d{{1,2}}, \d{{4}})"
_WHEN = rf"(?P<when>(?P<day>{_DAY})[,.;]?\s*(?:at\s)?{_M}(?P<clock>{CLOCK}))"
_BRACKETS = re.compile(rf"{_M}[\[({{]\s?{_WHEN}\s?[\])}}]{_M}(?P<rest>.*)", re.DOTALL)
_UNOPENED = re.compile(rf"{_M}{_WHEN}\][ ]?{_M}(?P<rest>.*)", re.DOTALL)
_DASH = re.compile(rf"{_M}{_WHEN}\s+[-–—]\s{_M}(?P<rest>.*)", re.DOTALL)
_BARE = re.compile(rf"{_M}{_WHEN}\s+(?P<rest>(?=[^:\n]{{1,40}}:\s|[^:\t\n]{{1,80}}\t).*)", re.DOTALL)
_AMERICAN = re.compile(r"[1-9]\d?/[1-9]\d?/\d{2},?\s.*[AP]M")
_BROKEN_OFF = re.compile(
    rf"{_M}(?:\[\s?\d{{0,4}}(?:[./-][\d\s:.,/-]*)?(?:[AaPp]\.?[Mm]?\.?)?|{FIGURES},?[\s\d:.]*-?\s*)"
)


@dataclass(frozen=True, slots=True)
class Head:
    """A line that begins a message, or looks so: its number (from 0), its time, where the rest begins."""

    line: int
    shape: str  # brackets or dash, with seconds or not, 12 or 24 hours
    when: Span
    day: str
    clock: time | None
    rest: int

    def moment(self, order: DayOrder) -> datetime | None:
        day = day_of(self.day, order)
        return datetime.combine(day, self.clock) if day and self.clock is not None else None


def heads_in(source: Source) -> tuple[list[Head], list[Head], DayOrder]:
    """Return the heads, the lines that only look like one, and the order of day and month in the file."""
    lines = list(enumerate(source.lines))
    alike = [head for number, line in lines if (head := _head(source, number, line))]
    alike = alike or [head for number, line in lines if (head := _head(source, number, line, bare=True))]
    order = order_of(head.day for head in alike)
    if not alike:
        return [], [], order
    if not is_order_told(head.day for head in alike) and _is_american(source, alike):
        order = DayOrder.MONTH_FIRST
    shapes = Counter(head.shape for head in alike)
    main = shapes.most_common(1)[0][0]
    fits = _in_order(alike, order, main)
    true: list[Head] = []
    pasted: list[Head] = []
    for place, head in enumerate(alike):
        rare = shapes[head.shape] < values()["least_part_of_another_shape"] * len(alike)
        is_head = head.shape == main or (shapes[head.shape] == shapes[main]) or (fits[place] and not rare)
        (true if is_head else pasted).append(head)
    return true, pasted, order


def _is_american(source: Source, heads: Sequence[Head]) -> bool:
    """Tell the form of American phones: "5/6/20, 9:00 AM", no zeros before, the year in two figures."""
    return all(_AMERICAN.match(source.quote(head.when)) for head in heads)


def is_broken_off(line: str) -> bool:
    """Return whether a line is the beginning of a head and no more."""
    return any(mark.isdigit() or mark == "[" for mark in line) and bool(_BROKEN_OFF.fullmatch(line.rstrip()))


def _head(source: Source, number: int, line: Span, *, bare: bool = False) -> Head | None:
    """Return the head that a line is; `bare`: with neither brackets nor a dash."""
    text = source.quote(line)
    style, found = "brackets", _BRACKETS.match(text) or _UNOPENED.match(text)
    if not found:
        style, found = ("bare", _BARE.match(text)) if bare else ("dash", _DASH.match(text))
    if not found:
        return None
    clock = found["clock"]
    seconds = "seconds" if len(re.findall(r"\d+", clock)) > 2 else "minutes"
    hours = "12" if re.search("[ap]", clock, re.IGNORECASE) else "24"
    return Head(
        line=number,
        shape=f"{style} {seconds} {hours}",
        when=Span(line.start + found.start("when"), line.start + found.end("when")),
        day=found["day"],
        clock=clock_of(clock),
        rest=line.start + found.start("rest"),
    )


def _in_order(heads: Sequence[Head], order: DayOrder, main: str) -> list[bool]:
    """Return for each head whether its time lies between those of the file's own shape around it."""
    moments = [head.moment(order) for head in heads]
    own = [moment if head.shape == main else None for head, moment in zip(heads, moments, strict=True)]
    before, after = _last(own), [*reversed(_last(own[::-1]))]
    return [
        moment is not None and (earlier is None or earlier <= moment) and (later is None or moment <= later)
        for moment, earlier, later in zip(moments, before, after, strict=True)
    ]


def _last(moments: Sequence[datetime | None]) -> list[datetime | None]:
    """Return for each place the last moment before it."""
    found: list[datetime | None] = []
    last: datetime | None = None
    for moment in moments:
        found.append(last)
        last = moment or last
    return found
