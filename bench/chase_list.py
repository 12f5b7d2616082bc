"""A page of fifty places that have not reported: CPU-milliseconds (Python and PostgreSQL) and statements.

An officer of the council with the most places, through the whole application: session, roles, list, page. No
page or part of it is kept between requests. The same page for the whole nation is measured beside it.
"""

import sys

from bench import world
from bench.harness import PLACES, SIZE, database, durability, measure, promise
from bench.pages import answer, environ, session_of, stand_still_next_morning, statements, steady_application

REQUESTS = 200 if SIZE == "full" else 50


def main() -> int:
    with database():
        seconds = world.fill()
        from django.db.models import Count

        from junction.registry.models import Area, Place

        application = steady_application()
        stand_still_next_morning()
        by_size = Place.objects.values("council").annotate(places=Count("id")).order_by("-places")
        council = Area.objects.get(code=by_size[0]["council"])
        session = session_of("council-officer", area=council)
        path = "/chase/?set=care-home-daily"
        for _ in range(5):
            status, page = answer(application, environ(session, path))
        rows = page.count('class="junction-chase__item"')
        assert status.startswith("200") and rows == 50, (status, rows)
        sent = statements(application, environ(session, path))
        cpu = measure(lambda: [answer(application, environ(session, path)) for _ in range(REQUESTS)])
        each = (1000 * cpu.python / REQUESTS, 1000 * cpu.database / REQUESTS)
        where = (
            f"{council.name} with {by_size[0]['places']} places of {PLACES:,}, {REQUESTS} requests, Python "
            f"{each[0]:.1f}, PostgreSQL {each[1]:.1f}, world made in {seconds:.0f} s, {durability()}"
        )
        met = promise("chase list of 50 rows", cpu.ms_each(REQUESTS), "CPU-ms", at_most=25, conditions=where)
        met &= promise("chase list of 50 rows: statements", sent, "queries", at_most=8, conditions=where)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
