"""A file that was sent goes from reading to stored or is given up, by a job that may run twice or never."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from junction.core.audit.models import AuditEntry
from junction.core.audit.operations import record
from junction.core.files import queries as files
from junction.core.files.models import StoredFile
from junction.core.imports import ImportRefused, ImportReport, Severity
from junction.core.refusals import Refusal
from junction.core.scope import NOBODY, Actor
from junction.core.uploads import operations, queries
from junction.core.uploads.models import Upload, UploadFinding
from junction.core.uploads.operations import MayNotSendFiles, UploadMovedOn
from junction.core.uploads.progress import Discarded
from junction.core.uploads.rules import AFTER, LABELS, Kind, State
from junction.core.uploads.work import work

from .senders import ANOTHER, NOW, SENDER, THINGS, found, run, send, well

pytestmark = pytest.mark.django_db


def imported() -> int:
    return AuditEntry.objects.filter(verb="things.imported").count()


def verbs():
    return list(
        AuditEntry.objects.filter(verb__startswith="upload.").order_by("pk").values_list("verb", flat=True)
    )


def test_sent_read_confirmed_and_stored():
    upload = send(colour="red")
    assert ProcrastinateJob.objects.get(id=upload.job).args == {"upload_id": upload.pk}
    assert run(upload).state == State.READ
    assert (imported(), upload.effects, upload.report["rows"], upload.report["errors"]) == (0, 2, 4, 1)
    operations.confirm(THINGS, upload.pk, options={"partial": True}, by=SENDER, now=NOW)
    orders = []
    assert run(upload, lambda order: orders.append(order) or well(order)).state == State.TAKEN
    assert imported() == 1
    (order,) = orders
    assert (order.content, order.name, order.dry_run, order.by) == (
        b"a,b\n1,2\n",
        "things.csv",
        False,
        SENDER,
    )
    assert order.options == {"colour": "red", "partial": True}
    assert verbs() == ["upload.sent", "upload.read", "upload.confirmed", "upload.taken"]


def test_findings_are_kept_the_worst_first_and_those_of_the_last_run_only():
    upload = run(send())
    assert list(queries.findings(upload).values_list("severity", "row")) == [
        ("error", 9),
        ("warning", 2),
        ("note", 3),
    ]
    operations.confirm(THINGS, upload.pk, options={}, by=SENDER, now=NOW)
    run(upload)
    assert queries.findings(upload).count() == 3


def test_a_job_that_runs_twice_stores_once():
    upload = run(send())
    operations.confirm(THINGS, upload.pk, options={}, by=SENDER, now=NOW)
    run(upload)
    run(upload)
    assert (imported(), upload.state) == (1, State.TAKEN)


def test_what_is_discarded_while_it_is_stored_is_not_stored():
    upload = run(send())
    operations.confirm(THINGS, upload.pk, options={}, by=SENDER, now=NOW)

    def discarded_meanwhile(order):
        operations.discard(THINGS, upload.pk, by=SENDER, now=NOW)
        return well(order)

    # In one transaction both come and go together; in life the other one is committed by itself.
    run(upload, discarded_meanwhile)
    assert imported() == 0


@pytest.mark.django_db(transaction=True)
def test_the_job_says_how_far_it_is_and_stops_when_the_file_was_discarded():
    upload = run(send())
    operations.confirm(THINGS, upload.pk, options={}, by=SENDER, now=NOW)
    seen = []

    def slowly(order):
        record(at=NOW, by=SENDER, verb="things.imported", subject="things:1")
        order.progress.begin("Storing the rows")
        order.progress.tell(1, 4)
        seen.append(elsewhere("SELECT step, done, of, state FROM core_upload"))
        elsewhere("UPDATE core_upload SET state = 'discarded', file_id = NULL")
        with pytest.raises(Discarded):
            order.progress.tell(2, 4)
        raise Discarded

    assert run(upload, slowly).state == State.DISCARDED
    assert seen == [("Storing the rows", 1, 4, "taking")]
    assert imported() == 0


def elsewhere(sql):
    """Run a statement as another process would, and commit it."""
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute(sql)
        row = cursor.fetchone() if cursor.description else None
    other.close()
    return row


class TooBad(Refusal):
    """This cannot be. Do something else."""


def refuse(order):
    raise ImportRefused(ImportReport(rows=7, findings=[found(0, Severity.ERROR, "file-empty")]))


def object_to(order):
    raise TooBad


@pytest.mark.parametrize(
    ("how", "message"), [(refuse, "Look at it."), (object_to, "This cannot be. Do something else.")]
)
def test_a_refused_file_says_why_and_nothing_is_stored(how, message):
    upload = run(send(), how)
    assert (upload.state, upload.report["errors"]) == (State.REFUSED, 1)
    assert queries.findings(upload).get().message == message
    with pytest.raises(UploadMovedOn):
        operations.confirm(THINGS, upload.pk, options={}, by=SENDER, now=NOW)


def test_a_job_that_breaks_leaves_a_failed_file_which_can_be_read_again():
    upload = send()
    with pytest.raises(ZeroDivisionError):
        work(upload.pk, run=lambda order: 1 / 0, now=NOW)
    upload.refresh_from_db()
    first = upload.job
    assert upload.state == State.FAILED and not UploadFinding.objects.exists()
    operations.read_again(THINGS, upload.pk, by=SENDER, now=NOW)
    assert run(upload).state == State.READ and upload.job != first


def test_a_file_that_is_gone_from_the_disk_fails_in_words():
    upload = send()
    path = next(files.folder().glob("*/*"))
    path.unlink()
    assert run(upload).state == State.FAILED
    assert "missing from the disk" in queries.findings(upload).get().message


def test_a_lost_job_is_seen_and_done_again():
    upload = send()
    assert not queries.waiting(upload, now=NOW).is_lost
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", [upload.job])
    assert queries.waiting(upload, now=NOW).is_lost
    operations.read_again(THINGS, upload.pk, by=SENDER, now=NOW)
    upload.refresh_from_db()
    assert not queries.waiting(upload, now=NOW).is_lost


def test_a_job_that_ends_between_two_looks_is_not_lost():
    seen = send()
    run(Upload.objects.get(pk=seen.pk))  # the page has read the file, then the job ends
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %s", [seen.job])
    assert queries.waiting(seen, now=NOW) is None
    assert seen.state == State.READ  # and the page shows how it stands now


def test_a_job_that_still_waits_is_not_queued_again():
    upload = send()
    with pytest.raises(UploadMovedOn):
        operations.read_again(THINGS, upload.pk, by=SENDER, now=NOW)


def test_without_a_worker_it_is_said():
    upload = send()
    now = datetime.now(UTC)  # noqa: TID251, workers say by the database's own clock that they live
    assert not queries.waiting(upload, now=now).has_worker
    with connection.cursor() as cursor:
        cursor.execute("insert into procrastinate_workers (last_heartbeat) values (now())")
    assert queries.waiting(upload, now=now).has_worker
    assert queries.waiting(run(upload), now=now) is None


def test_who_lost_the_right_meanwhile_is_nobody_to_the_job():
    upload = send(by=ANOTHER)
    orders = []
    run(upload, lambda order: orders.append(order) or well(order))
    assert orders[0].by.key == ANOTHER.key and orders[0].by.scope == NOBODY


def test_everybody_sees_their_own_files_only():
    upload = send()
    assert list(queries.uploads(SENDER, THINGS)) == [upload]
    assert not queries.uploads(ANOTHER, THINGS)
    others = Kind("tests.others", "things.import", THINGS.job)
    assert not queries.uploads(SENDER, others)
    for doing in (operations.discard, operations.read_again):
        with pytest.raises(Upload.DoesNotExist):
            doing(THINGS, upload.pk, by=ANOTHER, now=NOW)
    with pytest.raises(Upload.DoesNotExist):
        operations.confirm(THINGS, upload.pk, options={}, by=ANOTHER, now=NOW)


def test_who_may_not_import_keeps_nothing():
    with pytest.raises(MayNotSendFiles):
        send(by=Actor("user:3", "Nobody", NOBODY))
    assert not Upload.objects.exists() and not StoredFile.objects.exists()
    assert list(files.folder().glob("*/*")) == []


def test_every_state_has_a_label_and_leads_where_the_drawing_says():
    assert set(LABELS) == set(AFTER) == set(State)
    ends = {state for state, after in AFTER.items() if not after}
    assert ends == {State.TAKEN, State.DISCARDED, State.CLEARED}
    assert not any(State.TAKEN in after for state, after in AFTER.items() if state is not State.TAKING)
