"""Bytes on disk under their hash: written whole or not at all, never changed, never twice, removed whole."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

PIECE = 1024 * 1024


def path_of(folder: Path, sha256: str) -> Path:
    """Return where a document lies; raise `ValueError` for what is no SHA-256, so no path slips in."""
    if len(sha256) != 64 or set(sha256) - set("0123456789abcdef"):
        raise ValueError("not a SHA-256 in hexadecimal")
    return folder / sha256[:2] / sha256[2:]


def sha256_of(content: bytes) -> str:
    """Return the name that `content` has on disk."""
    return hashlib.sha256(content).hexdigest()


def write(folder: Path, content: bytes) -> str:
    """Put `content` on disk and return its SHA-256. What is there already, whole, is left alone."""
    sha256 = sha256_of(content)
    path = path_of(folder, sha256)
    if not is_whole(path, sha256):
        _write_whole(path, content)
    return sha256


def take(folder: Path, unkept: Path, sha256: str) -> None:
    """Move a file of the same disk, which has this hash, to where it is kept."""
    path = path_of(folder, sha256)
    if is_whole(path, sha256):
        unkept.unlink()
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    with unkept.open("rb+") as file:
        _finish(file.fileno(), unkept, path)


def remove(folder: Path, sha256: str) -> None:
    """Take a document from the disk; that it is not there is well too."""
    path = path_of(folder, sha256)
    path.unlink(missing_ok=True)
    if path.parent.exists():
        _make_durable(path.parent)


def sha256_of_file(path: Path) -> str:
    """Return the name that the bytes of a file have on disk."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_whole(path: Path, sha256: str) -> bool:
    """Tell whether the file is there and still has its hash."""
    try:
        return sha256_of_file(path) == sha256
    except FileNotFoundError:
        return False


def pieces(path: Path) -> Iterator[bytes]:
    """Yield a file's bytes in pieces, for a streamed answer."""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def _write_whole(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
        unfinished = Path(file.name)
        try:
            file.write(content)
            file.flush()
            _finish(file.fileno(), unfinished, path)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise


def _finish(descriptor: int, unfinished: Path, path: Path) -> None:
    os.fchmod(descriptor, 0o440)
    os.fsync(descriptor)
    unfinished.replace(path)
    _make_durable(path.parent)


def _make_durable(folder: Path) -> None:
    """A name is only safe after a crash once its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
