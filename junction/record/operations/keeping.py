"""Keep a document and what was read in it: the bytes, the text, each statement with its places.

The same bytes for the same area, organisation and kind are the same document: keeping them again changes
nothing. One document is one transaction: a crash in the middle of many leaves whole ones.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.files import operations as files
from junction.core.files.disk import sha256_of
from junction.core.imports import Finding, ImportReport, Severity
from junction.core.refusals import Refusal
from junction.core.scope import Actor
from junction.core.telling import Tell
from junction.registry.models import Place

from ..models import DateMention, Document, RedactionMark, Statement
from ..queries.documents import may_keep_for
from ..rules.handling import About, handling_rules
from ..rules.reading import Read, Reading
from ..rules.source import storable
from .proposing import propose
from .words import list_words

BATCH = 1_000
MOST_SHOWN = 2_000  # records in the preview of a file that waits to be confirmed


class MayNotKeep(Refusal):
    """You may keep documents only of areas and organisations you answer for."""

    status: ClassVar[int] = 403


class CannotKeep(Refusal):
    """Say what kind of document it is, what it is called and how it is marked."""

    status: ClassVar[int] = 422


@dataclass(slots=True)
class ReadingReport(ImportReport):
    """What came of reading a document: the counts every import answers with, and each thing that was read."""

    read: Read | None = None
    document: Document | None = None
    sha256: str = ""
    counted: dict[str, int] = field(default_factory=dict)

    def details(self) -> dict[str, int]:
        return self.counted

    def records(self, most: int | None = None) -> list[dict[str, Any]]:
        """Return what was read, or the first of it, as plain values."""
        return [one.as_dict(self.read.source) for one in self.read.readings[:most]] if self.read else []

    def summary(self) -> dict[str, Any]:
        """Every count, and so much of what was read as a preview shows."""
        return super(ReadingReport, self).summary() | {"records": self.records(MOST_SHOWN)}

    def as_dict(self) -> dict[str, Any]:
        read = self.read
        if read is None:
            return super(ReadingReport, self).as_dict()
        return super(ReadingReport, self).summary() | {
            "findings": [finding.as_dict() for finding in self.findings],
            "document": {"sha256": self.sha256, "number": self.document.pk if self.document else None},
            "not_read": [read.source.quote(span) for span in read.not_read()],
            "records": self.records(),
        }


def keep_document(
    content: bytes,
    read: Read,
    about: About,
    *,
    media_type: str = "application/octet-stream",
    dry_run: bool = False,
    tell: Tell | None = None,
    by: Actor,
    now: datetime,
) -> ReadingReport:
    """Keep a document and what was read in it. Raise `MayNotKeep` or `CannotKeep`."""
    _refuse_unsound(about, by=by, now=now)
    report = _report_of(read, sha256=sha256_of(content))
    with transaction.atomic():
        document = _document(content, read, about, media_type=media_type, by=by, now=now)
        if document is None:
            report.unchanged = report.rows
        else:
            report.created = report.rows
            report.document = document
            rows = _keep_statements(document, read, tell=tell)
            propose(document, read, rows, by=by, now=now)
            # last, since another import may wait for the same words
            list_words((row.sought for row in rows), now=now)
        if dry_run:
            transaction.set_rollback(True)
            report.document = None
    return report


def _report_of(read: Read, *, sha256: str) -> ReadingReport:
    """Return the report of a reading before anything is kept."""
    report = ReadingReport(read=read, sha256=sha256, findings=list(read.findings))
    for one in read.readings:
        report.counted[str(one.kind)] = report.counted.get(str(one.kind), 0) + 1
    report.rows = len(read.readings)
    for span in read.not_read():
        line, quote = read.source.line_of(span.start), read.source.quote(span)[:200]
        said = "This stands in no reading; it is kept in the document's text."
        report.findings.append(Finding(line, "", quote, "not-read", Severity.WARNING, said))
    return report


def _refuse_unsound(about: About, *, by: Actor, now: datetime) -> None:
    rules = handling_rules(local_day(now))
    if about.kind not in rules.kinds or about.sensitivity not in rules.sensitivities:
        raise CannotKeep
    if not about.title.strip():
        raise CannotKeep
    if not may_keep_for(by.scope, area=about.area, organisation=about.organisation, place=about.place):
        raise MayNotKeep


def _document(
    content: bytes, read: Read, about: About, *, media_type: str, by: Actor, now: datetime
) -> Document | None:
    """Return the new row; None when this document is kept already."""
    rules = handling_rules(local_day(now))
    name = read.source.name or about.title
    file = files.store(content, name=name, media_type=media_type, by=by, now=now)
    received_on = about.received_on or local_day(now)
    whose: dict[str, Any] = {
        "area_id": _area_of(about), "organisation_id": about.organisation, "place_id": about.place,
    }  # fmt: skip
    document, is_new = Document.objects.get_or_create(
        file=file, kind=about.kind, **whose,
        defaults={
            "title": about.title.strip()[:300], "source": about.source.strip()[:300],
            "dated_on": about.dated_on, "received_on": received_on, "sensitivity": about.sensitivity,
            "retain_until": rules.kinds[about.kind].retain_until(received_on),
            "text": storable(read.source.text), "page_starts": list(read.source.page_starts),
            "properties": _of_itself(read),
            "added_at": now, "added_by": by.key,
        },
    )  # fmt: skip
    if not is_new:
        return None
    record(
        at=now, by=by, verb="record.document.kept", subject=f"document:{document.pk}",
        playbook=rules.reference, kind=about.kind, sha256=file.sha256, area=about.area,
        sensitivity=about.sensitivity, statements=len(read.readings),
    )  # fmt: skip
    return document


def _area_of(about: About) -> str | None:
    """Return whose area it is: a place's document is its council's too."""
    if about.place is None or about.area:
        return about.area
    return Place.objects.values_list("council", flat=True).get(pk=about.place)


def _keep_statements(document: Document, read: Read, *, tell: Tell | None = None) -> list[Statement]:
    """Write what was read: first what stands alone, then what is part of it, then dates and marks."""
    rows = [_statement(document, number, one, read) for number, one in enumerate(read.readings)]
    pairs = list(zip(rows, read.readings, strict=True))
    Statement.objects.bulk_create([row for row, one in pairs if one.part_of is None], batch_size=BATCH)
    waiting = [(row, one.part_of) for row, one in pairs if one.part_of is not None]
    while waiting:
        ready = [row for row, whole in waiting if rows[whole].pk]
        for row, whole in waiting:
            row.part_of = rows[whole] if rows[whole].pk else None
        Statement.objects.bulk_create(ready, batch_size=BATCH)
        waiting = [pair for pair in waiting if pair[0].pk is None]
    DateMention.objects.bulk_create(_mentions(pairs), batch_size=BATCH)
    RedactionMark.objects.bulk_create(_marks(pairs), batch_size=BATCH)
    if tell:
        tell(len(rows), len(rows))
    return rows


def _statement(document: Document, number: int, one: Reading, read: Read) -> Statement:
    first = one.spans[0] if one.spans else None
    return Statement(
        document=document, number=number, kind=str(one.kind), ref=one.ref[:40], ref_inferred=one.ref_inferred,
        text=storable(one.text), sought=storable(one.sought), start=first.start if first else 0,
        end=first.end if first else 0,
        spans=[[span.start, span.end] for span in one.spans],
        line=read.source.line_of(first.start) if first else 1,
        page=read.source.page_of(first.start) if first else None,
        status=str(one.status or ""), organisations=list(one.organisations),
        cells={name: _cell(cell) for name, cell in one.cells.items()},
        references=[{"raw": storable(r.raw), "to_ref": r.to_ref, "start": r.span.start, "end": r.span.end}
                    for r in one.references],
        sender=storable(one.sender)[:200], at=one.at,
    )  # fmt: skip


def _cell(cell: Any) -> dict[str, Any]:
    said: dict[str, Any] = cell.as_dict() | {"spans": [[span.start, span.end] for span in cell.spans]}
    return said | {"text": storable(cell.text), "note": storable(cell.note)}


def _mentions(pairs: Iterable[tuple[Statement, Reading]]) -> list[DateMention]:
    return [
        DateMention(
            statement=row, raw=storable(said.raw)[:200], start=said.span.start, end=said.span.end,
            from_on=said.from_on, until_on=said.until_on, certainty=str(said.certainty),
            warnings=list(said.warnings),
        )
        for row, one in pairs for said in one.dates
    ]  # fmt: skip


def _marks(pairs: Iterable[tuple[Statement, Reading]]) -> list[RedactionMark]:
    return [
        RedactionMark(
            statement=row, mark=storable(one_mark.mark)[:100], code=one_mark.code[:20],
            place=one_mark.place[:20], start=one_mark.span.start, end=one_mark.span.end,
        )
        for row, one in pairs for one_mark in one.redactions
    ]  # fmt: skip


def _of_itself(read: Read) -> dict[str, str]:
    """Return what a file says of itself; what it says twice under one name, in lines."""
    said: dict[str, list[str]] = {}
    for name, value in read.source.properties:
        said.setdefault(storable(name), []).append(storable(value))
    return {name: "\n".join(values) for name, values in said.items()}
