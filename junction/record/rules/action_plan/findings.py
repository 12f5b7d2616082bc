"""Says what in a table is not as it should be, each at its line: numbers, items, organisations, doubles,
print.
"""

from collections.abc import Iterator, Sequence

from junction.core.imports import Finding, Severity
from junction.record.rules.reading import Reading
from junction.record.rules.source import Source

from .cells import UNCLEAR
from .duplicates import alike
from .numbering import Number, is_day, oddities
from .organisations import AS_PRINTED

SHOWN = 80
NO_TABLE = (
    "No table of actions was found, nor a list in which items clearly say who acts or by when; the text is "
    "kept. If it is a plan or a letter, send it as that."
)


def findings(source: Source, rows: Sequence[Reading], numbers: Sequence[Number | None]) -> Iterator[Finding]:
    """Return what somebody should look at; `numbers` are the references as printed."""
    lines = [source.line_of(row.spans[0].start) for row in rows]
    if not rows:
        yield _found(1, "", "", "no-table", NO_TABLE)
    for oddity in oddities(numbers):
        yield _found(lines[oddity.row], "ref", oddity.value, oddity.check, oddity.message)
    known = {row.ref.lower() for row in rows if row.ref}
    for row, line in zip(rows, lines, strict=True):
        yield from _of_row(row, line)
        for pointer in row.references:
            if pointer.to_ref and pointer.to_ref.lower() not in known:
                yield _found(line, "evidence", pointer.raw, "reference-to-nothing",
                             f"No row has the reference {pointer.to_ref}.")  # fmt: skip
    yield from _doubles(rows, lines)


def from_list(source: Source, rows: Sequence[Reading]) -> Finding:
    """Say that rows were read from lists, not from a table."""
    said = f"No table was found: {len(rows)} actions are read from a list. Who acts and by when is less sure."
    return _found(source.line_of(rows[0].spans[0].start), "", "", "read-from-list", said)


def _found(line: int, column: str, value: str, check: str, message: str, *, note: bool = False) -> Finding:
    return Finding(line, column, value[:SHOWN], check, Severity.NOTE if note else Severity.WARNING, message)


def _of_row(row: Reading, line: int) -> Iterator[Finding]:
    cells = row.cells
    if is_day(row.ref):
        yield _found(line, "ref", row.ref, "reference-is-day", f"The reference is {cells['ref'].note}.")
    if row.ref_inferred:
        yield _found(line, "ref", row.ref, "reference-inferred",
                     f"The reference {row.ref} is not printed: {cells['ref'].note}.", note=True)  # fmt: skip
    if "item" in cells and not cells["item"].text:
        yield _found(line, "item", "", "item-missing", "The row says nothing of what is to be done.")
    who = cells.get("organisation")
    if who and who.text and who.confidence <= AS_PRINTED:
        yield _found(
            line, "organisation", who.text, "organisation-unknown", "No known organisation is called that."
        )
    elif who and who.note.startswith("garbled"):
        yield _found(line, "organisation", who.text, "organisation-garbled", who.note.capitalize() + ".")
    category = cells.get("category")
    if category and category.inferred and category.note.startswith("garbled"):
        yield _found(line, "category", category.text, "category-garbled", category.note.capitalize() + ".")
    if UNCLEAR in cells:
        yield _found(line, UNCLEAR, cells[UNCLEAR].text, "print-unclear",
                     "Print that says nothing sure is kept apart from the cells it stood in.")  # fmt: skip
    if "open_issue" in cells:
        yield _found(
            line,
            "evidence",
            cells["open_issue"].text,
            "open-issue",
            "The evidence leaves something open.",
            note=True,
        )


def _doubles(rows: Sequence[Reading], lines: Sequence[int]) -> Iterator[Finding]:
    for column in ("evidence", "item"):
        cells = [row.cells.get(column) for row in rows]
        texts = [cell.text if cell and cell.spans else "" for cell in cells]
        for one, other, holds in alike(texts):
            says = "is that of" if not holds else "holds or is held by that of"
            message = (
                f"The {column} of {_name(rows[one], lines[one])} {says} {_name(rows[other], lines[other])}, "
                "or nearly: one thing twice, or copied?"
            )
            yield _found(lines[other], column, texts[other], "near-duplicate", message)


def _name(row: Reading, line: int) -> str:
    return f"row {row.ref}" if row.ref else f"the row at line {line}"
