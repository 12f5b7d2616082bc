"""A file taken in parts: what was stored stays, what was not is stored by the next run, nothing twice."""

from contextlib import suppress

import pytest
from django.db import connection

from junction.core.audit.models import AuditEntry
from junction.core.audit.operations import record
from junction.core.imports import Severity
from junction.core.jobs import defer
from junction.core.uploads import operations, queries
from junction.core.uploads.rules import State
from junction.core.uploads.work import work

from .senders import NOW, SENDER, THINGS, found, send

pytestmark = pytest.mark.django_db
ROWS = 7


class Killed(BaseException):
    """What a dead worker is like: nothing is tidied up after it."""


def in_parts(order, *, dies_at=None, meanwhile=None):
    """Take seven rows two at a time; the fourth has an error."""
    report = order.parts.report
    for row in range(report.position, ROWS, 2):
        with order.parts.part():
            many = min(2, ROWS - row)
            if not order.dry_run:
                for one in range(row, row + many):
                    record(at=order.now, by=order.by, verb="things.imported", subject=f"things:{one}")
            report.rows, report.created, report.position = row + many, row + many, row + many
            report.found([found(4, Severity.ERROR)] if row == 2 else [])
            if dies_at == row:
                raise Killed
        if meanwhile and row == 2:
            meanwhile()
    return report


def run(upload, **how):
    with suppress(Killed):
        work(upload.pk, run=lambda order: in_parts(order, **how), in_parts=True, now=NOW)
    upload.refresh_from_db()
    return upload


def stored():
    return sorted(AuditEntry.objects.filter(verb="things.imported").values_list("subject", flat=True))


def confirmed():
    upload = run(send())
    assert (upload.state, upload.report["rows"], upload.report["errors"]) == (State.READ, ROWS, 1)
    assert queries.findings(upload).count() == 1 and upload.so_far == {}
    return operations.confirm(THINGS, upload.pk, options={}, by=SENDER, now=NOW)


EVERY = [f"things:{n}" for n in range(ROWS)]


def test_a_killed_job_goes_on_after_its_last_part():
    upload = run(confirmed(), dies_at=4)
    assert (upload.state, upload.so_far["position"], upload.stored_in_parts) == (State.TAKING, 4, 4)
    assert stored() == EVERY[:4]
    upload = run(upload)
    assert (upload.state, stored()) == (State.TAKEN, EVERY)
    assert (upload.report["rows"], upload.report["created"], upload.report["errors"]) == (ROWS, ROWS, 1)
    assert queries.findings(upload).count() == 1 and upload.so_far == {}


def test_two_jobs_of_one_file_store_it_once():
    upload = confirmed()

    def another():
        work(upload.pk, run=in_parts, in_parts=True, now=NOW)

    assert run(upload, meanwhile=another).state == State.TAKEN
    assert stored() == EVERY and upload.report["created"] == ROWS


def test_who_stops_it_is_told_what_stays():
    upload = run(confirmed(), meanwhile=lambda: operations.discard(THINGS, upload_id(), by=SENDER, now=NOW))
    assert (upload.state, upload.stored_in_parts, stored()) == (State.DISCARDED, 4, EVERY[:4])


def test_read_again_after_a_fault_begins_anew():
    upload = confirmed()

    def breaks():
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        work(upload.pk, run=lambda order: in_parts(order, meanwhile=breaks), in_parts=True, now=NOW)
    upload.refresh_from_db()
    assert (upload.state, upload.stored_in_parts) == (State.FAILED, 4)
    upload = run(operations.read_again(THINGS, upload.pk, by=SENDER, now=NOW))
    assert (upload.state, upload.report["rows"], upload.so_far) == (State.READ, ROWS, {})


def test_another_job_of_the_same_file_is_not_this_one():
    upload = confirmed()

    def queued_again():
        with connection.cursor() as cursor:
            job = defer(THINGS.job, upload_id=upload.pk)
            cursor.execute("UPDATE core_upload SET job = %s WHERE id = %s", [job, upload.pk])

    assert run(upload, meanwhile=queued_again).state == State.TAKING and stored() == EVERY[:4]


def upload_id():
    from junction.core.uploads.models import Upload

    return Upload.objects.get().pk
