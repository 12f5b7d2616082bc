"""A connection whose server has ended is never handed out; one in use is not asked about."""

from collections.abc import Iterator
from unittest.mock import patch

import psycopg
import pytest
from django.db import connection, connections
from psycopg import Connection
from psycopg_pool import ConnectionPool

from junction.core.pooled import base


@pytest.fixture
def other(db: None) -> Iterator[Connection[tuple[object, ...]]]:
    """A second connection to the server of the tests."""
    said = connection.get_connection_params()
    named = {name: said[name] for name in ("host", "port", "user", "password", "dbname") if said.get(name)}
    with psycopg.connect(**named, autocommit=True) as made:
        yield made


def end(victim: Connection[tuple[object, ...]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [victim.info.backend_pid])


def test_a_connection_just_used_is_not_asked_about(other: Connection[tuple[object, ...]]) -> None:
    base.check(other)
    with patch.object(ConnectionPool, "check_connection") as asked:
        base.check(other)
    asked.assert_not_called()


def test_one_that_rested_is_asked_about(other: Connection[tuple[object, ...]]) -> None:
    base.check(other)
    with patch.object(base, "QUIET_SECONDS", -1.0), patch.object(ConnectionPool, "check_connection") as asked:
        base.check(other)
    asked.assert_called_once_with(other)


def test_one_whose_server_has_ended_is_refused_at_once(other: Connection[tuple[object, ...]]) -> None:
    base.check(other)
    end(other)
    with pytest.raises(psycopg.OperationalError):
        base.check(other)


def test_a_server_that_only_said_something_is_still_there(other: Connection[tuple[object, ...]]) -> None:
    other.execute("LISTEN word")
    base.check(other)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    with psycopg.connect(other.info.dsn, password=other.info.password or None, autocommit=True) as third:
        third.execute("NOTIFY word")
    base.check(other)
    assert other.execute("SELECT 1").fetchone() == (1,)


def test_the_pool_of_django_checks_in_this_way() -> None:
    assert connection.settings_dict["ENGINE"] == "junction.core.pooled"
    assert isinstance(connections["default"], base.DatabaseWrapper)
    assert connection.vendor == "postgresql"
