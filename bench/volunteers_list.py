"""A scheme's list of 750,000 volunteers: sent, tried, confirmed, stored by its job; killed in the middle.

Part of `bench.volunteers`. The very job of an upload, in a process of its own, so that its memory can be
told: first the dry run with a finding for each wrong row and cell, then storing. In the middle its process is
killed, and another one goes on.
"""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import Any, Self

from bench import shop
from bench.harness import ROOT, SEED, SIZE, durability, promise

ROWS = {"small": 10_000, "full": 750_000}[SIZE]
ROWS = int(os.environ.get("ROWS") or ROWS)
WRONG = 1_000  # one row in so many has a wrong cell
PATIENCE = 3_600.0


def by_file(halves: list[str]) -> bool:
    """Send the list, try it, store it with a kill in the middle; say what came of it."""
    content = listed(ROWS, halves)
    upload = sent(content)
    there = Volunteers.now()
    read, dry_seconds = job(upload)
    dry = report_of(upload)
    killed = killed_in_the_middle(upload)
    taken, seconds = job(upload)
    done = Done(len(content), read, dry_seconds, dry, killed, taken, seconds, report_of(upload))
    return said(done, Volunteers.now() - there)


def listed(count: int, halves: list[str]) -> bytes:
    """Return the list, as a scheme might send it."""
    numbers = random.Random(SEED + 1)
    lines = ["name,email,phone,postcode,skills,reach_km,check,check_issuer,check_date,number"]
    lines += [
        f"Listed {n},listed{n}@example.org,07700 900{n % 1000:03},{numbers.choice(halves)} 4RZ,"
        f"{'alchemy' if n % WRONG == 7 else 'errands; talk'},{numbers.choice([2, 5, 10, 20])},identity,"
        f"Post Office,2026-01-05,L{n}"
        for n in range(count)
    ]
    return "\n".join(lines).encode()


def sent(content: bytes) -> int:
    """Send the list as somebody who keeps the nation's volunteers; return its number."""
    from bench.pages import session_of
    from junction.core.uploads.operations import send
    from junction.people.models import User
    from junction.people.queries import actor_of_key
    from junction.support.models import Scheme
    from junction.support.rules.uploads import VOLUNTEERS

    session_of("national")
    now = shop.clock()
    by = actor_of_key(f"user:{User.objects.get(email='national@bench.example').pk}", now=now)
    assert by is not None
    scheme = Scheme.objects.get(area__isnull=True)
    options = {"scheme": scheme.pk, "partial": True}
    upload = send(
        VOLUNTEERS, content, name="list.csv", media_type="text/csv", options=options, by=by, now=now
    )
    return upload.pk


def job(upload: int) -> tuple[dict[str, float], float]:
    """Run the job to its end; return what it cost and the seconds it took."""
    started = time.perf_counter()
    done = process(upload)
    said, _ = done.communicate(timeout=PATIENCE)
    assert done.returncode == 0, said
    return json.loads(said), time.perf_counter() - started


def process(upload: int) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "bench.apart.take_volunteers", str(upload)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)


def killed_in_the_middle(upload: int) -> dict[str, Any]:
    """Confirm the list, kill its job half way; return how far it was and how fast it went."""
    from junction.core.uploads.models import Upload

    Upload.objects.filter(pk=upload).update(state="taking")
    doing, started = process(upload), time.perf_counter()
    while (done := so_far(upload)) < ROWS // 2 and doing.poll() is None:
        time.sleep(0.05)
    seconds = time.perf_counter() - started
    with contextlib.suppress(ProcessLookupError):
        doing.send_signal(signal.SIGKILL)
    doing.wait()
    return {"position": done, "seconds": seconds, "code": doing.returncode}


def so_far(upload: int) -> int:
    from junction.core.uploads.models import Upload

    return int(Upload.objects.values_list("so_far", flat=True).get(pk=upload).get("position", 0))


def report_of(upload: int) -> dict[str, Any]:
    from junction.core.uploads.models import Upload

    return dict(Upload.objects.get(pk=upload).report)


@dataclass(frozen=True, slots=True)
class Done:
    """What the two runs and the killed one came to."""

    size: int
    read: dict[str, float]
    dry_seconds: float
    dry: dict[str, Any]
    killed: dict[str, Any]
    taken: dict[str, float]
    seconds: float
    report: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Volunteers:
    """How many there are, how many contacts they have, how many checks were seen."""

    people: int
    contacts: int
    checks: int

    @classmethod
    def now(cls) -> Self:
        from junction.support.models import VettingSeen, Volunteer

        contacts = Volunteer.objects.order_by().values("contact_mark").distinct().count()
        return cls(Volunteer.objects.count(), contacts, VettingSeen.objects.count())

    def __sub__(self, other: "Volunteers") -> "Volunteers":
        return Volunteers(
            self.people - other.people, self.contacts - other.contacts, self.checks - other.checks
        )


def said(done: Done, came: Volunteers) -> bool:
    """Print the promises."""
    killed, right = done.killed, ROWS - done.report["errors"]
    where = (
        f"{ROWS:,} rows of {done.size / 1e6:.0f} MB, {done.report['errors']:,} wrong cells said by row, "
        f"tried in {done.dry_seconds:.0f} s, stored in {killed['seconds'] + done.seconds:.0f} s, killed at "
        f"{killed['position']:,} by signal {-killed['code']} and gone on by another process, Python "
        f"{1000 * done.taken['seconds'] / max(1, ROWS - killed['position']):.2f} CPU-ms a row, {durability()}"
    )
    rate = ROWS / (done.dry_seconds + killed["seconds"] + done.seconds)
    met = promise("volunteers by file, tried and stored", rate, "rows a second", at_least=300,
                  conditions=where)  # fmt: skip
    more = {name: run["most_mb"] - run["idle_mb"] for name, run in (("dry", done.read), ("all", done.taken))}
    met &= promise("volunteers by file: memory", max(more.values()), "MB", at_most=300,
                   conditions=f"above an idle process, the file itself included: dry run {more['dry']:.0f}, "
                   f"storing {more['all']:.0f}; {where}")  # fmt: skip
    wrong = sum(abs(one - right) for one in (came.people, came.contacts, came.checks))
    wrong += abs(done.dry["created"] - right) + abs(done.report["created"] - right)
    wrong += killed["code"] != -signal.SIGKILL
    return met & promise("volunteers by file: doubled, lost or wrongly counted", wrong, "people", at_most=0,
                         conditions=where)  # fmt: skip
