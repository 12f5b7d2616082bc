"""Databases of the benchmarks: one world for each size, seed and state of the code, and copies to work on.

A world is made in a process of its own under an unfinished name, so that one which was interrupted is never
measured. Its comment holds the seconds that making it took.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from bench.harness import ROOT, SEED, SIZE
from tests.template import template

MADE_BY = ("bench/world.py", "junction/*/migrations/*.py")


def named(url: str, name: str) -> str:
    """The address of another database on the same server."""
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def world_name() -> str:
    """The name of this world; another one as soon as what makes it or a table changes."""
    made_by = sorted(path for pattern in MADE_BY for path in ROOT.glob(pattern))
    said = hashlib.sha256(b"".join(path.read_bytes() for path in made_by)).hexdigest()
    return f"bench_world_{SIZE}_{SEED}_{said[:12]}"


@contextmanager
def copied(url: str) -> Iterator[str]:
    """The address of a copy of the world, dropped after the block."""
    name = f"bench_{SIZE}_{SEED}_{os.getpid()}"
    with psycopg.connect(named(url, "postgres"), autocommit=True) as connection:
        world = _world(connection, url)
        _run(connection, "CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, world)
        try:
            yield named(url, name)
        finally:
            _run(connection, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


@contextmanager
def empty(url: str) -> Iterator[str]:
    """The address of a database with every table and nothing in them, dropped after the block."""
    name, server = f"bench_empty_{SIZE}_{SEED}_{os.getpid()}", named(url, "postgres")
    with psycopg.connect(server, autocommit=True) as connection:
        _run(connection, "CREATE DATABASE {} TEMPLATE {}", name, template(url))
    try:
        yield named(url, name)
    finally:
        with psycopg.connect(server, autocommit=True) as connection:  # another one: servers are killed, too
            _run(connection, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def seconds_of_world() -> float:
    """How long making the world took."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [world_name()]
        )
        return float(cursor.fetchone()[0])


def _world(connection: psycopg.Connection, url: str) -> str:
    """The name of the world's database, made now where it is not there yet; older ones go."""
    name, unfinished = world_name(), world_name() + "_unfinished"
    prefix = f"bench_world_{SIZE}_{SEED}_"
    known = connection.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix])
    names = {row[0] for row in known}
    if name in names:
        return name
    for old in names:
        _run(connection, "DROP DATABASE IF EXISTS {} WITH (FORCE)", old)
    _run(connection, "CREATE DATABASE {} TEMPLATE {}", unfinished, template(url))
    started = perf_counter()
    command = [sys.executable, "-m", "bench.world", "--size", SIZE, "--seed", str(SEED)]
    subprocess.run(command, env=os.environ | {"DATABASE_URL": named(url, unfinished)}, cwd=ROOT, check=True)
    seconds = sql.Literal(f"{perf_counter() - started:.1f}")
    connection.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(unfinished), seconds))
    _run(connection, "ALTER DATABASE {} RENAME TO {}", unfinished, name)
    return name


def _run(connection: psycopg.Connection, statement: str, *names: str) -> None:
    connection.execute(sql.SQL(statement).format(*(sql.Identifier(name) for name in names)))
