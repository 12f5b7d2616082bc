"""Says which lines of a table are one logical row, which begin a new one, and which are no row at all.

A printed reference begins a row. Without one, a line begins a row when it stands by itself: its
organisation is whole, its category is a known one, its item begins as a sentence begins. A line that only
goes on with what the cells above left open belongs to the row above. Each sign is weighed; no single one
decides.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from junction.record.rules.source import Source, Span, joined

from .asides import is_aside
from .books import plain
from .columns import BULLET
from .grid import Line
from .laying import Laid, Laying
from .numbering import LEADING, is_reference
from .organisations import GOES_ON, OPEN_END, is_whole

PAGE_NUMBER = re.compile(r"^(?:[-–—\s]*(?:page|p\.?)?\s*\d{1,4}\s*(?:(?:of|/)\s*\d{1,4})?[-–—\s]*)$", re.I)
OF_PAGE = re.compile(r"\bpage\s*\d", re.I)
HANGING = re.compile(
    r"(?:\b(?:a|an|and|as|at|by|for|from|in|is|of|on|or|the|their|to|which|with)|,)\s*$", re.I
)
SHORT = 80
LEAST_FILLED = 3


@dataclass(slots=True)
class Row:
    """Lines that are one thing: a row of the table, or (with no layout) a line outside it."""

    role: str  # "row", "stem", "heading", "header", "furniture", "prose"
    lines: list[Line]
    cells: dict[str, list[Span]] = field(default_factory=dict)
    joined: dict[str, Span] = field(default_factory=dict)  # empty cells joined with one above: what it says

    def add(self, line: Line, cells: dict[str, Span], joined: dict[str, Span]) -> None:
        self.lines.append(line)
        self.joined |= joined
        for column, span in cells.items():
            self.cells.setdefault(column, []).append(span)


class Grouping:
    """Takes the lines of one text in order and groups them."""

    def __init__(self, source: Source, lines: Sequence[Line]) -> None:
        self.source = source
        self.lines = lines
        self.seen: set[str] = set()  # headings, their numbers apart
        laying = Laying(source, lines)
        self.laid, self.headers = laying.laid, laying.headers
        self.categories = self._categories()
        self.wraps = any(self._is_torn(laid) for laid in self.laid.values())

    def text(self, span: Span) -> str:
        return self.source.quote(span)

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column of any page, the reference's always, in the order they first come."""
        names = (column for laid in self.laid.values() for column in laid.layout)
        return tuple(dict.fromkeys(("ref", *names)))

    def _categories(self) -> frozenset[str]:
        """Return categories as whole rows print them; not one that begins another: it may be torn."""
        found = {
            plain(self.text(laid.cells["category"]))
            for laid in self.laid.values()
            if "category" in laid.cells
            and self._stands_alone(laid)
            and not GOES_ON.match(self.text(laid.cells["category"]))
        }
        return frozenset(
            one for one in found if one and not any(other.startswith(f"{one} ") for other in found)
        )

    def _has_reference(self, laid: Laid) -> bool:
        return "ref" in laid.cells and is_reference(self.text(laid.cells["ref"]))

    def _stands_below(self, laid: Laid, place: int) -> bool:
        """Tell a note below the table: one cell alone, after an empty row, where rows have references."""
        is_apart = place > 0 and self.lines[place - 1].is_blank and len(laid.cells) == 1
        return is_apart and "ref" in laid.layout and not self.wraps and not laid.joined

    def _stands_alone(self, laid: Laid) -> bool:
        return self._has_reference(laid) or (
            "organisation" in laid.cells and is_whole(self.text(laid.cells["organisation"]))
        )

    def _is_torn(self, laid: Laid) -> bool:
        """Tell whether a line shows that cells of this table are printed over several lines."""
        if "ref" in laid.cells or "item" not in laid.cells:
            return "ref" not in laid.cells
        said = self.text(laid.cells["organisation"]) if "organisation" in laid.cells else ""
        return (bool(said) and not is_whole(said)) or (
            "ref" in laid.layout and self.text(laid.cells["item"])[0].islower()
        )

    def rows(self) -> Iterator[Row]:
        """Return everything that is not blank, in order: rows, and what stands between them."""
        current: Row | None = None
        for place, line in enumerate(self.lines):
            if line.is_blank or (current and self._goes_on(current, place)):
                continue
            if current:
                yield current
            current = None
            laid = self.laid.get(place)
            group = Row(self._role(laid, place) if laid else self._outside(place), [])
            group.add(line, laid.cells if laid else {}, laid.joined if laid else {})
            if group.role == "row":
                current = group
            else:
                yield group
        if current:
            yield current

    def _goes_on(self, current: Row, place: int) -> bool:
        """Add a line to the row above it, and tell so, where it belongs to that row."""
        line, laid = self.lines[place], self.laid.get(place)
        if laid:
            if self._role(laid, place, current) != "row" or self._newness(laid, current) > 0:
                return False
            current.add(line, laid.cells, laid.joined)
            return True
        if not line.is_prose or self.lines[place - 1].is_blank or not self._prose_goes_on(current, place):
            return False
        last = max(current.cells, key=lambda column: current.cells[column][-1].end)
        current.add(line, {last: line.span}, {})
        return True

    def _outside(self, place: int) -> str:
        line = self.lines[place]
        text = self.text(line.span)
        if place in self.headers:
            return "header"
        if line.is_rule or PAGE_NUMBER.match(text) or not re.search(r"\w", text):
            return "furniture"
        if self._comes_again(place, text):
            return "furniture"
        if is_aside([text]):
            return "prose"
        return "heading" if len(text) <= SHORT and not text.endswith((".", ";")) else "prose"

    def _comes_again(self, place: int, text: str) -> bool:
        """Tell a page's heading that stood on a page before, its number apart, above the same table."""
        words = re.sub(r"\d+", "#", plain(text))
        is_again = words in self.seen
        self.seen.add(words)
        return is_again and (bool(OF_PAGE.search(text)) or bool({place + 1, place + 2} & self.headers))

    def _prose_goes_on(self, current: Row, place: int) -> bool:
        """Tell whether a line without cells goes on with the row above it."""
        text = self.text(self.lines[place].span)
        if self.lines[place].is_rule or PAGE_NUMBER.match(text) or is_aside([text]):
            return False
        above = self.text(max((spans[-1] for spans in current.cells.values()), key=lambda span: span.end))
        if GOES_ON.match(text) or HANGING.search(above) or len(text) > SHORT:
            return True
        following = self.lines[place + 1] if place + 1 < len(self.lines) else None
        return not (following is None or following.is_blank or not following.is_prose)

    def _role(self, laid: Laid, place: int, current: Row | None = None) -> str:
        filled = set(laid.cells)
        item = self.text(laid.cells["item"]) if "item" in filled else ""
        if not self._has_reference(laid) and (
            is_aside([self.text(span) for span in laid.cells.values()]) or self._stands_below(laid, place)
        ):
            return "prose"
        if "ref" in filled and not is_reference(self.text(laid.cells["ref"])) and filled == {"ref"}:
            return "heading"
        if (
            item.endswith(":")
            and filled <= {"item", "organisation", "category"}
            and not self._is_torn_here(laid)
        ):
            return "stem"
        if filled == {"item"} and self._is_section(item, current, place):
            return "heading"
        return "row"

    def _is_torn_here(self, laid: Laid) -> bool:
        return self._is_torn(laid) or (self.wraps and "organisation" not in laid.cells)

    def _is_section(self, item: str, current: Row | None, place: int) -> bool:
        following = self.laid.get(place + 1)
        if (
            following is None
            or len(following.cells) < LEAST_FILLED
            or len(item) > SHORT
            or GOES_ON.match(item)
        ):
            return False
        columns = set(following.layout) - {"ref"}
        return (
            not item.endswith(".")
            and (current is None or columns <= set(current.cells))
            and not BULLET.match(item)
        )

    def _newness(self, laid: Laid, current: Row) -> float:
        """Weigh the signs that a line begins a row; above nought it does."""
        if self._has_reference(laid) or laid.joined:
            return 10.0
        said = {column: self.text(span) for column, span in laid.cells.items()}
        names_itself = {"organisation", "category"} & set(said) or "organisation" not in laid.layout
        if not self.wraps and "item" in said and (names_itself or LEADING.match(said["item"])):
            return 1.0
        full = all(
            column in said
            for column in laid.layout
            if column in {"item", "organisation", "category", "evidence"}
        )
        weight = 1.0 if full else 0.0
        weight += _item_sign(said.get("item", ""))
        weight += 0.5 if said.get("evidence", "")[:1].isupper() else -0.5
        if "organisation" in laid.layout:
            weight += self._organisation_sign(said.get("organisation", ""), current)
        if "category" in laid.layout:
            weight += self._category_sign(said.get("category", ""), current)
        return weight

    def _organisation_sign(self, cell: str, current: Row) -> float:
        above = joined(self.source.text, current.cells.get("organisation", []))
        open_above = -3.0 if above and OPEN_END.search(above) else 0.0
        if not cell:
            return open_above - 1.5
        return open_above + (2.0 if is_whole(cell) else -3.0 if GOES_ON.match(cell) else -2.0)

    def _category_sign(self, cell: str, current: Row) -> float:
        if not cell:
            return -0.5
        above = plain(joined(self.source.text, current.cells.get("category", [])))
        together = f"{above} {plain(cell)}".strip()
        if above and any(known == together or known.startswith(f"{together} ") for known in self.categories):
            return -3.0
        return 2.0 if plain(cell) in self.categories else -1.0 if GOES_ON.match(cell) else 0.0


def _item_sign(item: str) -> float:
    if not item:
        return -2.0
    if BULLET.match(item):
        return 0.5
    return 1.0 if item[0].isupper() or item[0].isdigit() else -2.0
