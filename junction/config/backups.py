"""What a backup holds and when it may be put back.

One file (a tar) holds everything an installation cannot make again: the database, the documents, the keys.
A manifest names each part with its SHA-256 and each table with its number of rows. All is checked before
anything is touched, the rows once more before the restore is committed.
"""

import hashlib
import json
import os
import re
import shutil
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql

from junction.core.postgres import programs
from junction.core.telling import Tell, told

DUMP = "database.dump"
KEYS = ("secret-key",)
PARTS = re.compile(rf"{re.escape(DUMP)}|keys/({'|'.join(KEYS)})|files/[0-9a-f/]+")
FORM = 1


class BackupRefused(Exception):
    """This cannot be backed up or put back. The message says why and what to do."""


class RestoredInPart(Exception):
    """Some of a backup was put back and some was not. The message says which, and what to do."""


def backup(target: Path, *, now: datetime, tell: Tell | None = None) -> dict[str, Any]:
    """Write a backup to `target`; return its manifest. The file appears only when it is whole."""
    if target.exists():
        raise BackupRefused(f"{target} exists already. Choose another name.")
    beside = tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-")
    inside = tempfile.TemporaryDirectory(dir=settings.HOME, prefix=".backup-")
    with beside as folder, inside as held:
        dump = Path(folder) / DUMP
        _hold_documents(Path(held))
        with _snapshot(tell) as (snapshot, rows):
            programs.dump(dump, address(), snapshot=snapshot)
        _hold_documents(Path(held))
        parts = {DUMP: dump, **_documents(Path(held)), **_keys()}
        manifest = {
            "form": FORM,
            "made_at": now.isoformat(),
            "parts": {name: _sha256(path) for name, path in told(parts.items(), tell, of=len(parts))},
            "rows": rows,
        }
        unfinished = Path(folder) / "backup"
        _pack(unfinished, manifest, parts)
        unfinished.rename(target)
    return manifest


def restore(source: Path, *, replace: bool, tell: Tell | None = None) -> dict[str, Any]:
    """Put a backup back; return its manifest. Refuses a database that holds anything, unless `replace`.

    Documents come first: named by their hash, they harm nothing beside an older database. Then the database,
    in one transaction; the keys last. Raise `RestoredInPart` for what stops it half-way.
    """
    if not replace and _tables():
        raise BackupRefused("The database is not empty. Add --replace to lose what is in it.")
    with tempfile.TemporaryDirectory(dir=settings.HOME, prefix=".restore-") as folder:
        manifest = _unpack(source, Path(folder), tell)
        documents = _put_documents_back(Path(folder))
        _put_database_back(Path(folder), manifest["rows"], documents=documents)
        _put_keys_back(Path(folder), source)
    with connection.cursor() as cursor:
        cursor.execute("analyze")
    return manifest


def address() -> dict[str, Any]:
    """Return the database's address in psycopg's words."""
    words = connection.get_connection_params()
    return {
        name: words[name] for name in words if name not in ("cursor_factory", "context", "client_encoding")
    }


@contextmanager
def _snapshot(tell: Tell | None = None) -> Iterator[tuple[str, dict[str, int]]]:
    """Hold the database still for reading; yield the snapshot's name and the rows of each table in it."""
    with psycopg.connect(**address()) as still:
        still.execute("set transaction isolation level repeatable read, read only")
        row = still.execute("select pg_export_snapshot()").fetchone()
        rows = {}
        tables = _tables()
        for table in told(tables, tell, of=len(tables)):
            counted = still.execute(
                sql.SQL("select count(*) from {}").format(sql.Identifier(table))
            ).fetchone()
            rows[table] = int(counted[0]) if counted else 0
        yield str(row[0] if row else ""), rows


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname from pg_class where relnamespace = 'public'::regnamespace"
            " and relkind in ('r', 'p') and not relispartition order by relname"
        )
        return [name for (name,) in cursor.fetchall()]


def _same_rows(rows: Mapping[str, int]) -> str:
    """Return a statement that fails, and so takes the restore back, where a table lacks rows."""
    checks = "".join(
        f"select count(*) into found from public.{_quoted(table)}; if found <> {int(count)} then"  # noqa: S608 - names of tables, checked
        f" raise '{table} came back with % rows instead of {int(count)}', found; end if;"
        for table, count in rows.items()
    )
    return f"do $check$ declare found bigint; begin {checks} end $check$;"


def _quoted(table: str) -> str:
    if not re.fullmatch(r"[a-z0-9_]+", table):
        raise BackupRefused(f"The backup names a table {table!r}, which is no name of ours.")
    return f'"{table}"'


def _hold_documents(held: Path) -> None:
    """Link every document into `held`, so that one which is given up meanwhile is still there to be packed.

    Done before and after the database is read, so that no row of the backup lacks its document.
    """
    folder = settings.HOME / "files"
    for path in [path for path in folder.rglob("*") if path.is_file()]:
        target = held / path.relative_to(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError, FileExistsError):
            os.link(path, target)


def _documents(folder: Path) -> dict[str, Path]:
    found = (path for path in folder.rglob("*") if path.is_file())
    named = {f"files/{path.relative_to(folder)}": path for path in sorted(found)}
    return {name: path for name, path in named.items() if PARTS.fullmatch(name)}


def _keys() -> dict[str, Path]:
    return {f"keys/{name}": settings.HOME / name for name in KEYS if (settings.HOME / name).is_file()}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _pack(target: Path, manifest: Mapping[str, Any], parts: Mapping[str, Path]) -> None:
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        with tarfile.open(fileobj=file, mode="w") as archive:
            listing = target.with_name("manifest.json")
            listing.write_text(json.dumps(manifest, indent=1))
            archive.add(listing, "manifest.json")
            for name, path in parts.items():
                archive.add(path, name)
        file.flush()
        os.fsync(file.fileno())


def _unpack(source: Path, folder: Path, tell: Tell | None = None) -> dict[str, Any]:
    """Take the parts out into `folder`, each under an allowed name and with its hash."""
    try:
        with tarfile.open(source) as archive:
            manifest = json.loads(_read(archive, "manifest.json"))
            if manifest["form"] != FORM:
                raise BackupRefused(
                    "This backup was made by a later version of Junction. Install that version."
                )
            for name, sha256 in told(manifest["parts"].items(), tell, of=len(manifest["parts"])):
                if not PARTS.fullmatch(name) or ".." in name:
                    raise BackupRefused(f"The backup holds {name!r}, which is no part of a backup.")
                _take_out(archive, name, folder / name)
                if _sha256(folder / name) != sha256:
                    raise BackupRefused(
                        f"{name} is not as it was when the backup was made. Use another backup."
                    )
    except (tarfile.TarError, KeyError, ValueError) as broken:
        raise BackupRefused(f"{source} is not a whole backup of Junction ({broken}).") from broken
    return dict(manifest)


def _read(archive: tarfile.TarFile, name: str) -> bytes:
    member = archive.extractfile(name)
    return member.read() if member else b""


def _take_out(archive: tarfile.TarFile, name: str, target: Path) -> None:
    member = archive.extractfile(name)
    if member is None:
        raise KeyError(name)
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        shutil.copyfileobj(member, file)


def _put_documents_back(folder: Path) -> int:
    """Put documents where they were; return how many were not there. None is overwritten by another."""
    new = 0
    for part in (path for path in (folder / "files").rglob("*") if path.is_file()):
        target = settings.HOME / part.relative_to(folder)
        is_new = not target.exists()
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            part.replace(target)
        except OSError as problem:
            raise RestoredInPart(
                f"The database was not changed. A document could not be put back: {problem}. {_beside(new)}"
            ) from problem
        new += is_new
    return new


def _put_database_back(folder: Path, rows: Mapping[str, int], *, documents: int) -> None:
    before = (
        "set local client_min_messages = warning; set local lock_timeout = '15s';"
        " drop schema public cascade; create schema public;"
    )
    try:
        programs.restore(folder / DUMP, address(), before=before, after=_same_rows(rows))
    except programs.ProgramFailed as problem:
        if not documents:
            raise
        raise RestoredInPart(f"The database was not changed. {problem} {_beside(documents)}") from problem


def _put_keys_back(folder: Path, source: Path) -> None:
    for name in KEYS:
        part = folder / "keys" / name
        if not part.is_file():
            continue
        try:
            part.chmod(0o600)
            part.replace(settings.HOME / name)
        except OSError as problem:
            raise RestoredInPart(
                f"The database and the documents are put back; {name} is not: {problem}."
                f" Take keys/{name} out of {source} (a tar) into {settings.HOME} before anybody signs in."
            ) from problem


def _beside(documents: int) -> str:
    return f"{documents:,} documents of the backup now lie beside those that were there, which harms nothing."
