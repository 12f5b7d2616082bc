"""What every benchmark shares: a database of its own, CPU times, and the line a promise is printed as.

A benchmark works on a copy of one world of places and returns (`world.py`), made once for a size and a seed
and kept for the next benchmark. The server is the embedded PostgreSQL under var/bench, durable as in daily
use, or the one DATABASE_URL names; there only databases whose names begin with `bench_` are made.

CPU-milliseconds are process time of this process and of its database backends, divided by requests; they are
steadier on a shared machine than wall time.
"""

import argparse
import json
import os
import platform
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
RESULTS = Path(__file__).parent / "results.json"
SIZES = {"small": 3_000, "full": 58_000}
DAY = date(2020, 4, 20)
NOW = datetime(2020, 4, 20, 9, 0, tzinfo=UTC)
TICKS = os.sysconf("SC_CLK_TCK")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure performance promises.")
    parser.add_argument("--size", choices=SIZES, default=os.environ.get("SIZE") or "full")
    parser.add_argument("--seed", type=int, default=int(os.environ.get("SEED") or 1))
    return parser.parse_known_args()[0]


SIZE, SEED = _asked().size, _asked().seed
PLACES = SIZES[SIZE]


@dataclass(frozen=True, slots=True)
class Cpu:
    """CPU seconds used by this process, by its database backends, and wall time."""

    python: float
    database: float
    wall: float

    def ms_each(self, count: int) -> float:
        return 1000 * (self.python + self.database) / count

    def parts(self, count: int) -> str:
        """Say how the CPU time of each request divides."""
        python, database = 1000 * self.python / count, 1000 * self.database / count
        return f"Python {python:.2f} + PostgreSQL {database:.2f} CPU-ms"


def promise(
    name: str,
    value: float,
    unit: str,
    *,
    at_most: float | None = None,
    at_least: float | None = None,
    conditions: str = "",
) -> bool:
    """Print one line for a promise, keep it in the results, and say whether it is met."""
    met = (at_most is None or value <= at_most) and (at_least is None or value >= at_least)
    bars = [f"{sign} {bar:g} {unit}" for sign, bar in (("≤", at_most), ("≥", at_least)) if bar is not None]
    bar = " and ".join(bars)
    verdict = "measured" if not bars else "met" if met else "NOT MET"
    print(f"{name}: {value:.2f} {unit}  {bar}  {verdict}  ({conditions})", flush=True)
    kept = json.loads(RESULTS.read_text()) if RESULTS.exists() else []
    kept = [line for line in kept if line["promise"] != name]
    line = {"promise": name, "value": round(value, 3), "unit": unit, "bar": bar, "met": met}
    RESULTS.write_text(
        json.dumps([*kept, line | {"conditions": conditions}], indent=1, ensure_ascii=False) + "\n"
    )
    return met


@contextmanager
def server() -> Iterator[str]:
    """The address of the server to measure on; the embedded one runs for the length of the block."""
    if "DATABASE_URL" in os.environ:
        yield os.environ["DATABASE_URL"]
        return
    from junction.core.postgres import Cluster

    with Cluster(Path(os.environ["JUNCTION_HOME"])).used() as cluster:
        yield cluster.url()


@contextmanager
def database(*, of_world: bool = True) -> Iterator[None]:
    """A fresh copy of the world, or tables without rows, gone afterwards; Django is set up to use it."""
    os.environ.setdefault("JUNCTION_HOME", str(ROOT / "var" / "bench"))
    os.environ.setdefault("JUNCTION_LOG_LEVEL", "WARNING")
    # One backend answers each statement, so that its CPU time is all there is.
    os.environ["PGOPTIONS"] = "-c max_parallel_workers_per_gather=0"
    os.environ["DJANGO_SETTINGS_MODULE"] = "junction.config.settings"
    from bench.databases import copied, empty

    with ExitStack() as stack:
        stack.callback(_as_it_was, os.environ.get("DATABASE_URL"))
        url = stack.enter_context(server())
        os.environ["DATABASE_URL"] = stack.enter_context((copied if of_world else empty)(url))
        import django

        django.setup()
        from django.db import connections

        stack.callback(connections.close_all)
        yield


def _as_it_was(address: str | None) -> None:
    """A second database of one benchmark is made where the first one was, not in the first one."""
    os.environ.pop("DATABASE_URL", None)
    if address is not None:
        os.environ["DATABASE_URL"] = address


def _backend_seconds(pids: list[int]) -> float:
    total = 0.0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        except FileNotFoundError:
            continue
        total += (int(fields[11]) + int(fields[12])) / TICKS
    return total


def _backends() -> list[int]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity"
            " WHERE datname = current_database() AND backend_type = 'client backend'"
        )
        return [pid for (pid,) in cursor.fetchall()]


def backend_seconds() -> float:
    """CPU seconds used so far by every backend that serves a client of this database now."""
    return _backend_seconds(_backends())


def measure(work: Callable[[], Any]) -> Cpu:
    """Run `work` once and say what it cost; the database must run on this machine."""
    pids = _backends()
    before = (time.process_time(), _backend_seconds(pids), time.perf_counter())
    work()
    after = (time.process_time(), _backend_seconds(pids), time.perf_counter())
    return Cpu(*(b - a for a, b in zip(before, after, strict=True)))


def durability() -> str:
    """Say on what it was measured, and whether the server waits for the disk, as it must."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), current_setting('fsync')")
        version, fsync = cursor.fetchone()
    load = os.getloadavg()[0]
    return (
        f"PostgreSQL {version}, fsync {fsync}, Python {platform.python_version()}, {os.cpu_count()} cores, "
        f"load of the machine {load:.1f}, seed {SEED}"
    )
