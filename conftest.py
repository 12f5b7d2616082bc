"""Fixtures for every test: the real public data where it is at hand, and a moment that never moves."""

import gc
import os
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

import pytest
import pytest_django
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test import Client
from hypothesis import HealthCheck, settings

from junction.core.postgres import Cluster
from tests.template import template

ROOT = Path(__file__).parent
# Compiled modules are kept, also where the environment says not to (in var): a run starts
# an interpreter for each process of it and for each command that it tries.
if sys.dont_write_bytecode:
    sys.dont_write_bytecode, sys.pycache_prefix = False, str(ROOT / "var" / "compiled")
    os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
pytest_plugins = ["tests.browser"]
NOW = datetime(2020, 4, 20, 9, 0, tzinfo=UTC)
# The machine may be busy: no example fails for the time it takes.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")


def pytest_configure(config: pytest.Config) -> None:
    """Run the tests' own database server, unless DATABASE_URL names one; the last process stops it."""
    if "DATABASE_URL" not in os.environ:
        used = Cluster(Path(os.environ["JUNCTION_HOME"]), durable=False).used()
        used.__enter__()
        config.add_cleanup(lambda: used.__exit__(None, None, None))


def pytest_collection_finish() -> None:
    """Search for garbage less often, and not among what lives as long as the run: modules, models, tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 10, 10)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name bytes by their place: some hold the second at which they were packed, and processes must agree."""
    return argname if isinstance(val, bytes) else None


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """A process's database of tests is a copy of a migrated one: none migrates its own."""
    url = os.environ.get("DATABASE_URL") or Cluster(Path(os.environ["JUNCTION_HOME"])).url()
    connection.settings_dict["TEST"]["TEMPLATE"] = template(url)


@pytest.fixture(autouse=True)
def _sweep_jobs(request: pytest.FixtureRequest) -> Iterator[None]:
    """Remove jobs after a test that really commits: their tables are not Django's, so it forgets them."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if marker and marker.kwargs.get("transaction"):
        with request.getfixturevalue("django_db_blocker").unblock(), connection.cursor() as cursor:
            cursor.execute("truncate procrastinate_jobs, procrastinate_workers cascade")


@pytest.fixture
def now() -> datetime:
    """The moment at which tests happen, unless they say otherwise."""
    return NOW


def _shared() -> Path | None:
    places = [os.environ.get("JUNCTION_SHARED", ""), ROOT.parent / "shared", ROOT.parents[1] / "shared"]
    return next((Path(place) / "data" for place in places if place and (Path(place) / "data").is_dir()), None)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real public data files; the test is skipped where it is not at hand."""
    folder = _shared()
    if folder is None:
        pytest.skip("the public data files are not beside the project (../shared/data)")
    return folder


def _load_areas() -> None:
    from junction.people.queries import system_actor
    from junction.registry.models import Area
    from junction.registry.operations import load_area_facts

    if not Area.objects.exists():
        # No line in the log: these rows outlive the test, and the log of the next one must begin empty.
        with patch("junction.registry.operations.areas.record"):
            load_area_facts(by=system_actor("facts"), now=NOW)


@pytest.fixture(scope="session")
def areas_once(django_db_setup: None, django_db_blocker: "pytest_django.DjangoDbBlocker") -> None:
    """The same for what is made once for a module."""
    with django_db_blocker.unblock():
        _load_areas()


@pytest.fixture
def areas(areas_once: None, db: None) -> None:
    """The areas of England, loaded once a session (and again where a test has emptied the tables)."""
    _load_areas()


@pytest.fixture(autouse=True, scope="session")
def _append_only_tables_may_be_emptied_between_tests() -> Iterator[None]:
    """Tests with real commits end in TRUNCATE, which append-only tables refuse: lift the guard for it."""
    flush = DatabaseOperations.execute_sql_flush

    def lifted(self: DatabaseOperations, sql_list: list[str]) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT tgrelid::regclass::text, quote_ident(tgname) FROM pg_trigger"
                " JOIN pg_proc p ON p.oid = tgfoid WHERE p.proname = 'core_refuse_rewriting'"
            )
            guards = cursor.fetchall()
        before = [f"ALTER TABLE {table} DISABLE TRIGGER {name}" for table, name in guards]
        after = [f"ALTER TABLE {table} ENABLE TRIGGER {name}" for table, name in guards]
        flush(self, [*before, *sql_list, *after])

    DatabaseOperations.execute_sql_flush = lifted  # type: ignore[method-assign] # for the tests alone
    yield
    DatabaseOperations.execute_sql_flush = flush  # type: ignore[method-assign] # for the tests alone


@pytest.fixture
def sign_in(db: None) -> Callable[..., Client]:
    """`sign_in("council-officer", area=area)` is a test client of somebody who holds that role there."""
    from tests.cast import signed_in, user_who

    return lambda role, **over: signed_in(user_who(role, **over))
