"""A document that is kept, as its reader once handed it over, so that rules can read it again."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from junction.core.scope import Scope

from ..models import Document, Statement
from ..rules.reading import Cell, Certainty, DateSaid, Kind, Read, Reading, Redaction
from ..rules.source import Span, spans_from
from .documents import document
from .reading import source_of, statements_of


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What was read in a document, and where each statement of its first layer begins."""

    read: Read
    begins: tuple[tuple[int, int], ...]  # offset and number of the row, in order

    def statement_at(self, offset: int) -> int | None:
        """Return the statement that holds an offset, if any does."""
        place = bisect_right(self.begins, (offset, 2**62)) - 1
        return self.begins[place][1] if place >= 0 else None


def rebuilt(scope: Scope, one: Document) -> Rebuilt:
    """Return a document in reach with its readings."""
    whole = document(scope, one.pk)
    rows = list(statements_of(scope, whole))
    place = {row.pk: at for at, row in enumerate(rows)}
    read = Read(source_of(whole), tuple(_reading(row, place) for row in rows))
    begins = ((span.start, row.pk) for row in rows if not row.part_of_id for span in spans_from(row.spans))
    return Rebuilt(read, tuple(sorted(begins)))


def in_part(one: Document, rows: Sequence[Statement]) -> Read:
    """Return some statements of a document, read within a scope, as its reader handed them over."""
    return Read(source_of(one), tuple(_reading(row, {}) for row in rows))


def _reading(row: Statement, place: dict[int, int]) -> Reading:
    return Reading(
        kind=Kind(row.kind),
        spans=spans_from(row.spans),
        text=row.text,
        ref=row.ref,
        ref_inferred=row.ref_inferred,
        part_of=place.get(row.part_of_id) if row.part_of_id else None,
        cells={name: _cell(said) for name, said in row.cells.items()},
        organisations=tuple(row.organisations),
        dates=tuple(
            DateSaid(
                each.raw, Span(each.start, each.end), each.from_on, each.until_on,
                Certainty(each.certainty), tuple(each.warnings),
            )
            for each in row.date_mentions.all()
        ),
        redactions=tuple(
            Redaction(each.mark, each.code, Span(each.start, each.end), each.place)
            for each in row.redaction_marks.all()
        ),
        at=row.at,
        sender=row.sender,
    )  # fmt: skip


def _cell(said: dict[str, object]) -> Cell:
    spans = spans_from(said.get("spans") or [])  # type: ignore[arg-type] # pairs, as they were written
    return Cell(
        str(said["text"]), spans, float(str(said["confidence"])), bool(said["inferred"]), str(said["note"])
    )
