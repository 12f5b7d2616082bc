"""The cluster starts, survives, and stops: real servers, really killed."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from junction.core.postgres import Cluster, ClusterFailed

DEBIAN_15 = Path("/usr/lib/postgresql/15/bin")

START = """
import sys; from pathlib import Path; from junction.core.postgres import Cluster
cluster = Cluster(Path(sys.argv[1])); cluster.start(); print(cluster.server_process())
"""


def wait_until(condition, seconds=10.0):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)


def test_a_first_start_makes_a_durable_database_and_a_second_does_nothing(cluster, ask):
    cluster.start()
    server = cluster.server_process()
    cluster.start()
    assert cluster.is_running()
    assert cluster.server_process() == server
    assert ask(cluster, "show fsync") == "on"
    assert ask(cluster, "show listen_addresses") == ""
    assert ask(cluster, "select current_user::text || current_database()") == "junctionjunction"


def test_sorting_does_not_depend_on_the_machine(cluster, ask):
    cluster.start()
    provider = ask(cluster, "select datlocprovider::text from pg_database where datname = 'junction'")
    assert provider == "b"
    assert ask(cluster, "select upper('é')") == "É"


def test_stopping_is_clean_and_may_be_repeated(cluster, ask):
    cluster.start()
    ask(cluster, "create table kept as select 7 as value")
    cluster.stop()
    assert not cluster.is_running()
    cluster.stop()
    cluster.start()
    assert ask(cluster, "select value from kept") == 7


def test_nothing_committed_is_lost_when_the_server_is_killed(cluster, ask):
    cluster.start()
    ask(cluster, "create table kept (value int)")
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        for value in range(200):
            connection.execute("insert into kept values (%s)", [value])
        os.kill(cluster.server_process(), signal.SIGKILL)
    cluster.start()
    assert ask(cluster, "select array_agg(value order by value) from kept") == list(range(200))


def test_another_process_restarts_a_server_whose_parent_left_a_zombie(cluster, ask):
    cluster.start()
    server = cluster.server_process()
    os.kill(server, signal.SIGKILL)  # this test is its parent and does not collect it
    wait_until(lambda: "Z" in Path(f"/proc/{server}/stat").read_text().rsplit(")", 1)[1])
    subprocess.run([sys.executable, "-c", START, cluster.home], check=True, timeout=60)
    assert cluster.is_running()
    assert ask(cluster, "select 1") == 1


def test_two_starters_at_once_start_one_server(cluster):
    command = [sys.executable, "-c", START, cluster.home]
    starters = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    answers = {starter.communicate(timeout=60)[0].strip() for starter in starters}
    assert answers == {str(cluster.server_process())}


def test_a_lock_file_that_names_another_living_process_is_not_believed(cluster, ask):
    cluster.start()
    data, account = cluster.places.data, cluster.places.account
    lines = (data / "postmaster.pid").read_text().splitlines()
    os.kill(cluster.server_process(), signal.SIGKILL)
    bystander = subprocess.Popen(["/bin/sleep", "60"], **account.popen())
    try:
        for lock_file in (data / "postmaster.pid", cluster.places.socket / ".s.PGSQL.5432.lock"):
            lock_file.write_text("\n".join([str(bystander.pid), *lines[1:], ""]))
        cluster.start()
        assert ask(cluster, "select 1") == 1
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


def test_the_server_outlives_its_starter(cluster):
    subprocess.run([sys.executable, "-c", START, cluster.home], check=True, timeout=60)
    assert cluster.is_running()


def test_the_last_user_to_leave_stops_the_server(cluster):
    with cluster.used():
        with Cluster(cluster.home).used():
            assert cluster.is_running()
        assert cluster.is_running()
    assert not cluster.is_running()


def test_a_long_path_keeps_its_data_and_gets_a_short_socket(home, ask):
    deep = home / ("a-long-name-" * 5) / ("another-long-name-" * 5)
    cluster = Cluster(deep)
    try:
        cluster.start()
        assert cluster.places.data == deep / "postgres" / "data"
        assert len(str(cluster.places.socket)) < 90
        assert cluster.places.socket.stat().st_mode & 0o077 == 0
        assert ask(cluster, "select 1") == 1
    finally:
        cluster.stop()
        shutil.rmtree(cluster.places.socket)


def test_a_path_with_spaces_and_quotes_works(home, ask):
    cluster = Cluster(home / 'it\'s, a "home"')
    try:
        cluster.start()
        assert ask(cluster, "select 1") == 1
    finally:
        cluster.stop()
        shutil.rmtree(cluster.places.socket)


def test_an_interrupted_first_start_is_begun_again(cluster, ask):
    half = cluster.home / "postgres" / "data.unfinished"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18")
    cluster.start()
    assert ask(cluster, "select 1") == 1
    assert not half.exists()


def test_a_server_that_cannot_start_says_why(cluster):
    cluster.start()
    cluster.stop()
    (cluster.places.data / "postgresql.auto.conf").write_text("shared_buffers = 'many'\n")
    with pytest.raises(ClusterFailed, match="shared_buffers"):
        cluster.start()


def test_data_of_another_version_are_refused_with_the_way_out(cluster):
    cluster.start()
    cluster.stop()
    (cluster.places.data / "PG_VERSION").write_text("14\n")
    with pytest.raises(ClusterFailed, match="Set PG_BINDIR to the programs of version 14"):
        cluster.start()


@pytest.mark.skipif(not DEBIAN_15.is_dir(), reason="Debian's PostgreSQL 15 is not installed")
def test_installed_programs_run_instead_when_named(cluster, ask, monkeypatch):
    monkeypatch.setenv("PG_BINDIR", str(DEBIAN_15))
    cluster.start()
    assert ask(cluster, "show server_version").startswith("15.")
    assert ask(cluster, "select upper('é')") == "É"
    os.kill(cluster.server_process(), signal.SIGKILL)
    cluster.start()
    assert ask(cluster, "select 1") == 1
