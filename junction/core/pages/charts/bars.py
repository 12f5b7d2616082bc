"""Bars that lie on their side, one below another: names can be read on a phone, parts are stacked.

A part that is not known is not drawn as nothing: the bar ends with a dashed box and the total says "or more";
a bar of which nothing is known is a dashed box and the words.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from junction.core.pages.charts.scales import Scale, number

WIDE, NARROW = 720, 358
ROW, BAR, TEXT_ABOVE = 50, 22, 18
ROOM_FOR_TOTAL = 112.0
UNKNOWN_WIDTH = 26.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: its name and its parts, in the order of the chart's part names; None is not known."""

    label: str
    parts: Sequence[float | None]
    href: str = ""

    @property
    def known(self) -> list[float]:
        return [part for part in self.parts if part is not None]


@dataclass(frozen=True, slots=True)
class Piece:
    part: int
    x: float
    width: float
    text: str  # the value, where there is room for it


@dataclass(frozen=True, slots=True)
class DrawnBar:
    label: str
    href: str
    y: float
    pieces: tuple[Piece, ...]
    unknown_x: float | None
    total: str
    total_x: float


@dataclass(frozen=True, slots=True)
class BarDrawing:
    width: int
    height: int
    bars: tuple[DrawnBar, ...]


@dataclass(frozen=True, slots=True)
class BarChart:
    name: str
    title: str
    unit: str
    description: str
    parts: tuple[str, ...]
    wide: BarDrawing
    narrow: BarDrawing
    header: tuple[str, ...]
    table: tuple[tuple[str, ...], ...]


def total_text(bar: Bar) -> str:
    """The sum of what is known, and whether there is more."""
    if not bar.known:
        return "Not known"
    total = number(sum(bar.known))
    return total if len(bar.known) == len(bar.parts) else f"{total} or more"


def draw_bar(bar: Bar, row: int, across: Scale) -> DrawnBar:
    pieces, x = [], across(0)
    for part, value in enumerate(bar.parts):
        if value:
            width = round(across(value) - across(0), 1)
            written = (
                number(value) if len(bar.parts) > 1 else ""
            )  # a bar of one part says its total beside it
            pieces.append(Piece(part, x, width, written if width > 9 * len(written) + 6 else ""))
            x = round(x + width, 1)
    unknown = len(bar.known) < len(bar.parts)
    end = x + UNKNOWN_WIDTH if unknown else x
    return DrawnBar(
        label=bar.label,
        href=bar.href,
        y=row * ROW + TEXT_ABOVE + 4,
        pieces=tuple(pieces),
        unknown_x=x if unknown else None,
        total=total_text(bar),
        total_x=round(end + 6, 1),
    )


def draw_bars(bars: Sequence[Bar], width: int) -> BarDrawing:
    longest = max((sum(bar.known) for bar in bars), default=0) or 1
    across = Scale(0, longest, 2, width - ROOM_FOR_TOTAL - UNKNOWN_WIDTH)
    drawn = tuple(draw_bar(bar, row, across) for row, bar in enumerate(bars))
    return BarDrawing(width=width, height=len(bars) * ROW + 4, bars=drawn)


def bar_chart(
    name: str, title: str, bars: Sequence[Bar], *, parts: Sequence[str], unit: str, description: str = ""
) -> BarChart:
    """Compute a chart of stacked bars. Raise `ValueError` when a bar has not one value for each part."""
    if any(len(bar.parts) != len(parts) for bar in bars):
        raise ValueError(f"Every bar of {title} needs {len(parts)} values")
    said = "; ".join(f"{bar.label}: {total_text(bar)}" for bar in bars[:12])
    return BarChart(
        name=name,
        title=title,
        unit=unit,
        description=description or f"In {unit}. {said}{' and more' if len(bars) > 12 else ''}.",
        parts=tuple(parts),
        wide=draw_bars(bars, WIDE),
        narrow=draw_bars(bars, NARROW),
        header=("", *parts, "Total") if len(parts) > 1 else ("", *parts),
        table=tuple(table_row(bar) for bar in bars),
    )


def table_row(bar: Bar) -> tuple[str, ...]:
    cells = tuple("Not known" if value is None else number(value) for value in bar.parts)
    return (bar.label, *cells, total_text(bar)) if len(cells) > 1 else (bar.label, *cells)
