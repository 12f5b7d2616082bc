"""`junction up` brings everything up, keeps it up, and leaves nothing behind."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from junction.config.commandline.processes import Processes
from junction.core.postgres import Cluster

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """One home for all: what comes up the second time is what came up before."""
    folder = Path(tempfile.mkdtemp(prefix="junction-up-"))
    folder.chmod(0o755)
    yield folder
    Cluster(folder).stop()
    shutil.rmtree(folder)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def command(home: Path, *arguments: str) -> subprocess.Popen[str]:
    unset = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")
    environment = {name: value for name, value in os.environ.items() if name not in unset}
    return subprocess.Popen(
        [sys.executable, "-m", "junction.config.commandline", *arguments],
        cwd=ROOT,
        env={**environment, "JUNCTION_HOME": str(home)},
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_until(condition: Callable[[], object], seconds: float = 300) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)


def answers(port: int, path: str) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=2) as response:
            return response.status == 200
    except OSError:
        return False


def processes_of(home: Path) -> list[int]:
    """Every process whose environment names this home, the database's aside."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if f"JUNCTION_HOME={home}".encode() in (folder / "environ").read_bytes().split(b"\0"):
                found.append(int(folder.name))
        except OSError:
            continue
    return found


def worker_of(home: Path) -> int | None:
    for process in processes_of(home):
        if Path(f"/proc/{process}/cmdline").read_bytes().endswith(b"\0worker\0"):
            return process
    return None


@pytest.mark.slow
def test_up_serves_works_and_ends_with_everything(home):
    port = free_port()
    up = command(home, "up", "--port", str(port), "--workers", "1")
    try:
        wait_until(lambda: answers(port, "/health/ready"))
        wait_until(lambda: worker_of(home))
        first = worker_of(home)
        assert first
        os.kill(first, signal.SIGKILL)
        wait_until(lambda: worker_of(home) not in (None, first))  # it is started again
        server = Cluster(home).server_process()
        assert server
        os.kill(server, signal.SIGKILL)
        wait_until(lambda: Cluster(home).server_process() not in (None, server))
        wait_until(lambda: answers(port, "/health/ready"))
        up.send_signal(signal.SIGINT)
        _, said = up.communicate(timeout=60)
    finally:
        up.kill()
    assert up.returncode == 0, said
    assert f"http://127.0.0.1:{port}" in said
    assert processes_of(home) == []
    assert not Cluster(home).is_running()


@pytest.mark.slow
def test_what_up_kept_ends_when_up_is_killed(home):
    port = free_port()
    up = command(home, "up", "--port", str(port), "--workers", "1")
    try:
        wait_until(lambda: answers(port, "/health/ready"))
    finally:
        up.kill()
        up.communicate()
    wait_until(lambda: not processes_of(home))
    assert not answers(port, "/health/live")


@pytest.mark.slow
def test_a_taken_port_is_said_before_anything_is_done(home):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        up = command(home, "up", "--port", str(taken.getsockname()[1]))
        _, said = up.communicate(timeout=60)
    assert up.returncode == 1
    assert "Try --port" in said


def test_what_falls_at_once_each_time_is_given_up():
    processes = Processes()
    processes.add("broken part", "no-such-command")
    for kept in processes.kept:
        kept.start()
    assert processes.wait() is False
    processes.stop()
