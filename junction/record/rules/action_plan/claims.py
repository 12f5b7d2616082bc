"""Says what each row claims: who is to act, how far it is, by when, what is open, where it points."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from junction.record.rules.reading import Cell, CrossReference, DateSaid, StatusClass
from junction.record.rules.source import Source

from .dated import dates_said, is_over_winter, year_of
from .issues import ABOVE, open_issue, pointers, pointers_in_item
from .organisations import named_in
from .status_cells import column_status, is_traffic_light, short_status
from .statuses import status_of

FROM_ITEM, FROM_ABOVE, FROM_SHORT, FROM_COLUMN = 0.5, 0.7, 0.8, 0.95
SUBJECT_WORDS = 12
SHARE = re.compile(r"0(?:\.\d+)?|1(?:\.0+)?")
NOWHERE = Cell("")


@dataclass(frozen=True, slots=True)
class Claimed:
    """What one row claims, and its cells with those that were concluded."""

    cells: Mapping[str, Cell]
    organisations: tuple[str, ...] = ()
    status: StatusClass | None = None
    dates: tuple[DateSaid, ...] = ()
    references: tuple[CrossReference, ...] = field(default=())


def claimed(
    source: Source, rows: Sequence[dict[str, Cell]], refs: Sequence[str], *, written_on: date | None
) -> list[Claimed]:
    """Return what each of `rows` claims; `refs` are their references, in order."""
    year = year_of(source.text, written_on)
    winter, shares = is_over_winter(source.text, year), _columns_of_shares(rows)
    found: list[Claimed] = []
    for at, cells in enumerate(rows):
        above, below = refs[at - 1] if at else "", refs[at + 1] if at + 1 < len(refs) else ""
        one = _of_one(source, cells, above=above, below=below, shares=shares)
        one = replace(
            one, dates=dates_said(source, cells, written_on=written_on, year=year, over_winter=winter)
        )
        found.append(_as_above(one, found[-1] if found else None))
    return found


def _columns_of_shares(rows: Sequence[dict[str, Cell]]) -> frozenset[str]:
    """Return which columns hold percentages as a workbook keeps them: 0.5, 1, 0."""
    found = set()
    for name in ("status", "evidence"):
        texts = [cells[name].text for cells in rows if name in cells and cells[name].text]
        if any("." in text for text in texts) and all(SHARE.fullmatch(text) for text in texts):
            found.add(name)
    return frozenset(found)


def _in_percent(cell: Cell) -> Cell:
    return replace(cell, text=f"{100 * float(cell.text):g}%") if cell.text else cell


def _of_one(
    source: Source, cells: dict[str, Cell], *, above: str, below: str, shares: frozenset[str]
) -> Claimed:
    evidence = cells.get("evidence", NOWHERE)
    names, who = _organisations(cells)
    shown = {name: _in_percent(cells[name]) for name in shares if name in cells}
    status, how = _status({**cells, **shown}, shown.get("evidence", evidence))
    more = {"organisation": who, "status_class": how, "open_issue": open_issue(source, evidence)}
    known = dict(cells) | {name: cell for name, cell in more.items() if cell}
    pointed = pointers(source, evidence, above=above, below=below)
    pointed = (*pointers_in_item(source, cells.get("item", NOWHERE)), *pointed)
    return Claimed(known, names, status, references=pointed)


def _organisations(cells: Mapping[str, Cell]) -> tuple[tuple[str, ...], Cell | None]:
    """Return who is to act: as the column says, else as the item's subject does."""
    cell = cells.get("organisation")
    if cell and cell.text:
        named = named_in(cell.text)
        sure = round(min(cell.confidence, named.confidence), 2)
        return named.names, replace(cell, confidence=sure, note=named.note or cell.note)
    text = cells.get("stem", cells.get("item", NOWHERE)).text
    named = named_in(_subject(text))
    if not named.names or not named.is_sure:
        return (), cell
    return named.names, Cell(
        " & ".join(named.names), (), FROM_ITEM, inferred=True, note="as the item's subject says"
    )


def _subject(text: str) -> str:
    """Return the words of an item before its verb of duty."""
    words = text.lstrip(' –—•·*-"“').split()
    for at, word in enumerate(words[:SUBJECT_WORDS]):
        if word in {"should", "must", "will", "are", "is", "to", "additionally:", "can", "may"}:
            return " ".join(words[:at])
    return ""


def _status(cells: Mapping[str, Cell], evidence: Cell) -> tuple[StatusClass | None, Cell | None]:
    """Return what the status column says; a colour there says less than words that are sure."""
    column = cells.get("status")
    told, how = _by_evidence(evidence)
    if column and column.text and (said := column_status(column.text)):
        if how and how.confidence >= FROM_SHORT and is_traffic_light(column.text):
            return told, how
        return said, Cell(str(said), column.spans, FROM_COLUMN, note=f"the status column says: {column.text}")
    return told, how


def _by_evidence(evidence: Cell) -> tuple[StatusClass | None, Cell | None]:
    claim = status_of(evidence.text)
    if claim is None and (said := short_status(evidence.text)):
        sure = min(FROM_SHORT, evidence.confidence)
        return said, Cell(str(said), evidence.spans, sure, note=f"all it says: {evidence.text}")
    if claim is None:
        return None, None
    sure = round(min(claim.confidence, evidence.confidence), 2)
    return claim.status, Cell(
        str(claim.status), evidence.spans, sure, note=f"by the words: {claim.words.strip()}"
    )


def _as_above(one: Claimed, previous: Claimed | None) -> Claimed:
    """A row that says only "as above" claims what the row above claims."""
    evidence = one.cells.get("evidence", NOWHERE)
    if one.status or not previous or not previous.status or not ABOVE.match(evidence.text):
        return one
    how = Cell(
        str(previous.status), evidence.spans, FROM_ABOVE, inferred=True, note="as the row above claims"
    )
    return replace(one, status=previous.status, cells=dict(one.cells) | {"status_class": how})
