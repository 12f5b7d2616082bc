"""Place one order of five lines over the JSON API: CPU-milliseconds (Python and PostgreSQL).

The real server, 16 callers in a closed loop, each order by another provider with its own token and a new key:
limits, allowance, fair part, reservation in whole packs, ledger, log and kept answer. CPU is that of the web
server's processes and the database's, divided by orders. Beside it, without a bar: the same orders one at a
time, so that none shares a statement or a commit with another.
"""

import sys

from bench import rush, shop
from bench.harness import SIZE, Cpu, backend_seconds, database, durability, promise
from bench.local_server import cpu_seconds, served
from bench.order_rush import request

PROVIDERS = 6_000 if SIZE == "full" else 1_500
ALONE = 1_000 if SIZE == "full" else 200
WARM = 500
CALLERS = 16


def measured(port: int, pid: int, requests: list[bytes], *, callers: int) -> Cpu:
    """Send the requests as fast as so many callers can; return what they cost."""
    before = cpu_seconds(pid), backend_seconds()
    came = rush.offer(port, requests, seconds=0.0, connections=callers)
    if set(came.statuses) != {201}:
        raise SystemExit(f"answers {came.statuses}")
    return Cpu(cpu_seconds(pid) - before[0], backend_seconds() - before[1], came.seconds)


def main() -> int:
    with database(of_world=False):
        from django.db import connection

        providers = shop.make(PROVIDERS, scarcity=0.6)
        shop.expect_everybody(providers)
        requests = [request(provider) for provider in providers]
        with served(workers=1) as (port, pid):
            rush.offer(port, requests[:WARM], seconds=1.0)
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
            alone = measured(port, pid, requests[WARM : WARM + ALONE], callers=1)
            cpu = measured(port, pid, requests[WARM + ALONE :], callers=CALLERS)
        faults = shop.faults()
        count = PROVIDERS - WARM - ALONE
        where = f"{count:,} orders of {shop.LINES} lines, {PROVIDERS:,} providers, 3 hubs, {durability()}"
        parts = f"{cpu.parts(count)}; {count / cpu.wall:.0f} orders a second; {CALLERS} callers; {where}"
        met = promise("place one order by API", cpu.ms_each(count), "CPU-ms", at_most=2.5, conditions=parts)
        promise("place one order by API, nobody else at it", alone.ms_each(ALONE), "CPU-ms",
                conditions=f"{alone.parts(ALONE)}; {where}")  # fmt: skip
        met &= promise("place one order by API: faults in the books", len(faults), "faults", at_most=0,
                       conditions="; ".join(faults) or where)  # fmt: skip
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
