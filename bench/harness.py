"""What every benchmark shares: a database of its own with England's size of places, CPU times, promise lines.

CPU-milliseconds are process time of this process and of its database backends, divided by requests; they are
steadier on a shared machine than wall time. Results are appended to bench/results.json.
"""

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results.json"
SIZES = {"small": 5_800, "full": 58_000}
SIZE = os.environ.get("SIZE", "full")
PLACES = SIZES[SIZE]
SEED = int(os.environ.get("SEED", "1"))
DAY = date(2020, 4, 20)
NOW = datetime(2020, 4, 20, 9, 0, tzinfo=UTC)
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Cpu:
    """CPU seconds used by this process, by its database backends, and wall time."""

    python: float
    database: float
    wall: float

    def ms_each(self, count: int) -> float:
        return 1000 * (self.python + self.database) / count


def promise(
    name: str, value: float, unit: str, *, at_most: float | None = None, conditions: str = ""
) -> bool:
    """Print one line for a promise, keep it in the results, and say whether it is met."""
    met = at_most is None or value <= at_most
    bar = "" if at_most is None else f"≤ {at_most:g} {unit}"
    verdict = "measured" if at_most is None else "met" if met else "NOT MET"
    print(f"{name}: {value:.2f} {unit}  {bar}  {verdict}  ({conditions})")
    kept = json.loads(RESULTS.read_text()) if RESULTS.exists() else []
    kept = [line for line in kept if line["promise"] != name]
    line = {"promise": name, "value": round(value, 3), "unit": unit, "bar": bar, "met": met}
    RESULTS.write_text(
        json.dumps([*kept, line | {"conditions": conditions}], indent=1, ensure_ascii=False) + "\n"
    )
    return met


@contextmanager
def database() -> Iterator[None]:
    """A database for benchmarks on the server of DATABASE_URL, kept between runs of one size and seed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "junction.config.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection

    settings.DEBUG = False
    name = f"bench_{SIZE}_{SEED}"
    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = name
    connection.settings_dict["TEST"]["NAME"] = name
    connection.creation.create_test_db(verbosity=0, autoclobber=True, keepdb=True, serialize=False)
    try:
        yield
    finally:
        connection.close()


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
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid IS NOT NULL"
        )
        return [pid for (pid,) in cursor.fetchall()]


def measure(work: Callable[[], Any]) -> Cpu:
    """Run `work` once and say what it cost; the database must run on this machine."""
    pids = _backends()
    before = (time.process_time(), _backend_seconds(pids), time.perf_counter())
    work()
    after = (time.process_time(), _backend_seconds(pids), time.perf_counter())
    return Cpu(*(b - a for a, b in zip(before, after, strict=True)))


def durability() -> str:
    """Say how the server writes, since a server that does not wait for the disk is quicker."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), current_setting('fsync')")
        version, fsync = cursor.fetchone()
    return f"PostgreSQL {version}, fsync {fsync}, {os.cpu_count()} cores, seed {SEED}"


def days_before(count: int, *, until: date = DAY) -> list[date]:
    return [until - timedelta(days=back) for back in range(count, 0, -1)]
