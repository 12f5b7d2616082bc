"""Reads the items of a list of actions as rows, less surely than the rows of a table.

What a label names goes to its cell, to the end of its line or sentence; the rest is the item. A last day in
the item's own words is its due day as well. Each row is the whole of its lines, so that nothing is dropped.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from junction.record.rules.dates import dates_in
from junction.record.rules.reading import Cell, Kind, Reading
from junction.record.rules.redactions import redactions_in
from junction.record.rules.source import Source, Span, joined, trimmed

from .books import values
from .claims import Claimed, claimed
from .listed import Item, items_of_actions, labels, role_of_label, says_who_or_when
from .numbering import printed
from .organisations import named_in
from .wording import Wording

NOTE = "from a list, not a table"
MARKS = " .,;:()[]|–—-"


def listed_rows(source: Source, *, written_on: date | None) -> list[Reading]:
    """Return the actions that lists of a text hold, in order; none where no list is clearly one."""
    items = list(items_of_actions(source))
    cells = [_cells(source, item, written_on) for item in items]
    claims = claimed(source, cells, [row["ref"].text for row in cells], written_on=written_on)
    return [_row(source, item, row, claim) for item, row, claim in zip(items, cells, claims, strict=True)]


def _row(source: Source, item: Item, cells: Mapping[str, Cell], claim: Claimed) -> Reading:
    spans = tuple(item.lines)
    return Reading(
        Kind.ROW, spans, claim.cells["item"].text, ref=cells["ref"].text,
        cells=dict(claim.cells) | {"ref": cells["ref"]}, organisations=claim.organisations,
        status=claim.status, dates=tuple(dict.fromkeys(claim.dates)), references=claim.references,
        redactions=tuple(mark for span in spans for mark in redactions_in(source.text, span)),
    )  # fmt: skip


def _cells(source: Source, item: Item, written_on: date | None) -> dict[str, Cell]:
    rules = values("action-tables")["lists"]
    sure = rules["confidence"] if says_who_or_when(source, item) else rules["confidence_unsaid"]
    found: dict[str, list[Span]] = {}
    for piece in item.pieces:
        for role, span in _parts(source, piece):
            found.setdefault(role, []).append(span)
    cells = {role: Cell(joined(source.text, spans), tuple(spans), sure, note=NOTE)
             for role, spans in _named(source, found).items()}  # fmt: skip
    cells.setdefault("item", Cell("", note="no text is printed"))
    if "due" not in cells and (due := _due(source, cells["item"], written_on)):
        cells["due"] = Cell(joined(source.text, due), due, sure, note=NOTE)
    is_number = item.kind in ("number", "letter")
    mark = source.quote(item.mark).strip()
    said = re.sub(r"^[Aa]ction\s+", "", mark) if is_number else ""
    return {"ref": Cell(printed(said), (item.mark,) if said else (), sure, note=NOTE)} | cells


def _parts(source: Source, piece: Span) -> Iterator[tuple[str, Span]]:
    """Yield what a line says: up to its first label the item, then what each names, and what is left."""
    begin = piece.start
    for label in labels().finditer(source.text, piece.start, piece.end):
        if label.start() < begin:
            continue
        yield from _part(source, "item", Span(begin, label.start()))
        role = role_of_label(label["title"])
        following = labels().search(source.text, label.end(), piece.end)
        end = _end(source.text, label.end(), following.start() if following else piece.end, role)
        yield from _part(source, role, Span(label.end(), end))
        begin = end
    yield from _part(source, "item", Span(begin, piece.end))


def _end(text: str, start: int, end: int, role: str) -> int:
    """Return where what a label names ends: a story runs to the next label, a name or a day to its mark."""
    if role == "evidence":
        return end
    found = re.compile(values("action-tables")["lists"]["ends"]).search(text, start, end)
    return found.start() if found else end


def _part(source: Source, role: str, span: Span) -> Iterator[tuple[str, Span]]:
    said = source.quote(span)
    lead = len(said) - len(said.lstrip(MARKS if role != "item" else MARKS + "\t"))
    inside = trimmed(source.text, Span(min(span.start + lead, span.end), span.end))
    kept = source.quote(inside).rstrip(" ,;|([–—-")
    if re.search(r"\w", kept):
        yield role, Span(inside.start, inside.start + len(kept))


def _named(source: Source, found: Mapping[str, Sequence[Span]]) -> dict[str, list[Span]]:
    """Call a lead an organisation where it surely is one and no other is named, else the owner."""
    named = {role: list(spans) for role, spans in found.items() if role != "lead"}
    is_said = "organisation" in named
    for lead in found.get("lead", ()):
        is_body = not is_said and named_in(source.quote(lead)).is_sure
        named.setdefault("organisation" if is_body else "owner", []).append(lead)
    return named


def _due(source: Source, item: Cell, written_on: date | None) -> tuple[Span, ...]:
    """Return where an item's own words say its last day: "by 30 November"."""
    wording = Wording(source, item.spans)
    for said in dates_in(wording.text, written_on=written_on):
        lead = values("action-tables")["lists"]["last_day"]
        if re.match(lead, said.raw, re.IGNORECASE):
            return wording.spans_of(said.span.start, said.span.end)
    return ()
