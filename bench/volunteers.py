"""A wave of volunteers: signing up by the page, and a scheme's list of 750,000 taken in.

By the page: the real server, its last step as a browser sends it (cross-site token, what was typed in three
steps), each person another address of the internet, load generator on the same cores. The two steps before it
and the page itself are measured beside it, without a bar. By file: `volunteers_list.py`.
"""

import http.client
import os
import random
import re
import sys
import time
from dataclasses import dataclass
from urllib.parse import urlencode

from bench import rush, shop
from bench.harness import SEED, SIZE, backend_seconds, database, durability, promise
from bench.local_server import cpu_seconds, served
from bench.volunteers_list import by_file

BY_PAGE = {"small": 2_000, "full": 20_000}[SIZE]
ONLY = os.environ.get("ONLY", "")  # "page" or "list"
STEPS, CALLERS, PLACES = 1_000, 32, 3_000
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def main() -> int:
    os.environ["JUNCTION_TRUSTED_PROXIES"] = "1"
    with database(of_world=False):
        halves = make()
        met = by_page(halves) if ONLY != "list" else True
        met &= by_file(halves) if ONLY != "page" else True
    return 0 if met else 1


def by_page(halves: list[str]) -> bool:
    """Offer the last step of so many people to the real server, and the two steps before it."""
    from django.db import connection

    numbers = random.Random(SEED)
    people = [person(n, numbers, halves) for n in range(BY_PAGE + STEPS)]
    with served() as (port, pid):
        cookie, token = front_door(port)
        sent = [request(one, cookie, token, step=2) for one in people]
        rush.offer(port, sent[:200], seconds=1.0)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        before, backends, own = cpu_seconds(pid), backend_seconds(), time.process_time()
        came = rush.offer(port, sent[200:BY_PAGE], seconds=0.0, connections=CALLERS)
        python, server = cpu_seconds(pid) - before, backend_seconds() - backends
        client = time.process_time() - own
        early = rush.offer(
            port, [request(one, cookie, token, step=n % 2) for n, one in enumerate(people[BY_PAGE:])],
            seconds=0.0, connections=CALLERS,
        )  # fmt: skip
    return said_page(came, early, Spent(python, server, client))


@dataclass(frozen=True, slots=True)
class Spent:
    """CPU-seconds of the web server, of PostgreSQL, and of the client that offers the load."""

    python: float
    server: float
    client: float


def said_page(came: rush.Offered, early: rush.Offered, spent: Spent) -> bool:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM support_volunteer")
        stored = cursor.fetchone()[0]
    count = BY_PAGE - 200
    where = (
        f"{count:,} people, {CALLERS} at once, p50 {came.percentile(50):.0f} ms, "
        f"p99 {came.percentile(99):.0f} ms, "
        f"web server {1000 * spent.python / count:.2f} + PostgreSQL {1000 * spent.server / count:.2f} CPU-ms "
        f"each, the client on the same cores {1000 * spent.client / count:.2f}, "
        f"answers {came.statuses}, {durability()}"
    )
    met = promise("volunteers sign up by the page", count / came.seconds, "a second", at_least=300,
                  conditions=where)  # fmt: skip
    cost = 1000 * (spent.python + spent.server) / count
    met &= promise("volunteers sign up by the page: cost", cost, "CPU-ms", at_most=5,
                   conditions=f"two cores give 400 a second at 5; {where}")  # fmt: skip
    wrong = abs(stored - BY_PAGE) + sum(n for status, n in came.statuses.items() if status != 302)
    met &= promise("volunteers sign up by the page: missing or doubled", wrong, "people", at_most=0,
                   conditions=where)  # fmt: skip
    promise("volunteers, a step before the last", STEPS / early.seconds, "pages a second",
            conditions=f"answers {early.statuses}, {durability()}")  # fmt: skip
    return met


def make() -> list[str]:
    """Tables, places whose postcodes say where halves lie, a scheme for the nation."""
    from django.db import connection

    from bench.world import actor, load_areas
    from junction.registry.models import Area, Place
    from junction.support.operations.volunteers import add_scheme

    load_areas()
    numbers, now = random.Random(SEED), shop.clock()
    councils = list(Area.objects.filter(kind__in=["unitary", "county"], ended_on__isnull=True,
                                        latitude__isnull=False))  # fmt: skip
    letters = "ABCDEFGHJKLMNOPRSTUWYZ"
    halves = sorted({f"{a}{b}{n}" for a in letters for b in letters[:14] for n in range(1, 10)})[:2_800]
    rows = []
    for n in range(PLACES * (20 if SIZE == "full" else 1)):
        council = numbers.choice(councils)
        rows.append(Place(
            name=f"Home {n}", name_key=f"home {n}", service_type="residential-home", area=council,
            council=council, latitude=council.latitude + numbers.uniform(-0.2, 0.2), created_at=now,
            longitude=council.longitude + numbers.uniform(-0.2, 0.2), 
            postcode=f"{halves[n % len(halves)]} 4RZ",
        ))  # fmt: skip
    Place.objects.bulk_create(rows, batch_size=5_000)
    add_scheme("The nation", area="", by=actor(), now=now)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
    return halves[: min(len(halves), len(rows))]


def person(number: int, numbers: random.Random, halves: list[str]) -> list[tuple[str, str]]:
    times = numbers.sample([f"{week}-{part}" for week in ("weekday", "weekend")
                            for part in ("morning", "afternoon", "evening")], 2)  # fmt: skip
    return [
        ("name", f"Person {number}"), ("email", f"person{number}@example.org"),
        ("phone", f"07700 9{number % 100_000:05}"), ("postcode", f"{numbers.choice(halves)} 4RZ"),
        ("reach_km", "5"), ("skills", "errands"), ("skills", "talk"), ("languages", "en"),
        *(("times", one) for one in times), ("by_email", "on"), ("by_text", "on"), ("agrees", "on"),
        ("ip", f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"),
    ]  # fmt: skip


def request(said: list[tuple[str, str]], cookie: str, token: str, *, step: int) -> bytes:
    address = dict(said)["ip"]
    body = urlencode([*said[:-1], ("step", str(step)), ("csrfmiddlewaretoken", token)]).encode()
    head = (
        "POST /volunteer/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Cookie: {cookie}\r\nX-Forwarded-For: {address}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def front_door(port: int) -> tuple[str, str]:
    """Open the first page; return its cookie and the token of its form."""
    door = http.client.HTTPConnection("127.0.0.1", port)
    door.request("GET", "/volunteer/", headers={"Host": "localhost"})
    answer = door.getresponse()
    cookie = (answer.getheader("Set-Cookie") or "").split(";")[0]
    found = TOKEN.search(answer.read().decode())
    assert found, answer.status
    return cookie, found[1]


if __name__ == "__main__":
    sys.exit(main())
