"""The national page of a plan: every council of England by 105 requirements, each answered, with evidence.

The national cell, through the whole application: session, roles, list, page; no page or part of it is kept
between requests. Every council has answered every requirement, most with evidence, of which a part has
expired; a part is verified, a tenth of the answers was corrected, issues are open, every council has signed.
The time is wall time of this process and the database for one request; the CPU time stands beside it.
"""

import sys
from functools import partial

from bench import world
from bench.harness import NOW, SIZE, database, durability, measure, promise
from bench.pages import answer, environ, session_of, statements, steady_application

COUNCILS, REQUIREMENTS = 152, 105
REQUESTS = 100 if SIZE == "full" else 20
MADE = """
with chosen as (
    select code, (row_number() over (order by code))::int as c from registry_area
    where kind in ('county', 'unitary') and started_on <= %(today)s
      and (ended_on is null or ended_on > %(today)s) order by code limit %(councils)s),
plan as (
    insert into assurance_catalogue (title, version, in_force_from, added_at, added_by, published_at,
                                     published_by)
    values ('Winter plan', '', %(today)s, %(now)s::timestamptz - interval '30 days', 'user:0',
            %(now)s::timestamptz - interval '30 days', 'user:0') returning id),
asked as (
    insert into assurance_requirement (catalogue_id, number, ref, text, category, theme, actors, strength,
        kind, condition, due_on, due_said, added_at, added_by, withdrawn_by, withdrawn_why)
    select plan.id, n, n::text, 'Councils must do what is asked under number ' || n || '.', '',
           (array['infection', 'testing', 'supplies', 'workforce', 'capacity', 'continuity', 'money',
                  'people', 'health', 'governance'])[1 + n %% 10], array['council'], 'must', 'one-off', '',
           %(today)s::date + (n %% 60) - 10, '', %(now)s::timestamptz - interval '30 days', 'user:0', '', ''
    from plan, generate_series(1, %(requirements)s) n returning id, number),
said as (
    insert into assurance_answer (requirement_id, area_id, version, status, result, depth, said, channel,
                                  playbook, recorded_at, recorded_by, superseded_at)
    select asked.id, chosen.code, version,
           (array['done', 'done', 'underway', 'planned'])[1 + (asked.number * 7 + chosen.c * 3) %% 4],
           (array['met', 'met', 'partly', ''])[1 + (asked.number + chosen.c) %% 4], asked.number %% 4, 'x',
           'web', 'x', %(now)s::timestamptz - (20 - version) * interval '1 day', 'user:1',
           case when (asked.number + chosen.c) %% 10 = 0 and version = 1
                then %(now)s::timestamptz - interval '18 days' end
    from asked, chosen, generate_series(1, 2) version
    where version = 1 or (asked.number + chosen.c) %% 10 = 0
    returning id, requirement_id, area_id, superseded_at),
shown as (
    insert into assurance_evidence (requirement_id, area_id, kind, title, owner, received_on, expires_on,
        link, quote, added_at, added_by, withdrawn_by, withdrawn_why)
    select asked.id, chosen.code, 'quote', 'Minutes', 'Director', %(today)s::date - 60,
           %(today)s::date + (asked.number * 5 + chosen.c) %% 200 - 20, '', 'x',
           %(now)s::timestamptz - interval '10 days', 'user:1', '', ''
    from asked, chosen where (asked.number + chosen.c) %% 12 > 0),
more_shown as (
    insert into assurance_evidence (requirement_id, area_id, kind, title, owner, received_on, expires_on,
        link, quote, added_at, added_by, withdrawn_by, withdrawn_why)
    select asked.id, chosen.code, 'quote', 'Letter', 'Director', %(today)s::date, %(today)s::date + 300, '',
           'x', %(now)s::timestamptz - interval '9 days', 'user:1', '', ''
    from asked, chosen where (asked.number + chosen.c) %% 3 = 0),
looked as (
    insert into assurance_verification (answer_id, kind, said, exercise, looked_on, counts_until, playbook,
        verified_at, verified_by, withdrawn_by, withdrawn_why)
    select id, case when id %% 40 = 0 then 'doubted' else 'verified' end, 'x', '', %(today)s,
           %(today)s::date + 182, 'x', %(now)s::timestamptz - interval '5 days', 'user:2', '', ''
    from said where id %% 4 = 0 and superseded_at is null),
opened as (
    insert into assurance_issue (requirement_id, area_id, text, owner, raised_at, raised_by, closed_by,
        closed_why)
    select asked.id, chosen.code, 'x', '', %(now)s::timestamptz - interval '4 days', 'user:1', '', ''
    from asked, chosen where (asked.number * 3 + chosen.c) %% 25 = 0)
insert into assurance_signoff (catalogue_id, area_id, level, verdict, said, playbook, signed_at, signed_by)
select plan.id, chosen.code, 'self', 'agreed', '', 'x', %(now)s::timestamptz - interval '3 days', 'user:1'
from plan, chosen
"""


def make_answers() -> int:
    """Make the plan with all that was said of it, in one statement; return its number."""
    from django.db import connection

    values = {"now": NOW, "today": NOW.date(), "councils": COUNCILS, "requirements": REQUIREMENTS}
    with connection.cursor() as cursor:
        cursor.execute(MADE, values)
        cursor.execute("analyze")
        cursor.execute("select max(id) from assurance_catalogue")
        return int(cursor.fetchone()[0])


def counted() -> str:
    """Say how much there is."""
    from django.db import connection

    tables = ("answer", "evidence", "verification", "issue")
    with connection.cursor() as cursor:
        found = []
        for table in tables:
            cursor.execute(f"select count(*) from assurance_{table}")
            found.append(f"{cursor.fetchone()[0]:,} rows of {table}")
    return ", ".join(found)


def ask_often(application, session: str, path: str) -> None:
    """Ask for the page again and again."""
    for _ in range(REQUESTS):
        answer(application, environ(session, path))


def main() -> int:
    with database(of_world=False):
        from django.utils import timezone

        world.load_areas()
        number = make_answers()
        application = steady_application()
        timezone.now = lambda: NOW  # type: ignore[assignment]  # noqa: TID251 - pages are asked for at one moment
        session = session_of("national")
        path, met = f"/plans/catalogues/{number}/progress/", True
        for name, asked in (("now", path), ("looking back eight days", f"{path}?as_at=2020-04-12T09:00")):
            for _ in range(3):
                status, page = answer(application, environ(session, asked))
            councils = page.count('class="assurance-heat')
            assert status.startswith("200") and councils >= 150 * 10, (status, councils)
            sent = statements(application, environ(session, asked))
            cpu = measure(partial(ask_often, application, session, asked))
            where = (
                f"{counted()}, {councils:,} cells, {REQUESTS} requests, {cpu.parts(REQUESTS)}, {durability()}"
            )
            title = f"national page of a plan, {name}"
            met &= promise(title, 1000 * cpu.wall / REQUESTS, "ms", at_most=200, conditions=where)
            met &= promise(f"{title}: statements", sent, "queries", at_most=10, conditions=where)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
