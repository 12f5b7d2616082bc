"""A wave of volunteers: signing up by the page, and a scheme's list of 750,000 taken in.

By the page: the real server, its last step as a browser sends it (cross-site token, what was typed in three
steps), each person another address of the internet, load generator on the same cores. The two steps before it
and the page itself are measured beside it, without a bar. By file: a list made here, read and stored by the
operation behind the upload, its checks seen by the scheme among it.
"""

import http.client
import random
import re
import sys
import time
from urllib.parse import urlencode

from bench import rush, shop
from bench.harness import SEED, SIZE, backend_seconds, database, durability, promise
from bench.local_server import cpu_seconds, served

BY_PAGE, BY_FILE = {"small": (2_000, 5_000), "full": (20_000, 750_000)}[SIZE]
STEPS, CALLERS, PLACES = 1_000, 32, 3_000
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def main() -> int:
    import os

    os.environ["JUNCTION_TRUSTED_PROXIES"] = "1"
    with database(of_world=False):
        from django.db import connection

        halves = make()
        numbers = random.Random(SEED)
        people = [person(n, numbers, halves) for n in range(BY_PAGE + STEPS)]
        with served() as (port, pid):
            cookie, token = front_door(port)
            sent = [request(one, cookie, token, step=2) for one in people]
            rush.offer(port, sent[:200], seconds=1.0)
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
            before, backends = cpu_seconds(pid), backend_seconds()
            came = rush.offer(port, sent[200:BY_PAGE], seconds=0.0, connections=CALLERS)
            python, server = cpu_seconds(pid) - before, backend_seconds() - backends
            early = rush.offer(
                port, [request(one, cookie, token, step=n % 2) for n, one in enumerate(people[BY_PAGE:])],
                seconds=0.0, connections=CALLERS,
            )  # fmt: skip
        met = said_page(came, early, python, server)
        met &= by_file(halves)
    return 0 if met else 1


def said_page(came: rush.Offered, early: rush.Offered, python: float, server: float) -> bool:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM support_volunteer")
        stored = cursor.fetchone()[0]
    count = BY_PAGE - 200
    where = (
        f"{count:,} people, {CALLERS} at once, p50 {came.percentile(50):.0f} ms, "
        f"p99 {came.percentile(99):.0f} ms, "
        f"web server {1000 * python / count:.2f} + PostgreSQL {1000 * server / count:.2f} CPU-ms each, "
        f"answers {came.statuses}, {durability()}"
    )
    met = promise("volunteers sign up by the page", count / came.seconds, "a second", at_least=300,
                  conditions=where)  # fmt: skip
    cost = 1000 * (python + server) / count
    met &= promise("volunteers sign up by the page: cost", cost, "CPU-ms", at_most=2_000 / 300,
                   conditions=f"two cores give 300 a second at 6.67; {where}")  # fmt: skip
    wrong = abs(stored - BY_PAGE) + sum(n for status, n in came.statuses.items() if status != 302)
    met &= promise("volunteers sign up by the page: missing or doubled", wrong, "people", at_most=0,
                   conditions=where)  # fmt: skip
    promise("volunteers, a step before the last", STEPS / early.seconds, "pages a second",
            conditions=f"answers {early.statuses}, {durability()}")  # fmt: skip
    return met


def by_file(halves: list[str]) -> bool:
    """Take a scheme's list in, as the job of an upload does."""
    from bench.world import actor
    from junction.support.files.volunteers import read_volunteers
    from junction.support.models import Scheme
    from junction.support.operations.volunteer_import import import_volunteers

    content = listed(BY_FILE, halves)
    scheme = Scheme.objects.get(area__isnull=True)
    started, told = time.perf_counter(), []
    parts = read_volunteers(content, filename="volunteers.csv")
    report = import_volunteers(
        parts, scheme=scheme.pk, tell=lambda done, of: told.append(done), by=actor(), now=shop.clock()
    )
    seconds = time.perf_counter() - started
    where = (
        f"{BY_FILE:,} rows of {len(content) / 1e6:.0f} MB in {seconds:.0f} s, {report.created:,} new, "
        f"{len(report.findings):,} findings, progress told {len(told)} times, {durability()}"
    )
    met = promise("volunteers by file", BY_FILE / seconds, "rows a second", at_least=300, conditions=where)
    return met & promise("volunteers by file: not taken", BY_FILE - report.created, "rows", at_most=0,
                         conditions=where)  # fmt: skip


def listed(count: int, halves: list[str]) -> bytes:
    numbers = random.Random(SEED + 1)
    lines = ["name,email,phone,postcode,skills,reach_km,check,check_issuer,check_date,number"]
    lines += [
        f"Listed {n},listed{n}@example.org,07700 900{n % 1000:03},{numbers.choice(halves)} 4RZ,"
        f"errands; talk,{numbers.choice([2, 5, 10, 20])},identity,Post Office,2026-01-05,L{n}"
        for n in range(count)
    ]
    return "\n".join(lines).encode()


def make() -> list[str]:
    """Tables, places whose postcodes say where halves lie, a scheme for the nation."""
    from django.db import connection

    from bench.world import actor, make_tables
    from junction.registry.models import Area, Place
    from junction.support.operations.volunteers import add_scheme

    make_tables()
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
