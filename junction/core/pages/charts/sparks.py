"""A line the size of a word: the run of a figure beside the figure itself, and its words."""

from collections.abc import Sequence
from dataclasses import dataclass

from junction.core.pages.charts.lines import path_of, runs
from junction.core.pages.charts.scales import Scale, number

WIDTH, HEIGHT = 110, 28


@dataclass(frozen=True, slots=True)
class Spark:
    words: str
    paths: tuple[str, ...]
    dots: tuple[tuple[float, float], ...]  # values that stand alone between two that are not known
    last: tuple[float, float] | None


def sparkline(values: Sequence[float | None], *, unit: str = "") -> Spark:
    """Draw the run of `values`, oldest first; None is a gap."""
    known = [value for value in values if value is not None]
    if not known:
        return Spark("Not known", (), (), None)
    across = Scale(0, max(len(values) - 1, 1), 4, WIDTH - 5)
    up = Scale(min(0.0, *known), max(1.0, *known), HEIGHT - 4, 4)
    points = [None if value is None else (across(index), up(value)) for index, value in enumerate(values)]
    paths, dots = [], []
    for first, last in runs([point is not None for point in points]):
        part = [point for point in points[first : last + 1] if point]
        if len(part) == 1:
            dots.append(part[0])
        else:
            paths.append(path_of(part))
    words = f"From {number(known[0])} to {number(known[-1])}{' ' + unit if unit else ''}"
    missing = len(values) - len(known)
    words += f", {missing} of {len(values)} not known" if missing else ""
    return Spark(words, tuple(paths), tuple(dots), points[-1])
