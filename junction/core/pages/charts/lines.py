"""Series of days: dots for the days, a line for the mean of seven, a band from the least to the most of them.

Seven days, since reports follow the week. The mean is shown for a day that is known with at least three of
the six before it; days on which nothing is known are hatched and leave a gap in the line. A day for which
values still come in has an open dot and counts in no mean: it would look like a fall.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from junction.core.pages.charts.scales import Scale, day_ticks, nice_ticks, number, short_day, spread

LABEL_APART = 17.0
LEAST_KNOWN = 4
WIDE, NARROW = (720, 320), (358, 300)


@dataclass(frozen=True, slots=True)
class Series:
    """A named row of values by day; a day that is missing or None is not known."""

    name: str
    values: Mapping[date, float | None]
    open_from: date | None = None  # from this day on values still come in

    def is_open(self, day: date) -> bool:
        """Tell whether values for a day still come in."""
        return self.open_from is not None and day >= self.open_from


@dataclass(frozen=True, slots=True)
class Window:
    """The days up to and with one day: their mean, least and most."""

    mean: float
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Label:
    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """One series as shapes."""

    name: str
    paths: tuple[str, ...]
    bands: tuple[str, ...]
    dots: tuple[tuple[float, float], ...]
    open_dots: tuple[tuple[float, float], ...]
    label: Label


@dataclass(frozen=True, slots=True)
class Drawing:
    """One size of a line chart."""

    width: int
    height: int
    left: float
    right: float
    bottom: float
    top: float
    across: tuple[Label, ...]
    along: tuple[Label, ...]
    gaps: tuple[tuple[float, float], ...]  # x and width of runs of days on which nothing is known
    lines: tuple[Drawn, ...]


@dataclass(frozen=True, slots=True)
class LineChart:
    """A line chart with its words and its table."""

    name: str  # unique on the page
    title: str
    unit: str
    description: str
    days: int  # of the window; 0 for none
    has_open: bool  # a day is shown for which values still come in
    wide: Drawing
    narrow: Drawing
    header: tuple[str, ...]
    table: tuple[tuple[str, ...], ...]


def windows(values: Sequence[float | None], days: int, least_known: int = LEAST_KNOWN) -> list[Window | None]:
    """The window that ends with each day; None for a day not known or with too few known before it."""
    found: list[Window | None] = []
    for end in range(1, len(values) + 1):
        known = [value for value in values[max(0, end - days) : end] if value is not None]
        enough = values[end - 1] is not None and len(known) >= min(least_known, days)
        found.append(Window(sum(known) / len(known), min(known), max(known)) if enough else None)
    return found


def every_day(series: Sequence[Series]) -> list[date]:
    """Every day from the first to the last that any series names."""
    named = [day for one in series for day in one.values]
    if not named:
        return []
    return [min(named) + timedelta(days=count) for count in range((max(named) - min(named)).days + 1)]


def runs(known: Sequence[bool]) -> list[tuple[int, int]]:
    """First and last index of each unbroken run of True."""
    found, start = [], 0
    for is_known, group in groupby(known):
        length = len(list(group))
        if is_known:
            found.append((start, start + length - 1))
        start += length
    return found


def path_of(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points)


def draw(series: Sequence[Series], size: tuple[int, int], *, days: int, top_value: float) -> Drawing:
    """Lay one size of the chart out."""
    width, height = size
    all_days = every_day(series)
    ticks = nice_ticks(0, top_value, 5)
    top, bottom, left = 14.0, height - 26.0, 14.0 + 8.5 * len(number(ticks[-1]))
    right = width - 14.0 - (8.2 * max((len(one.name) for one in series), default=0) if width > 500 else 8)
    across = Scale(0, max(len(all_days) - 1, 1), left, right)
    up = Scale(ticks[0], ticks[-1], bottom, top)
    lines = [draw_series(one, all_days, across, up, days=days) for one in series]
    return Drawing(
        width=width,
        height=height,
        left=left,
        right=right,
        bottom=bottom,
        top=top,
        across=tuple(Label(left - 6, up(tick), number(tick)) for tick in ticks),
        along=day_labels(all_days, across, most=6 if width > 500 else 3),
        gaps=tuple(gaps(series, all_days, across)),
        lines=tuple(with_labels_apart(lines, wide=width > 500, top=top, bottom=bottom, right=right)),
    )


def draw_series(one: Series, all_days: Sequence[date], across: Scale, up: Scale, *, days: int) -> Drawn:
    """One series as dots, mean line and band, or as a plain line when there is no window."""
    said = [(one.values.get(day), one.is_open(day)) for day in all_days]
    values = [None if is_open else value for value, is_open in said]
    found = windows(values, days) if days else [None if v is None else Window(v, v, v) for v in values]
    paths, bands = [], []
    for first, last in runs([window is not None for window in found]):
        part = [(across(index), window) for index in range(first, last + 1) if (window := found[index])]
        paths.append(path_of([(x, up(window.mean)) for x, window in part]))
        if days:
            edge = [(x, up(window.most)) for x, window in part]
            edge += [(x, up(window.least)) for x, window in reversed(part)]
            bands.append(path_of(edge) + "Z")
    dots = tuple((across(i), up(value)) for i, value in enumerate(values) if value is not None)
    open_dots = tuple(
        (across(i), up(value)) for i, (value, is_open) in enumerate(said) if is_open and value is not None
    )
    end = next((up(window.mean) for window in reversed(found) if window), up(up.low))
    return Drawn(one.name, tuple(paths), tuple(bands), dots, open_dots, Label(0, end, one.name))


def with_labels_apart(
    lines: Sequence[Drawn], *, wide: bool, top: float, bottom: float, right: float
) -> list[Drawn]:
    """Put each name at the end of its line (on a phone: above it), none over another."""
    wished = [line.label.y if wide else line.label.y - 10 for line in lines]
    places = spread(wished, LABEL_APART, low=top, high=bottom - 4)
    return [
        replace(line, label=Label(right + 8 if wide else right, y + 5, line.name))
        for line, y in zip(lines, places, strict=True)
    ]


def day_labels(all_days: Sequence[date], across: Scale, *, most: int) -> tuple[Label, ...]:
    if not all_days:
        return ()
    ticks = day_ticks(all_days[0], all_days[-1], most)
    return tuple(Label(across((tick - all_days[0]).days), 0, short_day(tick)) for tick in ticks)


def gaps(series: Sequence[Series], all_days: Sequence[date], across: Scale) -> list[tuple[float, float]]:
    """Where no series knows anything: from half a day before to half a day after."""
    blank = [all(one.values.get(day) is None for one in series) for day in all_days]
    half = (across(1) - across(0)) / 2
    found = []
    for first, last in runs(blank):
        start, end = max(across(first) - half, across.start), min(across(last) + half, across.end)
        found.append((round(start, 1), round(end - start, 1)))
    return found


def line_chart(
    name: str, title: str, series: Sequence[Series], *, unit: str, days: int = 7, description: str = ""
) -> LineChart:
    """Compute a line chart. `name` is unique on the page, `days` the length of the window (0: none)."""
    all_days = every_day(series)
    known = [value for one in series for value in one.values.values() if value is not None]
    top_value = max(known, default=1.0)
    rows = [
        (f"{short_day(day)} {day.year}", *(written(one, day) for one in series)) for day in reversed(all_days)
    ]
    return LineChart(
        name=name,
        title=title,
        unit=unit,
        description=description or describe(series, unit),
        days=days,
        has_open=any(one.is_open(day) for one in series for day in one.values),
        wide=draw(series, WIDE, days=days, top_value=top_value),
        narrow=draw(series, NARROW, days=days, top_value=top_value),
        header=("Day", *(f"{one.name} ({unit})" for one in series)),
        table=tuple(rows),
    )


def written(one: Series, day: date) -> str:
    value = one.values.get(day)
    if value is None:
        return "Not known"
    return f"{number(value)} so far" if one.is_open(day) else number(value)


def describe(series: Sequence[Series], unit: str) -> str:
    """Say in words what the picture shows, for those who do not see it."""
    all_days = every_day(series)
    if not all_days:
        return "Nothing is known yet."
    said = [f"From {short_day(all_days[0])} to {short_day(all_days[-1])} {all_days[-1].year}, in {unit}."]
    for one in series:
        known = [(day, value) for day in all_days if (value := one.values.get(day)) is not None]
        missing = len(all_days) - len(known)
        if not known:
            said.append(f"{one.name}: not known.")
            continue
        over = [value for day, value in known if not one.is_open(day)] or [value for _, value in known]
        least, most = min(over), max(over)
        last_day = known[-1][0]
        said.append(
            f"{one.name}: {written(one, last_day)} on {short_day(last_day)}, "
            f"between {number(least)} and {number(most)}"
            + (f", not known on {missing} days." if missing else ".")
        )
    return " ".join(said)
