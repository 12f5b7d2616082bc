"""Take documents in, and give up those nothing needs any more.

The bytes go to disk before the row and leave it after the row, so that no row ever points to nothing: what
gives a document up may still fail, and then all is as it was. Whoever does either to the same bytes waits for
the other.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory

from django.db import connection, transaction
from django.db.models import ProtectedError

from junction.core.audit.operations import record
from junction.core.scope import Actor

from . import disk
from .models import GivenUp, StoredFile
from .queries import folder

LOCK = 7_301_003  # of pg_advisory_xact_lock: one process at a time for the same bytes
ROOMS = "making"  # the folder of workrooms: no document's folder has a name of six letters
LONGEST_SECONDS = 2 * 24 * 3600  # in which anything is made


@transaction.atomic
def store(content: bytes, *, name: str, media_type: str, by: Actor, now: datetime) -> StoredFile:
    """Keep a document and return its row; the same bytes again give the row of the first time."""
    sha256 = disk.sha256_of(content)
    _lock(sha256)
    disk.write(folder(), content)
    return _row(sha256, len(content), name=name, media_type=media_type, by=by, now=now)


@transaction.atomic
def take_in(path: Path, *, name: str, media_type: str, by: Actor, now: datetime) -> StoredFile:
    """Keep a file that was made in a workroom, and move it from there; the same as `store` otherwise."""
    sha256, size = disk.sha256_of_file(path), path.stat().st_size
    _lock(sha256)
    disk.take(folder(), path, sha256)
    return _row(sha256, size, name=name, media_type=media_type, by=by, now=now)


@contextmanager
def workroom() -> Iterator[Path]:
    """Give a folder on the disk of the documents for what is being made; all that is left in it goes."""
    base = folder() / ROOMS
    base.mkdir(parents=True, exist_ok=True, mode=0o700)
    with TemporaryDirectory(dir=base) as room:
        yield Path(room)


def clear_workrooms(now: datetime) -> None:
    """Remove what was left by processes that died while they made something."""
    rooms = (folder() / ROOMS).iterdir() if (folder() / ROOMS).is_dir() else ()
    for room in rooms:
        if room.stat().st_mtime < now.timestamp() - LONGEST_SECONDS:
            rmtree(room, ignore_errors=True)


def _row(sha256: str, size: int, *, name: str, media_type: str, by: Actor, now: datetime) -> StoredFile:
    row, is_new = StoredFile.objects.get_or_create(
        sha256=sha256,
        defaults={
            "bytes": size,
            "media_type": media_type,
            "name": Path(name).name[:255],
            "received_at": now,
            "by": by.key,
        },
    )
    record(at=now, by=by, verb="file.stored", subject=f"file:{sha256}", bytes=size, again=not is_new)
    return row


@transaction.atomic
def give_up(sha256: str, *, by: Actor, now: datetime) -> bool:
    """Delete a document unless something still refers to it; tell whether it goes. Its bytes leave the disk
    once this is committed.

    What needs a document refers to it by a foreign key that protects it.
    """
    _lock(sha256)
    try:
        with transaction.atomic():
            StoredFile.objects.filter(pk=sha256).delete()
    except ProtectedError:
        return False
    GivenUp.objects.get_or_create(sha256=sha256, defaults={"given_up_at": now})
    record(at=now, by=by, verb="file.given-up", subject=f"file:{sha256}")
    transaction.on_commit(lambda: _remove(sha256), robust=True)
    return True


def remove_given_up() -> int:
    """Take from the disk what a process that died had given up; return how many documents."""
    left = list(GivenUp.objects.order_by("sha256").values_list("sha256", flat=True))
    for sha256 in left:
        _remove(sha256)
    return len(left)


@transaction.atomic
def _remove(sha256: str) -> None:
    """Take the bytes from the disk, unless they were received again meanwhile."""
    _lock(sha256)
    if not StoredFile.objects.filter(pk=sha256).exists():
        disk.remove(folder(), sha256)
    GivenUp.objects.filter(pk=sha256).delete()


def _lock(sha256: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOCK, sha256])
