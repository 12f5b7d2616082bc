"""`junction up`, `serve`, `worker`: what keeps running, and how it ends."""

import os
import shutil
import socket
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from django.conf import settings
from procrastinate.contrib.django import app as jobs

from junction.core.postgres import Cluster

from .base import app, refuse, say
from .database import bring_up_to_date
from .exercise import play_once, tell_sign_ins
from .processes import Processes, end_with_parent

Port = Annotated[int, typer.Option(help="The port to listen on.", envvar="JUNCTION_PORT")]
Address = Annotated[
    str,
    typer.Option(help="The address to listen on. Only this machine, by default.", envvar="JUNCTION_ADDRESS"),
]
Workers = Annotated[
    int,
    typer.Option(min=0, help="Processes that serve; 0: one a core, 4 at most.", envvar="JUNCTION_WORKERS"),
]
Threads = Annotated[int, typer.Option(min=1, help="Threads of each process.", envvar="JUNCTION_THREADS")]
RayCluster = Annotated[
    str,
    typer.Option(
        "--ray",
        metavar="HOST:PORT",
        help="Solve large pairings on the Ray cluster there (needs requirements/cluster.txt).",
        envvar="JUNCTION_RAY",
    ),
]
Demo = Annotated[
    bool,
    typer.Option(
        "--demo", help="Load a simulated emergency first, if there is none, and say who may sign in."
    ),
]


@app.command()
def up(port: Port = 8000, address: Address = "127.0.0.1", workers: Workers = 0, demo: Demo = False) -> None:
    """Run everything on this machine: the database, the worker and the site. Ctrl-C ends all of it.

    Example: `junction up --port 8080`
    """
    refuse_taken_port(address, port)
    say.print("The database is running.")
    bring_up_to_date()
    if demo:
        play_once()
    os.environ.setdefault("JUNCTION_PUBLIC_ADDRESS", f"http://localhost:{port}")  # links in letters
    processes = Processes(tend=tend_database if settings.EMBEDDED else None)
    processes.add("worker", "worker")
    processes.add("site", "serve", "--port", str(port), "--address", address, "--workers", str(workers))
    try:
        processes.start()
        announce(address, port, processes)
        if demo:
            tell_sign_ins()
        well = processes.wait()
    finally:
        say.print("Ending the site, the worker, then the database …")
        processes.stop()
    if not well:
        raise refuse("Something would not stay up; `junction doctor` says more.")


@app.command()
def serve(
    port: Port = 8000, address: Address = "127.0.0.1", workers: Workers = 0, threads: Threads = 32
) -> None:
    """Serve the site alone. Put a proxy that speaks TLS before it (docs/how-to/run-in-production.md).

    Example: `junction serve --workers 8`
    """
    from granian import Granian
    from granian.constants import Interfaces

    refuse_taken_port(address, port)
    gather_metrics(port)
    end_with_parent()
    processes = workers or min(4, os.cpu_count() or 1)
    os.environ["JUNCTION_WEB_PROCESSES"] = str(processes)  # among whom limits are shared
    server = Granian(
        "junction.config.wsgi:application",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=threads,
        respawn_failed_workers=True,
        log_enabled=False,
        workers_kill_timeout=15,
    )
    server.serve()


@app.command()
def worker(
    concurrency: Annotated[int, typer.Option(min=1, help="Jobs done at the same time.")] = 2,
    ray: RayCluster = "",
) -> None:
    """Do the jobs that wait. Any number of workers may run, on any machine that reaches the database.

    A job whose worker dies is queued again within two minutes.

    Example: `junction worker --concurrency 4`
    """
    end_with_parent()
    with engine_on(ray), jobs.replace_connector(jobs.connector.get_worker_connector()) as running:  # type: ignore[attr-defined] # it has
        running.run_worker(concurrency=concurrency, shutdown_graceful_timeout=15)


@contextmanager
def engine_on(address: str) -> Iterator[None]:
    """Let jobs of this process solve their cells on a Ray cluster, where an address is given."""
    if not address:
        yield
        return
    from junction.engine.pairing import NoRay, NoSuchPool, pool_named  # a second to import

    try:
        pool = pool_named(f"ray:{address}")
    except (NoRay, NoSuchPool, ConnectionError) as unreached:
        raise refuse(str(unreached)) from unreached
    before, settings.ENGINE_POOL = settings.ENGINE_POOL, f"ray:{address}"
    try:
        with pool:
            yield
    finally:
        settings.ENGINE_POOL = before


def tend_database() -> None:
    """Start the embedded database again where it fell."""
    cluster = Cluster(settings.HOME)
    if not cluster.is_running():
        say.print("The database fell; starting it again.", style="yellow")
        cluster.start()


def refuse_taken_port(address: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as taken:
            message = f"{address}:{port} cannot be listened on ({taken.strerror})."
            raise refuse(f"{message} Try --port {port + 1} (make demo PORT={port + 1}).") from taken


def gather_metrics(port: int) -> None:
    """Let every process write its figures into one folder, so that /metrics speaks for all of them."""
    folder = settings.HOME / "metrics" / str(port)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


def announce(address: str, port: int, processes: Processes, patience: float = 60) -> None:
    """Wait until the site answers, then say where it is."""
    where = f"http://{f'[{address}]' if ':' in address else address}:{port}"
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline and not processes.ending:
        try:
            with urllib.request.urlopen(f"{where}/health/live", timeout=2):  # noqa: S310 - our own site
                say.print(f"Junction is at {where}  (Ctrl-C ends it)", style="bold green")
                return
        except OSError:
            time.sleep(0.1)
