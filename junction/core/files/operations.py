"""Take documents in. The bytes go to disk before the row, so that no row ever points to nothing."""

from datetime import datetime
from pathlib import Path

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.scope import Actor

from . import disk
from .models import StoredFile
from .queries import folder


@transaction.atomic
def store(content: bytes, *, name: str, media_type: str, by: Actor, now: datetime) -> StoredFile:
    """Keep a document and return its row; the same bytes again give the row of the first time."""
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
