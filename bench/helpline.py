"""The helpline's queue: a page of fifty cases among 60,000 open ones of one council, and the next case taken.

An agent of the council, through the whole application: session, roles, queue, what waits beside it, page.
Every case is open, so that the queue is as long as it can be; a tenth are somebody's, as many were promised
a ring.
No page or part of it is kept between requests. The next case is taken and given back.
"""

import sys
import time
from datetime import timedelta

import numpy as np

from bench import world
from bench.harness import NOW, SEED, SIZE, database, durability, measure, promise
from bench.pages import answer, environ, session_of, statements, steady_application

CASES, BATCH, COUNCIL = 60_000, 1_000, "E08000009"
REQUESTS = 200 if SIZE == "full" else 50
PATH = "/support/desk/"
OWNED = """
insert into core_ownership (subject_kind, subject_id, owner, owned_from, reason, by)
select 'support-need', id, 'user:' || 1000 + id %% 50, %(now)s, '', 'x' from support_need where id %% 10 = 0
"""
RINGS = "update support_need set ring_at = limit_at where id %% 10 = 1"


def make_cases() -> float:
    """State needs as a list that is taken in does; return the seconds that took."""
    from django.db import connection

    from junction.support.operations.needs import Stated, Who, state_needs
    from junction.support.rules.routing import END, routing_on

    rng, routing, began = np.random.default_rng(SEED), routing_on(NOW.date()), time.perf_counter()
    sent = []
    for number in range(CASES):
        answers, here = {routing.first: "no"}, routing.after(routing.first, "no")
        while here != END:
            options = routing.questions[here].options
            answers[here] = options[int(rng.integers(len(options)))].code
            here = routing.after(here, answers[here])
        who = Who(name=f"Bench {number}", phone=f"07700 {900000 + number % 1000}", may_ring=True)
        sent.append(Stated(answers, COUNCIL, who, channel="import"))
    for number in range(
        CASES // BATCH
    ):  # so many came in at one moment, and the next ones half a minute before
        at = NOW - number * timedelta(seconds=30)
        state_needs(sent[number * BATCH : (number + 1) * BATCH], by=world.actor(), now=at)
        if number % 10 == 0:  # checks of keys planned on empty tables would read them whole for ever
            with connection.cursor() as cursor:
                cursor.execute("analyze")
    with connection.cursor() as cursor:
        cursor.execute(OWNED, {"now": NOW})
        cursor.execute(RINGS, {})
        cursor.execute("analyze")
    return time.perf_counter() - began


def take_and_give_back(application, session: str) -> None:
    """One press of the key, and the case back in the queue."""
    status, page = answer(application, environ(session, f"{PATH}next/", posted={"hub": ""}))
    assert status.startswith("302") and "cases/" in page, (status, page)
    status, _ = answer(application, environ(session, f"{page}let-go/", posted={"x": ""}))
    assert status.startswith("302"), status


def main() -> int:
    with database(of_world=False):
        world.load_areas()
        seconds = make_cases()
        from django.utils import timezone

        from junction.registry.models import Area

        timezone.now = lambda: NOW  # type: ignore[assignment]  # noqa: TID251 - pages are asked for at one moment
        application = steady_application()
        session = session_of("helpline-agent", area=Area.objects.get(pk=COUNCIL))
        for _ in range(5):
            status, page = answer(application, environ(session, PATH))
        rows = page.count('class="junction-cases__item"')
        assert status.startswith("200") and rows == 50, (status, rows)
        sent = statements(application, environ(session, PATH))
        cpu = measure(lambda: [answer(application, environ(session, PATH)) for _ in range(REQUESTS)])
        where = (
            f"{CASES:,} open cases of one council, {REQUESTS} requests, {cpu.parts(REQUESTS)}, "
            f"cases stated in {seconds:.0f} s, {durability()}"
        )
        name = "helpline queue of 50 open cases among 60,000"
        met = promise(name, cpu.ms_each(REQUESTS), "CPU-ms", at_most=20, conditions=where)
        met &= promise(f"{name}: statements", sent, "queries", at_most=8, conditions=where)
        took = measure(lambda: [take_and_give_back(application, session) for _ in range(REQUESTS // 5)])
        each = took.ms_each(REQUESTS // 5)
        promise("taking the next case and giving it back", each, "CPU-ms", conditions=where)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
