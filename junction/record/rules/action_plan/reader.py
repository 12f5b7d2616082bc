"""Reads a table of actions: every logical row, in order, and beside the rows what else the text holds.

Where no table is found, actions that stand as a list are read as rows (`listed.py`), less surely.
"""

from collections.abc import Sequence
from datetime import date

from junction.record.rules.reading import Cell, Kind, Read, Reading, Redaction
from junction.record.rules.redactions import redactions_in
from junction.record.rules.source import Source, Span

from .asked import with_stems
from .categories import carried_down, true_categories
from .cells import read_cells
from .claims import Claimed, claimed
from .findings import findings, from_list
from .grid import lines_of
from .leads import carried_leads
from .listed_rows import listed_rows
from .numbering import Number, Numbered, concluded, is_day, number_in, number_of_item, printed
from .rows import Grouping, Row

A_DAY, OF_A_DAY = 0.4, "a day: spreadsheets make one of numbers such as 1.2 or 1-2"
KINDS = {
    "header": Kind.FURNITURE,
    "furniture": Kind.FURNITURE,
    "heading": Kind.HEADING,
    "stem": Kind.HEADING,
    "prose": Kind.PARAGRAPH,
}


def read_action_plan(source: Source, *, written_on: date | None = None) -> Read:
    """Read the table that `source` holds; `written_on` is its day, for years that it leaves out."""
    grouping = Grouping(source, lines_of(source))
    groups = list(grouping.rows())
    rows = [group for group in groups if group.role == "row"]
    cells = _cells(source, groups, grouping)
    numbers = [number_in(row["ref"].text) for row in cells]
    refs = _refs(cells, numbers)
    claims = claimed(source, cells, [ref.text for ref in refs], written_on=written_on)
    read = {
        id(row): _row(source, row, ref, claim) for row, ref, claim in zip(rows, refs, claims, strict=True)
    }
    readings = tuple(read.get(id(group)) or _outside(source, group) for group in groups)
    if not rows and (listed := listed_rows(source, written_on=written_on)):
        return _of_lists(source, listed, readings)
    return Read(source, readings, tuple(findings(source, [read[id(row)] for row in rows], numbers)))


def _of_lists(source: Source, rows: Sequence[Reading], outside: Sequence[Reading]) -> Read:
    """Return what was read of a text whose actions are lists: the rows, and each line that is in none."""
    held = [span for row in rows for span in row.spans]
    beside = [one for one in outside if not all(any(by.holds(span) for by in held) for span in one.spans)]
    readings = sorted([*rows, *beside], key=lambda one: one.spans[0])
    found = findings(source, rows, [number_in(row.ref) for row in rows])
    return Read(source, tuple(readings), (from_list(source, rows), *found))


def _cells(source: Source, groups: Sequence[Row], grouping: Grouping) -> list[dict[str, Cell]]:
    columns = grouping.columns
    cells = {id(group): read_cells(source, group, columns=columns) for group in groups if group.role == "row"}
    ordered = [(group, cells.get(id(group))) for group in groups]
    found = with_stems(source, ordered)
    if not any(row["ref"].text for row in found):
        found = [number_of_item(source, row) for row in found]
    true = carried_down(true_categories([row.get("category") for row in found]))
    known = [row | ({"category": cell} if cell else {}) for row, cell in zip(found, true, strict=True)]
    return known if grouping.wraps else carried_leads(known)


def _refs(cells: Sequence[dict[str, Cell]], numbers: Sequence[Number | None]) -> list[Cell]:
    inferred = concluded(numbers)
    return [_ref(row["ref"], inferred.get(at)) for at, row in enumerate(cells)]


def _ref(cell: Cell, inferred: Numbered | None) -> Cell:
    if is_day(cell.text):
        return Cell(cell.text, cell.spans, A_DAY, note=OF_A_DAY)
    if cell.text:
        return Cell(printed(cell.text), cell.spans, cell.confidence, note=cell.note)
    if inferred is None:
        return Cell("", note="not printed")
    return Cell(inferred.ref, (), inferred.confidence, inferred=True, note=inferred.note)


def _row(source: Source, row: Row, ref: Cell, claim: Claimed) -> Reading:
    spans = tuple(line.span for line in row.lines)
    words = [claim.cells[name].text for name in ("item", "evidence") if name in claim.cells]
    return Reading(
        Kind.ROW,
        spans,
        next((text for text in words if text), ""),
        ref=ref.text,
        ref_inferred=ref.inferred,
        cells=dict(claim.cells) | {"ref": ref},
        organisations=claim.organisations,
        status=claim.status,
        dates=claim.dates,
        redactions=_marks(source, spans),
        references=claim.references,
    )


def _outside(source: Source, group: Row) -> Reading:
    spans = tuple(line.span for line in group.lines)
    text = " ".join(" ".join(source.quote(span) for span in spans).split())
    return Reading(KINDS[group.role], spans, text, redactions=_marks(source, spans))


def _marks(source: Source, spans: Sequence[Span]) -> tuple[Redaction, ...]:
    return tuple(mark for span in spans for mark in redactions_in(source.text, span))
