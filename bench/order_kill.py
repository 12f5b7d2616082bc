"""Under fire: web server and database are killed (-9) again and again while orders come in.

Clients do what clients should: who gets no answer, or a 5xx, sends the same order with the same key again.
Every order that was confirmed must be there, once, with what was confirmed; every order must be confirmed in
the end; and the books must agree. The database is the embedded one; of a server that DATABASE_URL names only
the connections are killed.
"""

import http.client
import json
import os
import random
import signal
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from bench import shop
from bench.harness import SEED, SIZE, database, durability, promise
from bench.local_server import free_port, start, stop, wait_until_ready

# A test runs it smaller still (tests/test_orders_under_fire.py).
ORDERS = int(os.environ.get("FIRE_ORDERS") or (3_000 if SIZE == "full" else 600))
SECONDS = float(os.environ.get("FIRE_SECONDS") or (60 if SIZE == "full" else 20))
KILLS = int(os.environ.get("FIRE_KILLS") or (12 if SIZE == "full" else 4))
CALLERS = 24
PATIENCE = 120.0  # seconds that a client tries


class Fire:
    """The site and its database, and the one who kills them."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.site = start(port)
        self.killed = {"site": 0, "database": 0}

    def kill_site(self) -> None:
        stop(self.site, signal.SIGKILL)
        self.killed["site"] += 1
        self.site = start(self.port)
        wait_until_ready(self.port, self.site)

    def kill_database(self) -> None:
        from junction.core.postgres import Cluster

        self.killed["database"] += 1
        if os.environ["BENCH_SERVER"] == "embedded":
            cluster = Cluster(Path(os.environ["JUNCTION_HOME"]))
            process = cluster.server_process()
            assert process
            os.kill(process, signal.SIGKILL)
            cluster.start()
            return
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                           " WHERE datname = current_database() AND pid <> pg_backend_pid()")  # fmt: skip

    def burn(self, until: threading.Event) -> None:
        numbers = random.Random(SEED)
        for kill in range(KILLS):
            if until.wait(numbers.uniform(0.5, 1.5) * SECONDS / KILLS / 2):
                return
            # The database first: it is back soon, where a busy machine takes long to start a site.
            (self.kill_site if kill % 2 else self.kill_database)()


def place(port: int, provider: shop.Provider, *, due: float, tries: list[int]) -> dict[str, Any]:
    """Send one order until it is confirmed; return what was confirmed."""
    time.sleep(max(0.0, due - time.monotonic()))
    lines = [{"item": code, "quantity": units} for code, units in provider.lines]
    body = json.dumps({"place_id": provider.place_id, "lines": lines})
    headers = {
        "Authorization": f"Bearer {provider.secret}",
        "Idempotency-Key": f"fire-{provider.place_id}",
        "Content-Type": "application/json",
    }
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        tries.append(1)
        try:
            connection.request("POST", "/api/v1/supply/orders", body, headers)
            answer = connection.getresponse()
            said = answer.read()
            if answer.status == 201:
                confirmed: dict[str, Any] = json.loads(said)
                return confirmed
            if answer.status < 500:
                raise SystemExit(f"{answer.status}: {said[:300]!r}")
        except (OSError, http.client.HTTPException):
            pass
        finally:
            connection.close()
        time.sleep(0.3)
    raise SystemExit("an order was not confirmed in time")


def disagreements(confirmed: list[dict[str, Any]]) -> list[str]:
    """What is not in the database as it was confirmed, or is there without having been asked."""
    from junction.supply.models import Order, OrderLine

    ids = [order["id"] for order in confirmed]
    found = [] if len(set(ids)) == len(ids) else ["two orders were confirmed under one number"]
    kept = dict(Order.objects.values_list("id", "state"))
    lost = sum(kept.get(order["id"]) != order["state"] for order in confirmed)
    granted: dict[int, list[int]] = {}
    for order_id, units in OrderLine.objects.order_by("id").values_list("order_id", "granted"):
        granted.setdefault(order_id, []).append(units)
    other = sum(granted.get(one["id"]) != [line["granted"] for line in one["lines"]] for one in confirmed)
    found += [f"{lost} confirmed orders are lost or differ"] if lost else []
    found += [f"{other} confirmed orders have other lines"] if other else []
    found += [f"{len(kept) - len(ids)} orders are doubled or unasked"] if len(kept) != len(ids) else []
    return found


def main() -> int:
    os.environ["BENCH_SERVER"] = "given" if "DATABASE_URL" in os.environ else "embedded"
    with database(of_world=False):
        from django.db import connections

        providers = shop.make(ORDERS, scarcity=0.5)
        shop.expect_everybody(providers)
        conditions = durability()
        connections.close_all()
        fire, over, tries = Fire(free_port()), threading.Event(), list[int]()
        try:
            wait_until_ready(fire.port, fire.site)
            began = time.monotonic()
            killer = threading.Thread(target=fire.burn, args=(over,))
            killer.start()
            with ThreadPoolExecutor(CALLERS) as callers:
                waiting = [
                    callers.submit(place, fire.port, one, due=began + n * SECONDS / ORDERS, tries=tries)
                    for n, one in enumerate(providers)
                ]
                confirmed = [one.result() for one in waiting]
            over.set()
            killer.join(120)
            seconds = time.monotonic() - began
        finally:
            over.set()
            stop(fire.site, signal.SIGKILL)
        connections.close_all()
        faults = disagreements(confirmed) + shop.faults()
        faults += [f"the {what} was never killed" for what, times in fire.killed.items() if not times]
    where = (
        f"{ORDERS:,} orders offered in {SECONDS:.0f} s, confirmed in {seconds:.0f} s, "
        f"{len(tries):,} tries, "
        f"killed: site {fire.killed['site']} times, database {fire.killed['database']}; " + conditions
    )
    met = promise("orders under fire: lost, doubled, or faults in the books", len(faults), "faults",
                  at_most=0, conditions="; ".join(faults) or where)  # fmt: skip
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
