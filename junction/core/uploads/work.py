"""The job of a file: read it with a dry run, or store it, and keep what came of it.

What is stored and that it is stored are one transaction: should the worker die, or somebody discard the file
meanwhile, nothing is. A job that runs twice finds the second time that the file has moved on.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string

from junction.core.audit.operations import record
from junction.core.files.queries import FileDamaged, content
from junction.core.imports import Finding, ImportRefused, ImportReport, Severity
from junction.core.refusals import Refusal
from junction.core.scope import NOBODY, Actor

from .models import Upload, UploadFinding
from .progress import Discarded, Progress, progress
from .rules import WORKING, State

MOST_KEPT = 100_000  # findings of one file; the counts are of all
WORST_FIRST = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}
COPY = 'COPY core_uploadfinding (upload_id, "row", "column", value, check_name, severity, message) FROM STDIN'


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be read and imported, and how."""

    content: bytes
    name: str
    options: dict[str, Any]
    dry_run: bool
    progress: Progress
    by: Actor
    now: datetime


Run = Callable[[Order], ImportReport]


def work(upload_id: int, *, run: Run, now: datetime) -> None:
    """Do what waits for this file, if anything does; what goes wrong is kept with it."""
    upload = Upload.objects.filter(pk=upload_id, state__in=WORKING).first()
    if upload is None or upload.file_id is None:
        return
    by = _sender(upload, now)
    try:
        with progress(upload.pk, state=upload.state) as telling:
            _run(upload, run, telling, by=by, now=now)
    except Discarded:
        return
    except ImportRefused as refused:
        _settle(upload, State.REFUSED, refused.report, by=by, now=now)
    except Refusal as refused:
        _settle(upload, State.REFUSED, _told(str(refused)), by=by, now=now)
    except FileDamaged as damaged:
        _settle(upload, State.FAILED, _told(damaged.__doc__ or ""), by=by, now=now)
    except Exception:
        _settle(upload, State.FAILED, ImportReport(), by=by, now=now)
        raise  # into the log of the worker


@transaction.atomic
def _run(upload: Upload, run: Run, telling: Progress, *, by: Actor, now: datetime) -> None:
    is_dry = upload.state == State.READING
    telling.begin("Reading the file")
    order = Order(
        content(upload.file_id or ""), upload.file_name, dict(upload.options), is_dry, telling, by, now
    )
    report = run(order)
    if not _settle(upload, State.READ if is_dry else State.TAKEN, report, by=by, now=now):
        raise Discarded  # and with it goes what was stored


def _sender(upload: Upload, now: datetime) -> Actor:
    """Who sent it, with what they may do by now."""
    actor_of_key: Callable[..., Actor | None] = import_string(settings.ACTOR_OF_KEY)
    return actor_of_key(upload.by, now=now) or Actor(key=upload.by, name="", scope=NOBODY)


@transaction.atomic
def _settle(upload: Upload, state: State, report: ImportReport, *, by: Actor, now: datetime) -> bool:
    """Keep what came of it, unless the file has moved on; tell which."""
    waits = Upload.objects.select_for_update().filter(pk=upload.pk, state=upload.state, job=upload.job)
    if waits.first() is None:
        return False
    UploadFinding.objects.filter(upload=upload).delete()
    _keep(upload, report.findings)
    Upload.objects.filter(pk=upload.pk).update(
        state=state, changed_at=now, report=report.summary(), effects=report.effects, step="", done=0, of=0
    )
    record(at=now, by=by, verb=f"upload.{state}", subject=f"upload:{upload.pk}", rows=report.rows)
    return True


def _keep(upload: Upload, findings: Iterable[Finding]) -> None:
    worst_first = sorted(findings, key=lambda found: (WORST_FIRST[found.severity], found.row))
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for found in worst_first[:MOST_KEPT]:
            cell = (found.row, found.column[:200], found.value[:200])
            copy.write_row((upload.pk, *cell, found.check[:60], str(found.severity), found.message))


def _told(message: str) -> ImportReport:
    return ImportReport(findings=[Finding(0, "", "", "refused", Severity.ERROR, message)])
