"""A database is written out and put back whole, or not at all."""

from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from junction.core.postgres import Cluster
from junction.core.postgres.programs import ProgramFailed, dump, restore

DEBIAN_15 = Path("/usr/lib/postgresql/15/bin")
BEFORE = "drop schema public cascade; create schema public;"


def write_out(cluster: Cluster, target: Path) -> None:
    with psycopg.connect(cluster.url()) as still:
        still.execute("set transaction isolation level repeatable read")
        row = still.execute("select pg_export_snapshot()").fetchone()
        assert row
        dump(target, conninfo_to_dict(cluster.url()), snapshot=row[0])


def test_what_was_there_is_there_again(cluster, ask, home):
    cluster.start()
    ask(cluster, "create table kept as select generate_series(1, 1000) as value")
    write_out(cluster, home / "dump")
    ask(cluster, "delete from kept")
    ask(cluster, "create table later (value int)")
    restore(home / "dump", conninfo_to_dict(cluster.url()), before=BEFORE, after="")
    assert ask(cluster, "select sum(value)::int from kept") == 500500
    assert ask(cluster, "select to_regclass('later')::text") is None


@pytest.mark.parametrize("spoil", ["after", "dump"])
def test_a_restore_that_fails_changes_nothing(cluster, ask, home, spoil):
    cluster.start()
    ask(
        cluster, "create table kept as select md5(value::text) as value from generate_series(1, 100000) value"
    )
    write_out(cluster, home / "dump")
    ask(cluster, "delete from kept")
    if spoil == "dump":
        content = (home / "dump").read_bytes()
        (home / "dump").write_bytes(content[: len(content) // 2])
    after = "do $$ begin raise 'not as it was'; end $$;" if spoil == "after" else ""
    with pytest.raises(ProgramFailed):
        restore(home / "dump", conninfo_to_dict(cluster.url()), before=BEFORE, after=after)
    assert ask(cluster, "select count(*) from kept") == 0


@pytest.mark.skipif(not DEBIAN_15.is_dir(), reason="Debian's PostgreSQL 15 is not installed")
def test_newer_programs_serve_an_older_server(cluster, ask, home, monkeypatch):
    with monkeypatch.context() as context:
        context.setenv("PG_BINDIR", str(DEBIAN_15))
        cluster.start()
    ask(cluster, "create table kept as select 7 as value")
    write_out(cluster, home / "dump")
    restore(home / "dump", conninfo_to_dict(cluster.url()), before=BEFORE, after="")
    assert ask(cluster, "select value from kept") == 7
