"""Take in a scheme's list of volunteers: so many rows at a time, each told as it is done.

A row that cannot be right is said with its cell; who is known already is counted as unchanged and left so.
"""

from datetime import datetime

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.imports import Finding, ImportRefused, ImportReport, Severity
from junction.core.refusals import Refusal
from junction.core.scope import Actor
from junction.core.tables import Row, Table
from junction.core.telling import Tell

from ..queries.volunteers import schemes
from ..rules.signing_up import SignUp
from ..rules.volunteer_rows import volunteer_row
from ..rules.volunteering import volunteering_on
from . import volunteer_refusals as refusals
from .volunteers import sign_up_many

CHUNK = 5_000


@transaction.atomic
def import_volunteers(
    table: Table, *, scheme: int, partial: bool = True, dry_run: bool = False, tell: Tell | None = None,
    by: Actor, now: datetime,
) -> ImportReport:  # fmt: skip
    """Take the list in. Raise `NotYourScheme`, or `ImportRefused` for errors where not `partial`."""
    if not schemes(by.scope).filter(pk=scheme).exists():
        raise refusals.NotYourScheme
    report = ImportReport(rows=len(table.rows), findings=list(table.findings))
    for start in range(0, len(table.rows), CHUNK):
        _take(table.rows[start : start + CHUNK], scheme, report, dry_run=dry_run, by=by, now=now)
        if tell is not None:
            tell(min(start + CHUNK, len(table.rows)), len(table.rows))
    if report.errors and not partial:
        raise ImportRefused(report)
    if not dry_run:
        record(
            at=now, by=by, verb="support.volunteers.imported", subject=f"scheme:{scheme}", rows=report.rows,
            created=report.created,
        )  # fmt: skip
    return report


def _take(
    rows: list[Row], scheme: int, report: ImportReport, *, dry_run: bool, by: Actor, now: datetime
) -> None:
    book = volunteering_on(local_day(now))
    read = [(row, volunteer_row(row, book, scheme=scheme)) for row in rows]
    report.findings += [found for _, found in read if isinstance(found, Finding)]
    sound = [(row, asked) for row, asked in read if isinstance(asked, SignUp)]
    came = sign_up_many([asked for _, asked in sound], dry_run=dry_run, by=by, now=now)
    for (row, _), one in zip(sound, came, strict=True):
        if isinstance(one, Refusal):
            found = Finding(row.number, "", "", one.code(), Severity.ERROR, str(one))
            report.findings.append(found)
        elif one.is_known:
            report.unchanged += 1
        else:
            report.created += 1
