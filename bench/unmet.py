"""What is not met, with 100,000 needs of the nation: the pages that show it, now and as at a moment.

Needs lie in every council, a third of them left unmet, a third past their limit, a tenth declined by services
before; half are of the days looked back. A job has kept the spans of all needs but the newest, which changed
since and are worked out by each page. No page or part of it is kept between requests. Wall time of one
request in turn through the whole application: session, roles, figures, charts, page; and CPU time of it with
its database. The nation is also shown with nothing kept, to compare.
"""

import sys
import time
from datetime import timedelta

from bench import world
from bench.harness import NOW, SIZE, backend_seconds, database, durability, promise
from bench.pages import answer, environ, session_of, statements, steady_application

NEEDS = {"small": 10_000, "full": 100_000}[SIZE]
PATH, COUNCIL = "/support/unmet/", "E08000009"
BAR = 200  # ms: our own
REQUESTS = 60 if SIZE == "full" else 20
MADE = """
with councils as (select array_agg(code order by code) as codes from registry_area
                  where kind in ('county', 'unitary') and ended_on is null),
people as (insert into support_person (name, phone, email, address, code_word, is_protected, may_ring,
        may_leave_word, may_text, may_email, may_write, language, retention_until)
    select '', '', '', '', '', false, true, false, false, false, false, 'en', '2021-01-01'
    from generate_series(1, %(needs)s) returning id),
numbered as (select id, row_number() over () as n from people),
made as (insert into support_need (reference, person_id, area_id, archetype, category, answers, words,
        routing, need_class, level, triage, limit_at, channel, on_behalf, has_consent, state, state_at,
        unmet_why, stated_at, stated_by, token_hash, source, heard_at, lives_there)
    select lpad(n::text, 9, '0'), p.id, codes[1 + n %% array_length(codes, 1)], 'usual-way',
        (array['food', 'medicine', 'money', 'fuel', 'shopping', 'talk', 'transport', 'isolate', 'equipment'])
            [1 + n %% 9], '{}', '', 'need-routing@2020-03-23',
        (array['actual', 'at-risk', 'reassurance', 'information', 'met'])[1 + n %% 5], 'two-days', 'x',
        %(now)s::timestamptz - (n %% 56) * interval '1 day' + interval '6 hours', 'phone', '', false,
        (array['unmet', 'open', 'open', 'met', 'offered', 'unmet'])[1 + n %% 6],
        %(now)s::timestamptz - (n %% 40) * interval '7 hours',
        case when n %% 6 in (0, 5)
            then (array['no-service', 'no-capacity', 'refused'])[1 + n / 6 %% 3] else '' end,
        %(now)s::timestamptz - (n %% 56 + 2) * interval '1 day', 'x', 't' || n, '',
        %(now)s::timestamptz - (n %% 56 + 2) * interval '1 day', false
    from numbered p, councils returning id, stated_at, need_class)
insert into support_needevent (need_id, kind, at, by, before, after, why, note, about)
select id, kind, stated_at + later * interval '1 minute', 'x', '', after, why, '', about
from made, lateral (values ('stated', 0, '', '', ''), ('classed', 0, need_class, '', ''),
    ('answered', 0, '', '', ''), ('offered', 30, 'offered', '', 'referral:1'),
    ('fell', 400, 'open', 'full', 'referral:1'), ('asked-back', 500, '', 'actual', ''))
    as e(kind, later, after, why, about)
where later < 30 or (id %% 10 = 0 and later < 500) or (id %% 20 = 3 and later = 500)
"""


def make_needs() -> None:
    """Make needs with what happened to them, in one statement, and let the planner know."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(MADE, {"needs": NEEDS, "now": NOW})
        cursor.execute("analyze")


def keep() -> None:
    """Keep what there is, as the job does, and change a few needs since; say what keeping took."""
    from django.db import connection

    from junction.people.queries import system_actor
    from junction.support.operations.keeping_unmet import keep_unmet

    def kept(what: str) -> None:
        began, spent = time.perf_counter(), backend_seconds()
        keep_unmet(by=system_actor("bench"), now=NOW)
        seconds = time.perf_counter() - began
        how = f"{NEEDS:,} needs in all; {backend_seconds() - spent:.1f} CPU-s of PostgreSQL; {durability()}"
        promise(f"what is not met: keeping {what}", seconds, "s", conditions=how)

    def change() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "update support_need set limit_at = limit_at + interval '1 minute' where id % 100 = 7"
            )

    kept("all needs, the first time")
    change()
    kept("the one in a hundred that changed")
    change()  # and these are worked out by pages
    with connection.cursor() as cursor:
        cursor.execute("analyze")


def measured(application, name: str, role: str, area, path: str, *, where: str, bar: float | None) -> bool:
    """Ask for a page in turn; print its slowest but a twentieth, and its mean of CPU time."""
    session = session_of(role, area=area)
    for _ in range(3):
        status, page = answer(application, environ(session, path))
    assert status.startswith("200") and "Not met" in page, status
    seconds, spent = [], time.process_time() + backend_seconds()
    for _ in range(REQUESTS):
        began = time.perf_counter()
        answer(application, environ(session, path))
        seconds.append(time.perf_counter() - began)
    spent = 1000 * (time.process_time() + backend_seconds() - spent) / REQUESTS
    slow = 1000 * sorted(seconds)[int(0.95 * (len(seconds) - 1))]
    how = f"{where}; {spent:.0f} CPU-ms each; {statements(application, environ(session, path))} statements"
    return promise(f"what is not met: {name}, p95", slow, "ms", at_most=bar, conditions=how)


def main() -> int:
    """Measure the page of the nation, of a region, of a council, and the figures of a day."""
    met = True
    with database(of_world=False):
        from django.utils import timezone

        from junction.registry.models import Area
        from junction.support.models import UnmetMark

        made = time.perf_counter()
        world.load_areas()
        make_needs()
        made = time.perf_counter() - made
        keep()
        application = steady_application()
        timezone.now = lambda: NOW  # noqa: TID251 - pages are asked for at one moment
        where = f"{NEEDS:,} needs made in {made:.0f} s, {REQUESTS} requests in turn, {durability()}"
        council, region = Area.objects.get(code=COUNCIL), Area.objects.get(code=world.REGION)
        before = f"{PATH}?as_at={NOW - timedelta(days=7):%Y-%m-%dT%H:%M}"
        asked = (
            ("the nation", "national", None, PATH),
            ("the nation a week ago", "national", None, before),
            ("the nation as it may be shared", "national", None, f"{PATH}?shared=yes"),
            ("figures of the nation, a day", "national", None, f"{PATH}figures/"),
            ("a region", "region", region, PATH),
            ("a region a week ago", "region", region, before),
            ("a council", "council-officer", council, PATH),
            ("a council a week ago", "council-officer", council, before),
        )
        for name, role, area, path in asked:
            met &= measured(application, name, role, area, path, where=where, bar=BAR)
        UnmetMark.objects.all().delete()
        measured(application, "the nation, nothing kept", "national", None, PATH, where=where, bar=None)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
