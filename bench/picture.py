"""The picture of a region and its drill-down to a council, live and as it was known: one page each.

Each page is asked for by a signed-in officer of the nation through the whole application: session, roles,
figures, map, trends, table. Cold: nothing is kept for the page between two requests (the layout of the map,
which a process keeps, is forgotten before each), and the pages of the database are in memory. The figure is
the CPU time of Python and PostgreSQL, which work one after the other and read nothing from disk: on an idle
machine that is the time a page takes. The wall times, which a busy machine lengthens, stand beside it.
"""

import sys
from datetime import timedelta
from time import perf_counter
from urllib.parse import urlencode

from bench import world
from bench.harness import NOW, PLACES, SIZE, database, durability, measure, promise
from bench.pages import answer, environ, session_of, stand_still_next_morning, statements, steady_application

ROUNDS = 20 if SIZE == "full" else 9
WARM = 3
BAR = 60
MOST_TIMES = 2


def ask(application, session: str, path: str) -> float:
    """Ask for a page with nothing kept from before; return the milliseconds it took."""
    from junction.core.pages import tilemap

    tilemap._tile_map.cache_clear()
    started = perf_counter()
    status, page = answer(application, environ(session, path))
    taken = 1000 * (perf_counter() - started)
    assert status.startswith("200") and "Broken down" in page, (path, status, page[:300])
    return taken


def page(application, session: str, path: str) -> tuple[float, str]:
    """Return the CPU-milliseconds of a page, and how they divide."""
    for _ in range(WARM):
        ask(application, session, path)
    taken: list[float] = []
    cpu = measure(lambda: taken.extend(ask(application, session, path) for _ in range(ROUNDS)))
    sent = statements(application, environ(session, path))
    fastest, median = min(taken), sorted(taken)[ROUNDS // 2]
    cost = f"{cpu.parts(ROUNDS)}; wall median {median:.0f} ms, fastest {fastest:.0f} ms; {sent} statements"
    return cpu.ms_each(ROUNDS), cost


def pages() -> dict[str, str]:
    """The pages of the promise: where each leads from."""
    from django.db.models import Count

    from junction.registry.models import Place
    from junction.registry.queries import inside

    held = inside([world.REGION], on=NOW.date())
    largest = Place.objects.filter(area_id__in=held).values("council").annotate(places=Count("id"))
    council = largest.order_by("-places")[0]["council"]
    return {
        "region": f"/areas/{world.REGION}/",
        "region by council": f"/areas/{world.REGION}/?by=council",
        "region by place": f"/areas/{world.REGION}/?by=place",
        "council": f"/areas/{council}/",
        "nation": "/areas/E92000001/",
        "nation by council": "/areas/E92000001/?by=council",
    }


def main() -> int:
    with database():
        seconds = world.fill()
        application = steady_application()
        stand_still_next_morning()
        session = session_of("national")
        earlier = urlencode({"as_at": (NOW - timedelta(hours=3)).isoformat()})
        where = f"{PLACES:,} places, mean of {ROUNDS}, world made in {seconds:.0f} s, {durability()}"
        met = True
        for name, path in pages().items():
            live, cost = page(application, session, path)
            bar = BAR if name in {"region", "region by council", "council"} else None
            met &= promise(f"picture: {name}", live, "CPU-ms", at_most=bar, conditions=f"{cost}; {where}")
            back, cost = page(application, session, f"{path}{'&' if '?' in path else '?'}{earlier}")
            met &= promise(
                f"picture: {name}, as known before, over live", back / live, "times", at_most=MOST_TIMES,
                conditions=f"{back:.0f} CPU-ms: {cost}; {where}",
            )  # fmt: skip
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
