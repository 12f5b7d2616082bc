"""Which lines of a read-out are a table of what was said or is to be done, and what its columns hold.

Cells are parted by tabs, or in a line that has none by upright strokes: "| Action | Owner | Due |". A line of
strokes and dashes alone is drawn, not said.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from ..action_plan.columns import role_of
from ..source import Source, Span, trimmed
from .words import sections

WHO, LEAST_COLUMNS = {"lead", "organisation"}, 2
_DRAWN = re.compile(r"[ \t>]*+\|?[ \t]*+:?-{2,}+:?[ \t]*+(?:[|+][ \t]*+:?-*+:?[ \t]*+)++")
_STROKES = re.compile(r"[ \t>]*\|?(?P<cells>[^\t]*?)\|?[ \t]*")


class Tabular(Protocol):
    """What stands in a table: where its header is, and where it ends."""

    @property
    def header(self) -> Span: ...

    @property
    def end(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its header, and each row's line with what its columns say (what, owner, due, said …)."""

    header: Span
    rows: tuple[tuple[Span, dict[str, Span]], ...]

    @property
    def end(self) -> int:
        return self.rows[-1][0].end


def grids_in(source: Source, spans: Sequence[Span]) -> list[Grid]:
    """Return the tables within some stretches: a header that names actions, and the lines below it."""
    found: list[Grid] = []
    lines = [
        Span(max(line.start, span.start), min(line.end, span.end))
        for span in spans
        for line in source.lines
        if line.start < span.end and span.start < line.end
    ]
    for at, line in enumerate(lines):
        if found and line.start <= found[-1].end:
            continue
        columns = _columns([source.quote(cell) for cell in cells_of(source, line)])
        header, below = head_of(source, lines, at)
        rows = _rows(source, below, columns) if columns else ()
        if rows:
            found.append(Grid(header, rows))
    return found


def head_of(source: Source, lines: Sequence[Span], at: int) -> tuple[Span, Sequence[Span]]:
    """Return a table's header, with the line that is drawn below it if there is one, and what follows."""
    drawn = at + 1 < len(lines) and _DRAWN.fullmatch(source.quote(lines[at + 1]))
    last = at + 1 if drawn else at
    return trimmed(source.text, Span(lines[at].start, lines[last].end)), lines[last + 1 :]


def beside(spans: Sequence[Span], grids: Sequence[Tabular]) -> list[Span]:
    """Return what of some stretches stands in none of the tables."""
    left = list(spans)
    for grid in grids:
        left = [
            piece
            for span in left
            for piece in (
                Span(span.start, max(span.start, min(span.end, grid.header.start))),
                Span(min(span.end, max(span.start, grid.end)), span.end),
            )
            if piece.start < piece.end
        ]
    return left


def _columns(titles: Sequence[str]) -> dict[int, str]:
    """Return what each column holds; nothing where the cells are no header of a table of actions."""
    roles = [role_of(title) for title in titles]
    named = [at for at, title in enumerate(titles) if "action" in title.casefold() and len(title) < 30]
    whats = named or [at for at, role in enumerate(roles) if role == "item"]
    if not whats or len(titles) < LEAST_COLUMNS:
        return {}
    columns = {whats[-1]: "what"}
    for at, (title, role) in enumerate(zip(titles, roles, strict=True)):
        name = "owner" if role in WHO else role if role in {"due", "status", "ref"} else ""
        if sections().get(title.casefold().strip()) == "discussion" and at not in columns:
            name = "said"
        if name and name not in columns.values() and at not in columns:
            columns[at] = name
    return columns if {"owner", "due", "said", "status"} & set(columns.values()) else {}


def _rows(
    source: Source, lines: Sequence[Span], columns: dict[int, str]
) -> tuple[tuple[Span, dict[str, Span]], ...]:
    rows = []
    for line in lines:
        cells = cells_of(source, line)
        if len(cells) < LEAST_COLUMNS:
            break
        said = {name: cells[at] for at, name in columns.items() if at < len(cells)}
        rows.append((trimmed(source.text, line), {k: v for k, v in said.items() if v.start < v.end}))
    return tuple(row for row in rows if row[0].start < row[0].end)


def cells_of(source: Source, line: Span) -> list[Span]:
    """Return the cells of a line: by tabs, or in a line that has none by upright strokes."""
    text = source.quote(line)
    cells, start, between = [], line.start, "\t"
    found = _STROKES.fullmatch(text) if "|" in text else None
    if found:
        text, start, between = found["cells"], line.start + found.start("cells"), "|"
    for part in text.split(between):
        cells.append(trimmed(source.text, Span(start, start + len(part))))
        start += len(part) + 1
    return cells
