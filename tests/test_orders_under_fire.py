"""Web server and database are killed (-9) while orders come in: nothing confirmed is lost or doubled.

The benchmark `bench.order_kill` run small: the real server, the embedded PostgreSQL in a home of its own;
each order is sent again under its key until it is confirmed; afterwards the database is compared with what
was confirmed, and the ledger with its balances.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SMALL = {"FIRE_ORDERS": "60", "FIRE_SECONDS": "9", "FIRE_KILLS": "4"}


@pytest.mark.slow
def test_orders_outlive_a_killed_server_and_a_killed_database(tmp_path):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_URL")}
    environment |= SMALL | {"JUNCTION_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "bench.order_kill", "--size", "small"]
    ran = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=240, check=False
    )
    assert ran.returncode == 0, ran.stdout[-2000:] + ran.stderr[-4000:]
    (line,) = [one for one in ran.stdout.splitlines() if "orders under fire" in one]
    assert re.search(r"0\.00 faults", line) and "60 orders offered" in line
    killed = re.search(r"killed: site (\d+) times, database (\d+)", line)
    assert killed and all(int(times) >= 1 for times in killed.groups())
