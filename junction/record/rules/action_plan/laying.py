"""Says which cell of a line stands in which column: by its page's header, else by what the columns hold."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from junction.record.rules.source import Source, Span

from .books import plain
from .columns import LEAST_CELLS, Layout, guessed, laid_over
from .grid import Line
from .headers import headers_in


@dataclass(slots=True)
class Laid:
    """A line of the table with its cells named."""

    line: Line
    cells: dict[str, Span]  # filled ones only
    layout: Layout
    joined: dict[str, Span]  # empty ones that are joined with a cell above: what that says


class Laying:
    """Names the cells of every line of a text that is a table's; `headers` are the places of its headers."""

    def __init__(self, source: Source, lines: Sequence[Line]) -> None:
        self.source, self.lines = source, lines
        self.headers: set[int] = set()
        self.laid = self._laid_out()

    def _laid_out(self) -> dict[int, Laid]:
        """Name the cells of every line of the table, by its place; headers are not among them."""
        layouts = self._layouts()
        whole: dict[int, Laid] = {}
        short: dict[tuple[Layout, int, int], list[int]] = {}
        for place, layout in layouts.items():
            pieces = self._pieces(place, len(layout))
            if len(pieces) < len(layout):
                short.setdefault((layout, self.lines[place].page, len(pieces)), []).append(place)
            else:
                whole[place] = self._named(place, layout, range(len(layout)))
        known = Counter(
            plain(self.source.quote(laid.cells["category"]))
            for laid in whole.values()
            if "category" in laid.cells
        )
        for (layout, _, width), places in short.items():
            cells = [
                [self.source.quote(piece) for piece in self._pieces(place, len(layout))] for place in places
            ]
            choices = laid_over(layout, cells, frozenset(known)) if width else []
            whole |= {
                place: self._named(place, layout, choice)
                for place, choice in zip(places, choices, strict=True)
            }
        return dict(sorted(whole.items()))

    def _layouts(self) -> dict[int, Layout]:
        """Return the layout in force at each line of the table."""
        table = [
            place
            for place, line in enumerate(self.lines)
            if len(line.pieces) >= LEAST_CELLS and not line.is_rule
        ]
        headers = headers_in([(place, self._cells(place)) for place in table])
        self.headers = set(headers)
        body = [place for place in table if place not in headers]
        if not body:
            return {}
        first = min(headers, default=None)
        layout = headers[first] if first is not None else guessed([self._cells(place) for place in body])
        layouts = {}
        for place in table:
            layout = headers.get(place, layout)
            if place not in headers:
                layouts[place] = layout
        return layouts

    def _cells(self, place: int) -> list[str]:
        return [" ".join(self.source.quote(piece).split()) for piece in self.lines[place].pieces]

    def _pieces(self, place: int, width: int) -> list[Span]:
        """Return `width` of a line's cells at most: empty ones fall away, filled ones join the last."""
        pieces = list(self.lines[place].pieces)
        while len(pieces) > width and pieces[-1].start == pieces[-1].end:
            pieces.pop()
        if len(pieces) > width:
            pieces[width - 1 :] = [Span(pieces[width - 1].start, pieces[-1].end)]
        return pieces

    def _named(self, place: int, layout: Layout, columns: Sequence[int]) -> Laid:
        pieces = self._pieces(place, len(layout))
        cells = {
            layout[at]: piece for at, piece in zip(columns, pieces, strict=False) if piece.start < piece.end
        }
        joined = {
            layout[at]: self.source.joined_at[piece.start]
            for at, piece in zip(columns, pieces, strict=False)
            if piece.start == piece.end and piece.start in self.source.joined_at
        }
        return Laid(self.lines[place], cells, layout, joined)
