"""Take in a scheme's list of volunteers: so many rows at a time, each such part a transaction of its own.

A row that cannot be right is said with its cell; who is known already is counted as unchanged and left so.
So a list can be sent twice, and an import that was cut off goes on after its last part: nobody twice, nobody
lost. Parts are short for the sake of others too: who signs up meanwhile with an address of the list waits for
one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.imports import Finding, ImportRefused, ImportReport, Severity
from junction.core.imports.parts import Parts, RunningReport
from junction.core.refusals import Refusal
from junction.core.scope import Actor
from junction.core.tables import Batch, Row, Stream
from junction.core.telling import Tell

from ..queries.volunteers import contact_mark, schemes
from ..rules.signing_up import SignUp
from ..rules.volunteer_rows import volunteer_row
from ..rules.volunteering import Volunteering, volunteering_on
from . import volunteer_refusals as refusals
from .volunteers import sign_up_many

CHUNK = 2_500


def import_volunteers(
    table: Stream, *, scheme: int, partial: bool = True, dry_run: bool = False, parts: Parts | None = None,
    tell: Tell | None = None, by: Actor, now: datetime,
) -> ImportReport:  # fmt: skip
    """Take the list in. Raise `NotYourScheme`, or `ImportRefused` for errors where not `partial`: then the
    whole list is gone through before anything is stored.
    """
    if not schemes(by.scope).filter(pk=scheme).exists():
        raise refusals.NotYourScheme
    parts = parts or Parts()
    if not dry_run and not partial and not parts.report.position:
        _refuse_errors(table, scheme, by=by, now=now)
    taking = _Taking(scheme, parts.report, dry_run, by, now)
    for batch in table.batches(CHUNK, after=parts.report.position):
        with transaction.atomic(), parts.part():
            taking.take(batch, table.findings if not batch.begins else [])
        if tell is not None:
            tell(parts.report.position, table.count)
    if not dry_run:
        record(
            at=now, by=by, verb="support.volunteers.imported", subject=f"scheme:{scheme}",
            rows=parts.report.rows, created=parts.report.created,
        )  # fmt: skip
    return parts.report


def _refuse_errors(table: Stream, scheme: int, *, by: Actor, now: datetime) -> None:
    checking = _Taking(scheme, RunningReport(), True, by, now)
    for batch in table.batches(CHUNK):
        checking.take(batch, table.findings if not batch.begins else [])
    if checking.report.errors:
        raise ImportRefused(checking.report)


@dataclass(slots=True)
class _Taking:
    """One going through of a list; a dry one keeps who it has seen, a few bytes each."""

    scheme: int
    report: RunningReport
    dry_run: bool
    by: Actor
    now: datetime
    book: Volunteering = field(init=False)
    seen: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.book = volunteering_on(local_day(self.now))

    def take(self, batch: Batch, findings: Sequence[Finding]) -> None:
        """Take one batch in, and what was odd about the file before it."""
        read = [(row, volunteer_row(row, self.book, scheme=self.scheme)) for row in batch.rows]
        self.report.found([*findings, *batch.findings, *(one for _, one in read if isinstance(one, Finding))])
        self._sign_up([(row, asked) for row, asked in read if isinstance(asked, SignUp)])
        self.report.rows += batch.length
        self.report.position = batch.begins + batch.length

    def _sign_up(self, sound: list[tuple[Row, SignUp]]) -> None:
        came = sign_up_many([asked for _, asked in sound], dry_run=self.dry_run, by=self.by, now=self.now)
        if not self.dry_run:
            _check_references()
        for (row, asked), one in zip(sound, came, strict=True):
            if isinstance(one, Refusal):
                found = Finding(row.number, "", "", one.code(), Severity.ERROR, str(one))
                self.report.found([found])
            elif one.is_known or self._is_repeated(asked):
                self.report.unchanged += 1
            else:
                self.report.created += 1

    def _is_repeated(self, asked: SignUp) -> bool:
        """Whether a dry run has met this contact in an earlier batch."""
        if not self.dry_run:
            return False
        mark = int((contact_mark(self.by.scope, email=asked.email, phone=asked.phone) or "0")[:16], 16)
        is_repeated = mark in self.seen
        self.seen.add(mark)
        return is_repeated


def _check_references() -> None:
    """Check what refers to other rows now: put off to the end, each row waits in the server's memory."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
