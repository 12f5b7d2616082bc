"""Read documents, and prove that they are as they were received.

They take no scope: a document belongs to the fact that names its hash, which was read through a scope.
"""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from . import disk
from .models import StoredFile


class FileDamaged(Exception):
    """This document is missing from the disk or is no longer what was received. Restore it from a backup."""


def folder() -> Path:
    """Return where documents lie."""
    return Path(settings.HOME) / "files"


def stored(sha256: str) -> StoredFile | None:
    """Return a document's row, if it was ever received."""
    return StoredFile.objects.filter(sha256=sha256).first()


def content(sha256: str) -> bytes:
    """Return a document's bytes; raise `FileDamaged` when they are not what was received."""
    path = disk.path_of(folder(), sha256)
    if not disk.is_whole(path, sha256):
        raise FileDamaged(sha256)
    return path.read_bytes()


def pieces(sha256: str) -> Iterator[bytes]:
    """Return the same in pieces, for what may be larger than the memory; proved whole before the first."""
    path = disk.path_of(folder(), sha256)
    if not disk.is_whole(path, sha256):
        raise FileDamaged(sha256)
    return disk.pieces(path)


def damaged() -> Iterator[str]:
    """Yield the hash of every document that is missing or changed on disk."""
    for sha256 in StoredFile.objects.order_by("sha256").values_list("sha256", flat=True).iterator():
        if not disk.is_whole(disk.path_of(folder(), sha256), sha256):
            yield sha256
