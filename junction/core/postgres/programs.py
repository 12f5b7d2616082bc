"""Runs PostgreSQL's own dump and restore programs against any address, embedded or a server's."""

import os
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO, Any

from psycopg.conninfo import make_conninfo

from . import binaries

# Written at the head of every dump by programs of version 17 and later; older servers do not know it.
ONLY_SINCE_17 = b"SET transaction_timeout = 0;\n"


class ProgramFailed(Exception):
    """A PostgreSQL program ended badly. The message is what it said."""


def dump(target: Path, address: Mapping[str, Any], *, snapshot: str) -> None:
    """Write everything in the database, as it is in `snapshot`, to a file of pg_dump's own format.

    `address` holds psycopg's words: dbname, host, port, user, password and the rest.
    """
    command = [
        *("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"),
        f"--file={target}",
    ]
    with _program(command, address) as program:
        _, error = program.communicate()
    _check(program, error)


def restore(source: Path, address: Mapping[str, Any], *, before: str, after: str) -> None:
    """Put a dump into the database in one transaction, between the statements `before` and `after`.

    Anything that fails, a dump that ends early included, takes all of it back.
    """
    reader = subprocess.Popen(
        [binaries.find().path("pg_restore"), "--no-owner", "--no-privileges", "--file=-", str(source)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    # Without --no-psqlrc and ON_ERROR_STOP a person's own settings or a failed statement would go unseen.
    command = ["psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--file=-"]
    with reader, _program(command, address, stdin=subprocess.PIPE) as writer:
        assert reader.stdout and reader.stderr and writer.stdin
        try:
            _feed(writer.stdin, [before.encode()], reader.stdout)
            if reader.wait():
                writer.kill()  # before the end of its input, so that nothing is committed
                raise ProgramFailed(reader.stderr.read().decode(errors="replace").strip())
            _feed(writer.stdin, [after.encode()])
        except BrokenPipeError:
            pass  # it ended by itself, and says why below
        _, error = writer.communicate()
    _check(writer, error)


def _feed(target: IO[bytes], parts: Iterable[bytes], rest: IO[bytes] | None = None) -> None:
    for part in parts:
        target.write(part + b"\n")
    while rest and (chunk := rest.read(1 << 20)):
        target.write(chunk.replace(ONLY_SINCE_17, b""))
    target.flush()


def _program(command: list[str], address: Mapping[str, Any], **pipes: Any) -> subprocess.Popen[bytes]:
    """Start a program. The password goes by the environment, since others see a program's arguments."""
    words = {name: value for name, value in address.items() if name != "password" and value not in ("", None)}
    return subprocess.Popen(
        [binaries.find().path(command[0]), *command[1:], f"--dbname={make_conninfo(**words)}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, "PGPASSWORD": str(address.get("password") or "")},
        **pipes,
    )


def _check(program: subprocess.Popen[bytes], error: bytes | None) -> None:
    if program.returncode:
        raise ProgramFailed((error or b"").decode(errors="replace").strip() or "It ended without a word.")
