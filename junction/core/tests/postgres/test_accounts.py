"""Who runs the server, what they may reach, and who may come in."""

import os
import pwd
import shutil
import stat
import traceback
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from junction.core.postgres import Cluster, binaries, places
from junction.core.postgres.accounts import Account, account_of, server_account

from .conftest import needs_root


def as_nobody(work: Callable[[], None]) -> int:
    """Run `work` in a child that is the account `nobody`, with no group of ours; return how it ended.

    A fork rather than a new Python, since that account may not be allowed to read this environment.
    """
    nobody = pwd.getpwnam("nobody")
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        os.setgroups([])
        os.setgid(nobody.pw_gid)
        os.setuid(nobody.pw_uid)
        work()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def status_of(process: int | None) -> dict[str, list[str]]:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return {name: rest.split() for name, _, rest in (line.partition(":") for line in lines)}


@needs_root
def test_root_runs_the_server_as_a_system_account_without_roots_groups(cluster):
    cluster.start()
    status = status_of(cluster.server_process())
    account = cluster.places.account
    assert account.uid != 0
    assert set(status["Uid"]) == {str(account.uid)}
    assert set(status["Gid"]) == {str(account.gid)}
    assert "0" not in status["Groups"]


@needs_root
def test_a_home_that_the_account_cannot_reach_is_not_opened_to_it(home, ask, monkeypatch):
    monkeypatch.setattr(places, "SHARED", home / "shared")
    closed = home / "closed"
    closed.mkdir(mode=0o700)
    cluster = Cluster(closed / "var")
    try:
        cluster.start()
        assert ask(cluster, "select 1") == 1
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
        assert cluster.places.data.is_relative_to(home / "shared")
    finally:
        cluster.stop()


@needs_root
def test_programs_that_the_account_cannot_read_are_copied_beside_the_data(cluster, ask, monkeypatch):
    monkeypatch.setattr(Account, "can_reach", lambda self, path: "site-packages" not in str(path))
    cluster.start()
    program = Path(f"/proc/{cluster.server_process()}/exe").readlink()
    assert program.is_relative_to(cluster.home)
    assert ask(cluster, "create extension pg_trgm") is None


@needs_root
def test_an_ordinary_user_runs_the_server_as_that_user(home):
    nobody = pwd.getpwnam("nobody")
    if not account_of(nobody.pw_uid).can_reach(binaries.find().folder):
        pytest.skip("this environment's programs are closed to other accounts")
    own = home / "of-nobody"
    own.mkdir()
    shutil.chown(own, nobody.pw_uid, nobody.pw_gid)

    def work() -> None:
        cluster = Cluster(own / "var")
        cluster.start()
        assert set(status_of(cluster.server_process())["Uid"]) == {str(nobody.pw_uid)}
        with psycopg.connect(cluster.url()) as connection:
            assert connection.execute("select 1").fetchone() == (1,)
        assert stat.S_IMODE((own / "var" / "postgres").stat().st_mode) == 0o700
        cluster.stop()

    assert as_nobody(work) == 0


@needs_root
def test_other_accounts_of_the_machine_do_not_come_in(cluster):
    cluster.start()
    url = cluster.url()

    def work() -> None:
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(url)

    assert as_nobody(work) == 0


@needs_root
def test_even_with_the_folder_open_only_known_names_come_in(cluster):
    cluster.start()
    cluster.places.socket.chmod(0o755)
    url = cluster.url()

    def work() -> None:
        with pytest.raises(psycopg.OperationalError, match=r"[Pp]eer authentication failed"):
            psycopg.connect(url)

    assert as_nobody(work) == 0


def test_the_owner_of_the_data_runs_the_server_whatever_else_is_set(tmp_path, monkeypatch):
    monkeypatch.setenv("JUNCTION_POSTGRES_ACCOUNT", "daemon")
    data = tmp_path / "data"
    if os.geteuid() == 0:
        assert server_account(data).name == "daemon"
        data.mkdir()
        os.chown(data, pwd.getpwnam("nobody").pw_uid, -1)
        assert server_account(data).name == "nobody"
    else:
        assert server_account(data) == account_of(os.geteuid())


@needs_root
def test_a_folder_of_somebody_else_is_refused(home):
    found = places.find(home)
    found.top.mkdir()
    os.chown(found.top, pwd.getpwnam("nobody").pw_uid, -1)
    with pytest.raises(places.UnsafeFolder, match="belongs to somebody else"):
        found.make()
