"""Jobs of the record."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils import timezone

from junction.core.files.queries import FileDamaged, content
from junction.core.imports import ImportReport
from junction.core.jobs import defer, every, task
from junction.core.scope import NOBODY, Actor
from junction.core.uploads.work import Order, work
from junction.people.queries import actor_of_key, system_actor
from junction.record.files import CannotOpen, failed_redactions, open_source, words_held
from junction.record.operations import contradictions, disclosure, reminding, retention, telling
from junction.record.operations.disclosure.checking import CHECK
from junction.record.operations.disclosure.preparing import PREPARE
from junction.record.operations.disclosure.releasing import RELEASE
from junction.record.operations.keeping import keep_document
from junction.record.operations.proposing import COMPARE
from junction.record.queries.assertions import not_compared
from junction.record.rules.disclosure.papers import Paper
from junction.record.rules.handling import about_from
from junction.record.rules.readers import read_as
from junction.record.rules.uploads import DOCUMENTS


@task(COMPARE)
def find_contradictions(document_id: int) -> None:
    """List what a new document says, then compare it with all that speaks of the same."""
    by = system_actor("contradictions")
    contradictions.list_assertions(document_id, by=by, now=timezone.now())
    contradictions.find_contradictions(document_id, by=by, now=timezone.now())


@every("10 2 * * *", "record.compare_again")
def compare_again() -> None:
    """Compare documents that were not compared by the words as they are now."""
    by = system_actor("contradictions")
    for document_id in not_compared(by.scope, now=timezone.now()):
        defer(COMPARE, once=f"{COMPARE}:{document_id}", document_id=document_id)


@every("30 6 * * *", "record.remind_owners")
def remind_owners() -> None:
    """Write to whoever has an action that is nearly due, or late."""
    reminding.remind_owners(by=system_actor("reminders"), now=timezone.now())


@every("0 7 1 * *", "record.tell_of_retention")
def tell_of_retention() -> None:
    """Write to whoever decides on the end of documents what is past its date."""
    retention.tell_keepers(by=system_actor("retention"), now=timezone.now())


@every("5 * * * *", "record.tell_of_alarms")
def tell_of_alarms() -> None:
    """Write of asks that began to alarm, and of meetings near to which nobody goes."""
    by = system_actor("reminders")
    telling.tell_of_asks(by=by, now=timezone.now())
    telling.tell_of_meetings(by=by, now=timezone.now())


@task(DOCUMENTS.job, retry=False)
def import_document(upload_id: int) -> None:
    """Read a document that was sent, or keep it."""
    work(upload_id, run=_read_and_keep, now=timezone.now())


def _read_and_keep(order: Order) -> ImportReport:
    about = about_from(order.options)
    order.progress.begin("Reading the document")
    read = read_as(about.kind, open_source(order.content, name=order.name), written_on=about.dated_on)
    return keep_document(order.content, read, about, dry_run=order.dry_run, by=order.by, now=order.now)


@task(CHECK)
def check_extract(extract_id: int, by: str) -> None:
    """Find what does not fit in an extract."""
    now = timezone.now()
    with _given_back_if_it_fails(extract_id, actor := _who_asked(by, now=now)):
        disclosure.check(extract_id, hidden=_under_boxes, held=_held, by=actor, now=now)


@task(PREPARE)
def prepare_search(extract_id: int) -> None:
    """Keep the statements of an extract as they leave, so that they can be searched."""
    disclosure.prepare_search(extract_id, by=system_actor("extracts"))


@task(RELEASE)
def release_extract(extract_id: int, by: str) -> None:
    """Make the bundle of an extract that may leave."""
    now = timezone.now()
    with _given_back_if_it_fails(extract_id, actor := _who_asked(by, now=now)):
        disclosure.release(extract_id, by=actor, now=now)


@contextmanager
def _given_back_if_it_fails(extract_id: int, by: Actor) -> Iterator[None]:
    """No extract waits for a job that failed: it can be checked again; the worker's log says more."""
    try:
        yield
    except Exception:
        disclosure.give_back(extract_id, by=by)
        raise


def _who_asked(key: str, *, now: datetime) -> Actor:
    """Who asked for it, with what they may do by now; else nobody, who reaches nothing."""
    return actor_of_key(key, now=now) or Actor(key=key, name="", scope=NOBODY)


def _under_boxes(paper: Paper) -> list[tuple[str, int | None]] | None:
    """Return what lies under boxes in a source; None where it cannot be read."""
    try:
        return [
            (one.text, one.page) for one in failed_redactions(content(paper.sha256), name=paper.file_name)
        ]
    except (CannotOpen, FileDamaged):
        return None


def _held(paper: Paper) -> list[tuple[str, str, bool]] | None:
    """Return every word the bytes of a source hold; None where they cannot be looked into."""
    try:
        return list(words_held(content(paper.sha256), name=paper.file_name))
    except (CannotOpen, FileDamaged):
        return None
