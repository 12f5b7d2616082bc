"""Locks that the kernel releases when their holder dies, and lock files that lie.

PostgreSQL's own lock files hold a process number. After a crash that number may belong to a zombie or to
somebody else's process, and PostgreSQL then refuses to start. Here the truth is a lock on a file (`flock`)
that the server and all its children inherit: while it is held, some process of the server lives.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def locked(path: Path) -> Iterator[int]:
    """Hold the lock on `path`, waiting for whoever holds it."""
    descriptor = open_lock(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


def open_lock(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)


def take(descriptor: int, *, shared: bool = False, wait: bool = False) -> bool:
    """Take the lock of an open file; tell whether it was to be had."""
    kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    try:
        fcntl.flock(descriptor, kind if wait else kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def is_held(path: Path) -> bool:
    """Tell whether any living process holds the lock on `path`."""
    if not path.exists():
        return False
    descriptor = open_lock(path)
    try:
        return not take(descriptor)
    finally:
        os.close(descriptor)


def remove_if_false(lock_file: Path, *, data: Path) -> None:
    """Remove a PostgreSQL lock file whose process is not a server on `data`.

    Call it only when no process of our server lives. A number that belongs to nobody is left to PostgreSQL,
    which then cleans up after the dead server by itself.
    """
    try:
        number = abs(int(lock_file.read_text().splitlines()[0]))
    except (OSError, ValueError, IndexError):
        with suppress(OSError):
            lock_file.unlink()
        return
    if _exists(number) and not _is_server_on(number, data):
        lock_file.unlink(missing_ok=True)


def _exists(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _is_server_on(process: int, data: Path) -> bool:
    """Tell whether a process works in the data folder, as a server does; a zombie works nowhere."""
    try:
        return Path(f"/proc/{process}/cwd").readlink() == data.resolve()
    except OSError:
        return False
