"""Take documents in, and give up those nothing needs any more.

The bytes go to disk before the row and leave it with the row, so that no row ever points to nothing. Whoever
does either to the same bytes waits for the other.
"""

from datetime import datetime
from pathlib import Path

from django.db import connection, transaction
from django.db.models import ProtectedError

from junction.core.audit.operations import record
from junction.core.scope import Actor

from . import disk
from .models import StoredFile
from .queries import folder

LOCK = 7_301_003  # of pg_advisory_xact_lock: one process at a time for the same bytes


@transaction.atomic
def store(content: bytes, *, name: str, media_type: str, by: Actor, now: datetime) -> StoredFile:
    """Keep a document and return its row; the same bytes again give the row of the first time."""
    _lock(disk.sha256_of(content))
    sha256 = disk.write(folder(), content)
    row, is_new = StoredFile.objects.get_or_create(
        sha256=sha256,
        defaults={
            "bytes": len(content),
            "media_type": media_type,
            "name": Path(name).name[:255],
            "received_at": now,
            "by": by.key,
        },
    )
    record(at=now, by=by, verb="file.stored", subject=f"file:{sha256}", bytes=len(content), again=not is_new)
    return row


@transaction.atomic
def give_up(sha256: str, *, by: Actor, now: datetime) -> bool:
    """Delete a document unless something still refers to it; tell whether it is gone.

    What needs a document refers to it by a foreign key that protects it.
    """
    _lock(sha256)
    try:
        with transaction.atomic():
            StoredFile.objects.filter(pk=sha256).delete()
    except ProtectedError:
        return False
    record(at=now, by=by, verb="file.given-up", subject=f"file:{sha256}")
    disk.remove(folder(), sha256)
    return True


def _lock(sha256: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOCK, sha256])
