"""Send a file, confirm or discard it, read it again, clear what nobody confirmed; `work.py` has the job."""

from datetime import datetime
from typing import Any

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.files import operations as files
from junction.core.jobs import defer
from junction.core.jobs.backlog import is_given_up
from junction.core.refusals import Refusal
from junction.core.scope import Actor

from .models import Upload, UploadFinding
from .queries import upload as own_upload
from .rules import AFTER, GONE, WORKING, Kind, State, upload_limits


class MayNotSendFiles(Refusal):
    """You need permission to import such files. Ask whoever manages access for you."""

    status = 403


class UploadMovedOn(Refusal):
    """This cannot be done to the file any more. The page shows how it stands now."""


@transaction.atomic
def send(
    kind: Kind,
    content: bytes,
    *,
    name: str,
    media_type: str,
    options: dict[str, Any],
    by: Actor,
    now: datetime,
) -> Upload:
    """Keep a file and queue the job that reads it. Raise `MayNotSendFiles`."""
    if not by.scope.may(kind.permission):
        raise MayNotSendFiles
    kept = files.store(content, name=name, media_type=media_type[:100], by=by, now=now)
    upload = Upload.objects.create(
        kind=kind.name,
        by=by.key,
        file=kept,
        file_name=name[:255],
        bytes=len(content),
        options=options,
        state=State.READING,
        sent_at=now,
        changed_at=now,
    )
    _queue(upload, kind)
    _record(upload, "sent", by=by, now=now, kind=kind.name, sha256=kept.sha256)
    return upload


@transaction.atomic
def confirm(kind: Kind, upload_id: int, *, options: dict[str, Any], by: Actor, now: datetime) -> Upload:
    """Let a file that was read be stored. Raise `Upload.DoesNotExist`, `UploadMovedOn`."""
    upload = _locked(kind, upload_id, by)
    _move(upload, State.TAKING, now)
    upload.options |= options
    _queue(upload, kind)
    _record(upload, "confirmed", by=by, now=now)
    return upload


@transaction.atomic
def read_again(kind: Kind, upload_id: int, *, by: Actor, now: datetime) -> Upload:
    """Read a file once more whose job failed or was lost. Raise `Upload.DoesNotExist`, `UploadMovedOn`."""
    upload = _locked(kind, upload_id, by)
    if upload.state in WORKING and is_given_up(upload.job):
        _move(upload, State.FAILED, now)
    _move(upload, State.READING, now)
    _queue(upload, kind)
    _record(upload, "sent-again", by=by, now=now)
    return upload


@transaction.atomic
def discard(kind: Kind, upload_id: int, *, by: Actor, now: datetime) -> Upload:
    """Give a file up that was not stored, also while a job is at it. Raise as `confirm` does."""
    upload = _locked(kind, upload_id, by)
    _drop(upload, State.DISCARDED, by=by, now=now)
    _record(upload, "discarded", by=by, now=now)
    return upload


@transaction.atomic
def clear_unconfirmed(*, by: Actor, now: datetime) -> int:
    """Give up every file that was not confirmed for as long as the rule allows; return how many."""
    limits = upload_limits(now)
    due = Upload.objects.select_for_update(skip_locked=True).filter(changed_at__lt=limits.cleared_before(now))
    old = list(due.exclude(state__in=[State.TAKEN, *GONE]).order_by("pk"))
    for upload in old:
        _drop(upload, State.CLEARED, by=by, now=now)
    if old:
        numbers = [upload.pk for upload in old]
        subject, playbook = "upload:unconfirmed", limits.reference
        record(at=now, by=by, verb="upload.cleared", subject=subject, playbook=playbook, uploads=numbers)
    return len(old)


def forget_stored(sha256: str) -> int:
    """Forget bytes that were stored, and what was read in them: what came of them was destroyed.

    A step of operations that have their actor. That somebody sent a file then, and its counts, stay.
    """
    sent = list(Upload.objects.select_for_update().filter(file=sha256, state=State.TAKEN))
    for upload in sent:
        upload.file, upload.file_name, upload.options = None, "", {}
        upload.report = {name: said for name, said in upload.report.items() if isinstance(said, int)}
        upload.so_far = {}
        upload.save()
    UploadFinding.objects.filter(upload__in=sent).delete()
    return len(sent)


def _locked(kind: Kind, upload_id: int, by: Actor) -> Upload:
    own = own_upload(by, kind, upload_id)
    return Upload.objects.select_for_update().get(pk=own.pk)


def _move(upload: Upload, state: State, now: datetime) -> None:
    if state not in AFTER[State(upload.state)]:
        raise UploadMovedOn
    upload.state, upload.changed_at = state, now
    upload.step, upload.done, upload.of = "", 0, 0
    if state in WORKING:
        upload.so_far = {}


def _queue(upload: Upload, kind: Kind) -> None:
    upload.job = defer(kind.job, in_turn=kind.job, upload_id=upload.pk)
    upload.save()


def _drop(upload: Upload, state: State, *, by: Actor, now: datetime) -> None:
    _move(upload, state, now)
    sha256, upload.file = upload.file_id, None
    upload.save()
    UploadFinding.objects.filter(upload=upload).delete()
    if sha256:
        files.give_up(sha256, by=by, now=now)


def _record(upload: Upload, what: str, *, by: Actor, now: datetime, **detail: str) -> None:
    record(at=now, by=by, verb=f"upload.{what}", subject=f"upload:{upload.pk}", **detail)
