"""Homes for clusters that live for one test."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from junction.core.postgres import Cluster


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder that every account can reach; pytest's own are closed to others."""
    folder = Path(tempfile.mkdtemp(prefix="junction-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def cluster(home: Path) -> Iterator[Cluster]:
    """A cluster as people have it, durable, stopped after the test."""
    cluster = Cluster(home)
    yield cluster
    cluster.stop()


@pytest.fixture
def ask() -> Callable[[Cluster, str], object]:
    """Run one statement in a connection of its own; return the first value."""

    def ask(cluster: Cluster, statement: str) -> object:
        with psycopg.connect(cluster.url(), autocommit=True) as connection:
            cursor = connection.execute(statement)
            row = cursor.fetchone() if cursor.description else None
            return row[0] if row else None

    return ask


needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another account")
