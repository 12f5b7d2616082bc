"""The page of cover of the nation: every place with seven items, worked out by a job and opened at once.

The job is measured as it runs every five minutes. Then the page is opened by the national team through the
whole application, with nothing of it kept in the process: by council for the nation, for one region, and
place by place for one council, which is worked out anew each time. A look back is measured as well.
The bars are ours; nobody published one.
"""

import sys

from bench import world
from bench.harness import NOW, PLACES, SIZE, Cpu, database, durability, measure, promise
from bench.pages import answer, environ, session_of, stand_still_next_morning, statements, steady_application

PATH = "/supply/cover/"
REQUESTS = 20 if SIZE == "full" else 10
BAR = 200  # milliseconds


def cost_of(application, session: str, path: str, *, times: int = REQUESTS) -> Cpu:
    """What opening a page costs so many times; nothing is kept in the process between them."""
    from junction.supply.queries.demand import kept

    def opened() -> None:
        for _ in range(times):
            kept._kept.clear()
            status, page = answer(application, environ(session, path))
            assert status.startswith("200") and "How long equipment lasts" in page, status

    answer(application, environ(session, path))  # the first one reads templates and plans statements
    return measure(opened)


def main() -> int:
    with database():
        seconds = world.fill()
        stand_still_next_morning()
        from django.utils import timezone

        from junction.registry.models import Area, Place
        from junction.supply.models import CoverMark
        from junction.supply.operations import load_catalogue
        from junction.supply.operations.keeping_cover import keep_cover

        by, now = world.actor(), timezone.now()  # noqa: TID251 - a bench is a door; it stands still
        load_catalogue(by=by, now=NOW)
        took = measure(lambda: keep_cover(by=by, now=now))
        mark = CoverMark.objects.get()
        assert mark.places == Place.objects.filter(closed_on=None).count()
        application, session = steady_application(), session_of("national")
        council = Place.objects.filter(area__kind="unitary").values_list("area", flat=True)[0]
        region = (
            Area.objects.filter(kind="region", ended_on=None)
            .order_by("code")
            .values_list("code", flat=True)[1]
        )
        where = (
            f"{PLACES:,} places, kept by the job in {took.wall:.1f} s, "
            f"{statements(application, environ(session, PATH))} statements, world made in {seconds:.0f} s, "
            f"{durability()}"
        )
        met = True
        for name, path in (
            ("cover of the nation", PATH),
            ("cover of the nation, one item", f"{PATH}?item=masks-iir"),
            ("cover of a region", f"{PATH}?area={region}"),
            ("cover of a council, worked out anew", f"{PATH}?area={council}&by=place"),
        ):
            cost = cost_of(application, session, path)
            how = f"{cost.parts(REQUESTS)}, wall {1000 * cost.wall / REQUESTS:.0f} ms; {where}"
            met &= promise(f"{name}, opened", cost.ms_each(REQUESTS), "CPU-ms", at_most=BAR, conditions=how)
        back = f"{PATH}?as_at={now:%Y-%m-%dT08:00}"
        looked = cost_of(application, session, back, times=1).ms_each(1)
        promise("cover of the nation, looking back", looked, "CPU-ms", conditions=where)
        promise(
            "cover of the nation, kept by its job",
            took.ms_each(1) / 1000,
            "CPU-s",
            at_most=6,
            conditions=where,
        )
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
