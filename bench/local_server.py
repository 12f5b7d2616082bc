"""The real server on a port of this machine, as in production: granian by `junction serve`, in its own
processes.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from bench.harness import ROOT, TICKS


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(*, workers: int | None = None, threads: int | None = None) -> Iterator[tuple[int, int]]:
    """Serve the site from the database of DATABASE_URL; give the port and the number of the process."""
    port = free_port()
    process = start(port, workers=workers, threads=threads)
    try:
        wait_until_ready(port, process)
        yield port, process.pid
    finally:
        stop(process)


def start(port: int, *, workers: int | None = None, threads: int | None = None) -> "subprocess.Popen[bytes]":
    """Start it in a session of its own, so that it can be ended with all that it started."""
    command = [sys.executable, "-m", "junction.config.commandline", "serve", "--port", str(port)]
    command += ["--workers", str(workers)] if workers else []
    command += ["--threads", str(threads)] if threads else []
    environment = os.environ | {"JUNCTION_API_REQUESTS_A_MINUTE": "10000000"}
    return subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)


def stop(process: "subprocess.Popen[bytes]", how: int = signal.SIGTERM) -> None:
    """End the server and what it started, and wait for it."""
    try:
        os.killpg(process.pid, how)
        process.wait(20)
    except ProcessLookupError:
        pass
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)


def wait_until_ready(port: int, process: "subprocess.Popen[bytes]", *, seconds: float = 60) -> None:
    """Wait until the site answers; raise `SystemExit` when it ends or takes too long."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise SystemExit(f"the server ended with {process.returncode}")
        try:
            with urlopen(f"http://127.0.0.1:{port}/health/live", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not answer")


def cpu_seconds(session: int) -> float:
    """CPU time of every process of a session so far."""
    total = 0.0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[3]) == session:
            total += (int(fields[11]) + int(fields[12])) / TICKS
    return total
