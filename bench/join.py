"""A region joined through its doors: needs by the API, volunteers by a scheme's list, one run of matching.

100,000 needs of 20 councils are posted to the real server, 2,000 in a body, by each council's own token; a
list of 75,000 volunteers is read and stored as an upload's job does, and each goes on duty as by the page.
Then the job of matching runs. What is measured is each step; what is checked is what stands in the end:
every need and volunteer once, every offer of an open need, none without the check or beyond a day's tasks.
"""

import csv
import io
import json
import os
import random
import sys
import time
from datetime import timedelta
from typing import Any

from bench import rush, shop
from bench.harness import SEED, SIZE, database, durability, measure, promise
from bench.local_server import served
from bench.volunteer_matching import CHECKED

NEEDS, HELPERS = {"small": (3_000, 2_250), "full": (100_000, 75_000)}[SIZE]
if part := float(os.environ.get("PART") or 0):  # of the full size
    NEEDS, HELPERS = int(100_000 * part), int(75_000 * part)
REGION, COUNCILS, HALVES, BODY = "E12000002", 20, 400, 2_000
SKILLS = ("errands", "talk", "errands; talk")
PATIENCE = 120.0  # CPU-seconds of the run


def main() -> int:
    with database(of_world=False):
        from django.db import connection

        from bench.world import actor
        from junction.support.operations.matching import ask_matching, match

        numbers = random.Random(SEED)
        halves = make(numbers)
        bodies = posts(halves, numbers)
        with served() as (port, _):
            came = rush.offer(port, bodies, seconds=0.0, connections=2)
        where = f"{NEEDS:,} needs of {COUNCILS} councils, {HELPERS:,} volunteers, {durability()}"
        promise("needs stated by the API", NEEDS / came.seconds, "a second",
                conditions=f"{BODY:,} in a body, answers {came.statuses}; {where}")  # fmt: skip
        taken = take_in(halves, numbers)
        promise("volunteers taken in by a list", HELPERS / taken, "a second", conditions=where)
        ready = go_on_duty()
        promise("volunteers go on duty", HELPERS / ready, "a second", conditions=where)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE)")
        run = ask_matching(REGION, by=actor(), now=shop.clock())
        done: list[Any] = []
        started = time.perf_counter()
        cpu = measure(lambda: done.append(match(run.pk, by=actor(), now=shop.clock())))
        figures = done[0].figures
        said = f"{time.perf_counter() - started:.0f} s of wall time; {figures}; {where}"
        met = promise("a region joined: the run of matching", cpu.python + cpu.database, "CPU-s",
                      at_most=PATIENCE, conditions=said)  # fmt: skip
        wrong = faults(figures)
        met &= promise("a region joined: faults", len(wrong), "faults", at_most=0,
                       conditions="; ".join(wrong) or where)  # fmt: skip
    return 0 if met else 1


def faults(figures: dict[str, Any]) -> list[str]:
    """Return what is not as it was sent, or not as the rules have it."""
    from django.db import connection

    counted = {
        "needs": ("SELECT count(*) FROM support_need", NEEDS),
        "volunteers": ("SELECT count(*) FROM support_volunteer", HELPERS),
        "offers": ("SELECT count(*) FROM support_taskoffer", figures["offered"]),
        "offers of needs that are not open": (
            "SELECT count(*) FROM support_taskoffer AS o JOIN support_task AS t ON t.id = o.task_id"
            " JOIN support_need AS n ON n.id = t.need_id WHERE n.state <> 'open'", 0),
    } | {what: (statement, 0) for what, statement in CHECKED.items()}  # fmt: skip
    wrong = []
    with connection.cursor() as cursor:
        for what, (statement, wanted) in counted.items():
            cursor.execute(statement)
            if (found := cursor.fetchone()[0]) != wanted:
                wrong.append(f"{what}: {found:,}, not {wanted:,}")
    return wrong if figures["offered"] else [*wrong, "nothing was offered"]


def make(numbers: random.Random) -> dict[str, list[str]]:
    """Tables, homes that tell where a postcode lies, each council's token; return their outward halves."""
    from bench.world import actor, load_areas
    from junction.people.models import ApiToken
    from junction.people.rules import hash_of
    from junction.registry.models import Area, Organisation, Place
    from junction.registry.queries import children
    from junction.support.operations.volunteers import add_scheme

    load_areas()
    now = shop.clock()
    codes = {
        c.pk for kind in ("unitary", "county") for c in children(actor().scope, REGION, kind, on=now.date())
    }
    councils = list(Area.objects.filter(pk__in=codes, latitude__isnull=False).order_by("pk")[:COUNCILS])
    halves: dict[str, list[str]] = {one.pk: [] for one in councils}
    homes = []
    for n in range(HALVES):
        council = councils[n % len(councils)]
        half = f"{'ABCDEFGHJKLMNOP'[n // 30]}{'RSTUWYZABC'[n % 10]}{n // 10 + 1}"
        halves[council.pk].append(half)
        y, x = council.latitude + numbers.gauss(0, 0.06), council.longitude + numbers.gauss(0, 0.09)
        homes += [
            Place(name=f"Home {n}.{m}", name_key=f"home {n}.{m}", service_type="residential-home",
                  area=council, council=council, latitude=y, longitude=x, created_at=now,
                  postcode=f"{half} {m}RZ")
            for m in range(3)
        ]  # fmt: skip
    Place.objects.bulk_create(homes, batch_size=5_000)
    for one in councils:
        body = Organisation.objects.create(
            kind="council", name=one.name, name_key=one.name.casefold(), area=one, created_at=now
        )
        ApiToken.objects.create(
            organisation=body, name="bench", sha256=hash_of(f"join-{one.pk}"), role="council-officer",
            created_at=now, created_by="system:bench", expires_at=now + timedelta(days=1),
        )  # fmt: skip
    add_scheme("The nation", area="", by=actor(), now=now)
    return halves


def ways(numbers: random.Random) -> list[dict[str, str]]:
    """Return answers, as people might give, that end in a need that volunteers may be asked to meet."""
    from junction.support.rules.routing import END, routing_on
    from junction.support.rules.volunteer_tasks import tasks_on

    day = shop.clock().date()
    routing, book = routing_on(day), tasks_on(day)
    found: list[dict[str, str]] = []
    while len(found) < 500:
        answers, here = {routing.first: "no"}, routing.after(routing.first, "no")
        while here != END:
            answers[here] = numbers.choice(routing.questions[here].options).code
            here = routing.after(here, answers[here])
        came = routing.outcome(answers)
        if (
            came.category in book.kind_of_need
            and came.level in book.levels
            and came.need_class in ("actual", "at-risk")
        ):
            found.append(answers)
    return found


def posts(halves: dict[str, list[str]], numbers: random.Random) -> list[bytes]:
    """Return the requests: each council states its needs, so many in a body."""
    answers, bodies = ways(numbers), []
    each = NEEDS // len(halves)
    for code, own in halves.items():
        stated = [
            {"answers": numbers.choice(answers), "area": code, "postcode": f"{numbers.choice(own)} 1RZ",
             "who": {"name": f"Person {code} {n}", "phone": f"07700 9{n % 100_000:05}", "may_ring": True},
             "channel": "api"}
            for n in range(each)
        ]  # fmt: skip
        for start in range(0, each, BODY):
            body = json.dumps({"needs": stated[start : start + BODY]}).encode()
            head = (
                "POST /api/v1/support/needs/bulk HTTP/1.1\r\nHost: localhost\r\n"
                "Content-Type: application/json\r\n"
                f"Authorization: Bearer join-{code}\r\nIdempotency-Key: {SEED}-{code}-{start}\r\n"
                f"Content-Length: {len(body)}\r\n\r\n"
            )
            bodies.append(head.encode() + body)
    numbers.shuffle(bodies)
    return bodies


def take_in(halves: dict[str, list[str]], numbers: random.Random) -> float:
    """Take the nation's list of volunteers in; return the seconds."""
    from bench.world import actor
    from junction.support.files.volunteers import read_volunteers
    from junction.support.models import Scheme
    from junction.support.operations.volunteer_import import import_volunteers

    all_halves, page = [half for own in halves.values() for half in own], io.StringIO()
    seen = (shop.clock().date() - timedelta(days=90)).isoformat()
    rows = csv.writer(page)
    rows.writerow(["name", "email", "phone", "postcode", "skills", "reach_km", "capacity", "check",
                   "check_issuer", "check_date", "number"])  # fmt: skip
    rows.writerows(
        [f"Helper {n}", f"helper{n}@example.org", "", f"{numbers.choice(all_halves)} 2RZ",
         numbers.choice(SKILLS), numbers.choice([5, 10, 20]), numbers.choice([1, 2, 3]), "identity",
         "Post Office", seen, f"H{n}"]
        for n in range(HELPERS)
    )  # fmt: skip
    started = time.perf_counter()
    parts = read_volunteers(page.getvalue().encode(), filename="volunteers.csv")
    scheme = Scheme.objects.get(area__isnull=True)
    report = import_volunteers(
        parts, scheme=scheme.pk, tell=lambda done, of: None, by=actor(), now=shop.clock()
    )
    if report.created != HELPERS:
        raise SystemExit(f"{report.created:,} of {HELPERS:,} were taken in: {report.findings[:3]}")
    return time.perf_counter() - started


def go_on_duty() -> float:
    """Let each volunteer go on duty for a day; return the seconds."""
    from bench.world import actor
    from junction.support.models import Volunteer
    from junction.support.operations.volunteer_own import go_on_duty as go

    by, now = actor(), shop.clock()
    Volunteer.objects.update(state="active")  # as if each had opened the link once
    started = time.perf_counter()
    for one in Volunteer.objects.iterator(chunk_size=5_000):
        go(one, until=now + timedelta(days=1), by=by, now=now)
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
