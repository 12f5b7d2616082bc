"""Reads of files that were sent: everybody sees their own and nobody else's."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.db.models.fields.json import KT

from junction.core.jobs.backlog import backlog, is_given_up
from junction.core.scope import Actor

from .models import Upload, UploadFinding
from .rules import GONE, WORKING, Kind, State


@dataclass(frozen=True, slots=True)
class Waiting:
    """How the job of a file is doing."""

    has_worker: bool  # somebody is there to do it
    is_lost: bool  # nobody will: it was given up, or is not there


def uploads(by: Actor, kind: Kind) -> QuerySet[Upload]:
    """The files of a kind that this actor sent, the newest first."""
    return Upload.objects.filter(by=by.key, kind=kind.name)


def sent(by: Actor, kind: Kind) -> QuerySet[Upload]:
    """The same with the counts of each alone: a report may hold everything that was read in a file."""
    counts = {name: KT(f"report__{name}") for name in ("rows", "errors", "warnings")}
    return uploads(by, kind).defer("report").annotate(**counts)


def upload(by: Actor, kind: Kind, upload_id: int) -> Upload:
    """Return one of them. Raise `Upload.DoesNotExist` for another's, or of another kind."""
    return uploads(by, kind).get(pk=upload_id)


def waits_for(sha256: str) -> bool:
    """Tell whether a file with these bytes was sent, by whomever, and is neither stored nor given up."""
    return Upload.objects.filter(file=sha256).exclude(state__in=[State.TAKEN, *GONE]).exists()


def findings(upload: Upload) -> QuerySet[UploadFinding]:
    """What was found in it, the worst first."""
    return UploadFinding.objects.filter(upload=upload)


def waiting(upload: Upload, *, now: datetime) -> Waiting | None:
    """How the job of a file is doing; nothing where none is to be done.

    A job may end between two looks. One that is over is lost only when the file, read after that, still
    waits for it.
    """
    is_over = upload.state in WORKING and is_given_up(upload.job)
    if is_over:
        job = upload.job
        upload.refresh_from_db()
        is_over = upload.job == job
    if upload.state not in WORKING:
        return None
    return Waiting(has_worker=backlog(now).workers_alive > 0, is_lost=is_over)
