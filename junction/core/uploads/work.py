"""The job of a file: read it with a dry run, or store it, and keep what came of it.

What is stored and that it is stored are one transaction: should the worker die, or somebody discard the file
meanwhile, nothing is. A job that runs twice finds the second time that the file has moved on. A file of very
many rows may be taken in parts instead (`parts.py`), each a transaction of its own.
"""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from junction.core.audit.operations import record
from junction.core.files import operations as files
from junction.core.files.queries import FileDamaged, content
from junction.core.imports import Finding, ImportRefused, ImportReport, Severity
from junction.core.imports.parts import Parts, RunningReport
from junction.core.refusals import Refusal
from junction.core.scope import NOBODY, Actor

from .models import Upload, UploadFinding
from .parts import UploadParts, keep_findings
from .progress import Discarded, Progress, progress
from .rules import WORKING, State


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
    parts: Parts


Run = Callable[[Order], ImportReport]


def work(upload_id: int, *, run: Run, in_parts: bool = False, gives_up: bool = False, now: datetime) -> None:
    """Do what waits for this file, if anything does; what goes wrong is kept with it. One that names people
    `gives_up` its bytes, and what stood in its cells, once it is stored: its hash and its report stay.
    """
    upload = Upload.objects.filter(pk=upload_id, state__in=WORKING).first()
    if upload is None or upload.file_id is None:
        return
    by = _sender(upload, now)
    try:
        with (
            progress(upload.pk, state=upload.state) as telling,
            nullcontext() if in_parts else transaction.atomic(),
        ):
            _run(upload, run, telling, in_parts=in_parts, by=by, now=now)
            if gives_up:
                _give_up(upload, by=by, now=now)
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


def _run(upload: Upload, run: Run, telling: Progress, *, in_parts: bool, by: Actor, now: datetime) -> None:
    is_dry = upload.state == State.READING
    telling.begin("Reading the file")
    parts: Parts = UploadParts.of(upload) if in_parts else Parts()
    options = dict(upload.options)
    report = run(
        Order(content(upload.file_id or ""), upload.file_name, options, is_dry, telling, by, now, parts)
    )
    if not _settle(upload, State.READ if is_dry else State.TAKEN, report, by=by, now=now):
        raise Discarded  # and with it goes what was stored


@transaction.atomic
def _give_up(upload: Upload, *, by: Actor, now: datetime) -> None:
    stored = Upload.objects.filter(pk=upload.pk, state=State.TAKEN, file__isnull=False)
    if stored.update(file=None) and upload.file_id:
        UploadFinding.objects.filter(upload=upload).update(value="")
        files.give_up(upload.file_id, by=by, now=now)


def _sender(upload: Upload, now: datetime) -> Actor:
    """Who sent it, with what they may do by now."""
    actor_of_key: Callable[..., Actor | None] = import_string(settings.ACTOR_OF_KEY)
    return actor_of_key(upload.by, now=now) or Actor(key=upload.by, name="", scope=NOBODY)


@transaction.atomic
def _settle(upload: Upload, state: State, report: ImportReport, *, by: Actor, now: datetime) -> bool:
    """Keep what came of it, unless the file has moved on; tell which."""
    waits = (
        Upload.objects.select_for_update().filter(pk=upload.pk, state=upload.state, job=upload.job).first()
    )
    if waits is None:
        return False
    beside = 0
    if isinstance(report, RunningReport) and report.position:  # of parts, those before are kept
        beside = report.severities.total() - len(report.findings)
    else:
        UploadFinding.objects.filter(upload=upload).delete()
    keep_findings(upload, report.findings, beside=beside)
    Upload.objects.filter(pk=upload.pk).update(
        state=state, changed_at=now, report=report.summary(), effects=report.effects, step="", done=0, of=0,
        so_far=waits.so_far if state == State.FAILED else {},
    )  # fmt: skip
    record(at=now, by=by, verb=f"upload.{state}", subject=f"upload:{upload.pk}", rows=report.rows)
    return True


def _told(message: str) -> ImportReport:
    return ImportReport(findings=[Finding(0, "", "", "refused", Severity.ERROR, message)])
