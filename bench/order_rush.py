"""The rush: every provider orders within one minute, five lines each, against stock for three fifths of it.

20,000, then 58,000 different providers, each with its own token and idempotency key, offered evenly over 60
seconds to the real server (granian, its processes and threads as `junction serve` sets them), load generator
on the same cores, latency from the moment a request was due. Afterwards the books are checked: nothing
oversold, nothing doubled, ledger equal to balances, every order answered, with a reason for what was not
granted.
"""

import json
import os
import sys

from bench import rush, shop
from bench.harness import SEED, SIZE, backend_seconds, database, durability, promise
from bench.local_server import cpu_seconds, served

ROUNDS = [(20_000, 60.0, 100.0), (58_000, 60.0, 1_000.0)] if SIZE == "full" else [(2_000, 6.0, 100.0)]
WARM = 500


def request(provider: shop.Provider, *, key: str = "") -> bytes:
    lines = [{"item": code, "quantity": units} for code, units in provider.lines]
    body = json.dumps({"place_id": provider.place_id, "lines": lines}).encode()
    head = (
        "POST /api/v1/supply/orders HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {provider.secret}\r\nIdempotency-Key: {key or SEED}-{provider.place_id}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def run(count: int, seconds: float, bar: float) -> bool:
    with database(of_world=False):
        from django.db import connection, connections

        providers = shop.make(count + WARM, scarcity=0.6)
        shop.expect_everybody(providers)
        conditions = durability()
        connections.close_all()
        with served(workers=int(os.environ.get("WORKERS", "0")) or None,
                    threads=int(os.environ.get("THREADS", "0")) or None) as (port, pid):  # fmt: skip
            rush.offer(port, [request(one) for one in providers[count:]], seconds=2.0)
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
            rush.offer(port, [request(one) for one in providers[count:]], seconds=1.0)  # again: no new orders
            before, backends = cpu_seconds(pid), backend_seconds()
            came = rush.offer(port, [request(one) for one in providers[:count]], seconds=seconds)
            cpu = 1000 * (cpu_seconds(pid) - before) / count
            database_cpu = 1000 * (backend_seconds() - backends) / count
        faults = shop.faults()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*), count(*) FILTER (WHERE state = 'refused') FROM supply_order")
            orders, refused = cursor.fetchone()
            cursor.execute("SELECT count(*) FROM supply_orderline WHERE granted < asked AND reason = ''")
            silent = cursor.fetchone()[0]
    if orders != count + WARM:
        faults.append(f"{orders:,} orders of {count + WARM:,} asked")
    if silent:
        faults.append(f"{silent:,} lines cut without a reason")
    if set(came.statuses) != {201}:
        faults.append(f"answers {came.statuses}")
    where = (
        f"{count:,} providers x {shop.LINES} lines in {seconds:.0f} s, answered in {came.seconds:.1f} s, "
        f"p50 {came.percentile(50):.0f} ms, p99.9 {came.percentile(99.9):.0f} ms, "
        f"longest {came.percentile(100):.0f} ms, "
        f"{refused:,} orders refused whole, web server {cpu:.2f} + PostgreSQL {database_cpu:.2f} "
        f"CPU-ms an order, {conditions}, "
        f"load at the end {os.getloadavg()[0]:.1f}"
    )
    name = f"rush of {count:,} orders in {seconds:.0f} s"
    met = promise(f"{name}: p99", came.percentile(99), "ms", at_most=bar, conditions=where)
    return promise(f"{name}: faults in the books", len(faults), "faults", at_most=0,
                   conditions="; ".join(faults) or where) and met  # fmt: skip


def main() -> int:
    chosen = [int(one) for one in os.environ.get("RUSH", "").split(",") if one]
    rounds = [one for one in ROUNDS if not chosen or one[0] in chosen]
    met = [run(*one) for one in rounds]
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
