"""A file is given up at once when it is discarded, and after some days when nobody confirms it."""

from datetime import UTC, datetime, timedelta

import pytest

from junction.core import tasks
from junction.core.audit.models import AuditEntry
from junction.core.files import queries as files
from junction.core.files.models import StoredFile
from junction.core.files.operations import remove_given_up
from junction.core.uploads import operations, queries
from junction.core.uploads.models import Upload, UploadFinding
from junction.core.uploads.operations import UploadMovedOn
from junction.core.uploads.rules import State, upload_limits
from junction.core.uploads.work import work

from .senders import ANOTHER, NOW, SENDER, THINGS, run, send, well

pytestmark = pytest.mark.django_db


def on_disk():
    """What is there once what follows a commit was done: these tests never commit."""
    remove_given_up()
    return [path for path in files.folder().rglob("*") if path.is_file()]


def test_what_is_discarded_is_gone_from_table_and_disk():
    upload = run(send())
    operations.discard(THINGS, upload.pk, by=SENDER, now=NOW)
    upload.refresh_from_db()
    assert (upload.state, upload.file) == (State.DISCARDED, None)
    assert not UploadFinding.objects.exists() and not StoredFile.objects.exists()
    assert on_disk() == []
    with pytest.raises(UploadMovedOn):
        operations.discard(THINGS, upload.pk, by=SENDER, now=NOW)


def test_bytes_that_somebody_else_sent_too_stay():
    kept, gone = send(by=ANOTHER), send()
    operations.discard(THINGS, gone.pk, by=SENDER, now=NOW)
    assert files.content(kept.file_id) == b"a,b\n1,2\n"


def test_what_names_people_is_gone_once_it_is_stored_and_its_report_stays():
    upload = send()
    for _ in range(2):  # read, then stored
        work(upload.pk, run=well, gives_up=True, now=NOW)
        upload.refresh_from_db()
        if upload.state == State.READ:
            assert upload.file_id and queries.findings(upload).exclude(value="").exists()
            operations.confirm(THINGS, upload.pk, options={}, by=SENDER, now=NOW)
    assert (upload.state, upload.file, upload.report["rows"]) == (State.TAKEN, None, 4)
    assert queries.findings(upload).count() == 3 and not queries.findings(upload).exclude(value="").exists()
    assert not StoredFile.objects.exists()
    assert on_disk() == []
    assert AuditEntry.objects.filter(verb="file.given-up").count() == 1


def days(count):
    return NOW + timedelta(days=count)


def test_what_nobody_confirmed_is_cleared_after_its_days_and_what_was_stored_is_kept():
    limit = upload_limits(NOW).unconfirmed_days
    unread, read, stored = send(b"1"), run(send(b"2")), run(send(b"3"))
    operations.confirm(THINGS, stored.pk, options={}, by=SENDER, now=NOW)
    run(stored)
    assert operations.clear_unconfirmed(by=tasks.RETENTION, now=days(limit)) == 0
    assert operations.clear_unconfirmed(by=tasks.RETENTION, now=days(limit) + timedelta(seconds=1)) == 2
    states = dict(Upload.objects.values_list("pk", "state"))
    assert states == {unread.pk: "cleared", read.pk: "cleared", stored.pk: "taken"}
    assert files.content(stored.file_id) == b"3" and StoredFile.objects.count() == 1
    assert len(on_disk()) == 1
    assert queries.findings(stored).count() == 3 and not queries.findings(read).exists()
    line = AuditEntry.objects.get(verb="upload.cleared")
    assert (line.detail, line.playbook) == ({"uploads": [unread.pk, read.pk]}, "uploads@2020-01-01")
    assert operations.clear_unconfirmed(by=tasks.RETENTION, now=days(limit + 1)) == 0


def test_a_file_touched_meanwhile_waits_as_long_again():
    upload = send()
    run(upload, now=days(10))
    assert operations.clear_unconfirmed(by=tasks.RETENTION, now=days(20)) == 0
    assert operations.clear_unconfirmed(by=tasks.RETENTION, now=days(25)) == 1


def test_the_clock_clears_each_night():
    send(now=datetime(2019, 1, 1, tzinfo=UTC))
    tasks.clear_uploads()
    assert Upload.objects.get().state == State.CLEARED
