"""Somebody who sends files of a made-up kind, and the work on them."""

from datetime import UTC, datetime

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.imports import Finding, ImportReport, Severity
from junction.core.jobs import task
from junction.core.scope import Actor, Grant, Reach, Scope
from junction.core.uploads import operations
from junction.core.uploads.rules import Kind
from junction.core.uploads.work import Order, work

NOW = datetime(2020, 4, 20, 9, 0, tzinfo=UTC)
THINGS = Kind(name="tests.things", permission="things.import", job="tests.import_things")
SENDER = Actor("user:1", "Sender", Scope((Grant("x", frozenset({"things.import"}), Reach(national=True)),)))
ANOTHER = Actor("user:2", "Another", SENDER.scope)


@task(THINGS.job, retry=False)
def import_things(upload_id: int) -> None:
    """The job that is queued; the tests run the work themselves."""


def actor_of_key(key, *, now):
    return SENDER if key == SENDER.key else None


def send(content=b"a,b\n1,2\n", *, by=SENDER, now=NOW, **options):
    return operations.send(
        THINGS, content, name="things.csv", media_type="text/csv", options=options, by=by, now=now
    )


def found(row, severity, check="odd"):
    return Finding(row, "a", "1", check, severity, "Look at it.")


def well(order: Order) -> ImportReport:
    """Imports two rows, as a line in the log; a dry run takes it back."""
    with transaction.atomic():
        record(at=order.now, by=order.by, verb="things.imported", subject="things:1")
        transaction.set_rollback(order.dry_run)
    notes = [found(3, Severity.NOTE), found(2, Severity.WARNING), found(9, Severity.ERROR)]
    return ImportReport(rows=4, created=2, unchanged=1, findings=notes)


def run(upload, how=well, *, now=NOW):
    work(upload.pk, run=how, now=now)
    upload.refresh_from_db()
    return upload
