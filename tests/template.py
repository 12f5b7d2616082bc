"""A database of tests is a copy of one migrated before, which is made once for a set of migrations.

Its name says of which migrations and packages it is made, so that it is never stale; the oldest are dropped.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[1]
PREFIX = "junction_template_"
KEPT = 6  # for those who work on several branches at a time
ONE_AT_A_TIME = 7_041_776  # the key of the lock under which one is made


def template(url: str) -> str:
    """Return the name of a migrated database on the server at `url`, made now if there is none."""
    name = PREFIX + _digest()
    with psycopg.connect(_at(url, "postgres"), autocommit=True) as server:
        if name in _found(server):
            return name  # without waiting for another branch's, which may be in the making
        server.execute("select pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        if name not in (found := _found(server)):
            _make(server, url, name)
            for old in found[: -KEPT + 1]:
                server.execute(sql.SQL("drop database {}").format(sql.Identifier(old)))
    return name


def _make(server: psycopg.Connection, url: str, name: str) -> None:
    making = name + "_in_the_making"
    server.execute(sql.SQL("drop database if exists {}").format(sql.Identifier(making)))
    server.execute(sql.SQL("create database {}").format(sql.Identifier(making)))
    env = os.environ | {
        "DATABASE_URL": _at(url, making),
        "DJANGO_SETTINGS_MODULE": "junction.config.settings",
    }
    subprocess.run([sys.executable, "manage.py", "migrate", "-v", "0"], cwd=ROOT, env=env, check=True)
    server.execute(
        sql.SQL("alter database {} rename to {}").format(sql.Identifier(making), sql.Identifier(name))
    )


def _found(server: psycopg.Connection) -> list[str]:
    """Return the templates of this server, the oldest first."""
    rows = server.execute(
        "select datname from pg_database where datname ~ %s order by oid", [f"^{PREFIX}[0-9a-f]+$"]
    )
    return [name for (name,) in rows]


def _digest() -> str:
    read = [
        *ROOT.glob("junction/**/migrations/*.py"),
        *ROOT.glob("junction/**/*.sql"),
        ROOT / "requirements/all.txt",
    ]
    whole = hashlib.sha256()
    for path in sorted(read):
        whole.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return whole.hexdigest()[:16]


def _at(url: str, database: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))
