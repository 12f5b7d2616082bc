"""Which lines of a read-out are a table of who was there, and whom its rows name.

Its header has a column of names and one of initials, bodies or posts; which titles say so is data. Rows under
a heading of apologies, or whose own column says so, name nobody who was there.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..action_plan.columns import role_of as column_of
from ..redactions import redactions_in
from ..source import Source, Span, trimmed
from .attendees import Attendee, attendees_in
from .items import Item
from .names import AS_PRINTED
from .tables import LEAST_COLUMNS, cells_of, head_of
from .words import sections, values

Row = tuple[Span, dict[str, Span]]  # a line, and its cells by what they say
WHOSE = ("initials", "organisation", "role")


@dataclass(frozen=True, slots=True)
class AttendeeTable:
    """A table of people: its header, each row as an item of its section, and who was there."""

    header: Span
    rows: tuple[Item, ...]
    people: tuple[Attendee, ...]

    @property
    def end(self) -> int:
        return self.rows[-1].span.end


def attendee_tables(source: Source, spans: Sequence[Span]) -> list[AttendeeTable]:
    """Return the tables of people within some stretches."""
    lines = [line for line in source.lines if any(span.holds(line) for span in spans)]
    found: list[AttendeeTable] = []
    for at, line in enumerate(lines):
        if found and line.start < found[-1].end:
            continue
        columns = _columns([source.quote(cell) for cell in cells_of(source, line)])
        header, below = head_of(source, lines, at)
        rows = _rows(source, below, columns) if columns else []
        if rows:
            is_away = _section_above(source, lines[:at]) == "apologies"
            found.append(_table(source, header, rows, is_away=is_away))
    return found


def _columns(titles: Sequence[str]) -> dict[int, str]:
    """Return what each column says of a person; nothing where the cells are no such header."""
    if any(column_of(title) in {"item", "due"} or "action" in title.casefold() for title in titles):
        return {}
    words = [title.casefold().strip(" :*?") for title in titles]
    known = values()["attendee_columns"]
    columns: dict[int, str] = {}
    for name, said in known.items():
        place = next((at for at, word in enumerate(words) if word in said and at not in columns), None)
        if place is not None:
            columns[place] = name
    return columns if "name" in columns.values() and set(WHOSE) & set(columns.values()) else {}


def _rows(
    source: Source, lines: Sequence[Span], columns: dict[int, str]
) -> list[tuple[Span, dict[str, Span]]]:
    rows = []
    for line in lines:
        cells = cells_of(source, line)
        if len(cells) < LEAST_COLUMNS or not source.quote(line).strip():
            break
        said = {name: cells[at] for at, name in columns.items() if at < len(cells)}
        filled = {name: cell for name, cell in said.items() if cell.start < cell.end}
        rows.append((trimmed(source.text, line), filled))
    return rows


def _section_above(source: Source, lines: Sequence[Span]) -> str:
    said = next((text for line in reversed(lines) if (text := source.quote(line).strip(" \t:*#"))), "")
    return sections().get(said.casefold(), "")


def _table(source: Source, header: Span, rows: Sequence[Row], *, is_away: bool) -> AttendeeTable:
    items, people = [], []
    for line, cells in rows:
        stays_away = is_away or _says_away(source, cells)
        items.append(Item("item", "apologies" if stays_away else "attendees", line, line))
        if not stays_away and (one := _person(source, line, cells)):
            people.append(one)
    return AttendeeTable(header, tuple(items), tuple(people))


def _says_away(source: Source, cells: dict[str, Span]) -> bool:
    said = source.quote(cells["attendance"]).casefold().strip(" .") if "attendance" in cells else ""
    return said in values()["away"]


def _person(source: Source, line: Span, cells: dict[str, Span]) -> Attendee | None:
    """Return whom a row names: by the name, or by initials alone; a mark in place of the name is nobody."""
    said = {name: " ".join(source.quote(cell).split()) for name, cell in cells.items()}
    if "name" in cells and redactions_in(source.text, cells["name"]):
        return None
    named = attendees_in(source, cells["name"], ()) if "name" in cells else []
    one = named[0] if len(named) == 1 else Attendee(line, "")
    one = replace(
        one, span=line, confidence=AS_PRINTED, note="", initials=said.get("initials", one.initials),
        role=said.get("role", one.role), organisation=said.get("organisation", one.organisation),
    )  # fmt: skip
    return one if one.name or one.initials or one.role else None
