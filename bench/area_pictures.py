"""The picture of a region and its drill-down, live and as it was known: CPU and time of the query alone."""

import sys
from datetime import timedelta
from time import perf_counter

from bench import world
from bench.harness import NOW, PLACES, database, durability, promise

ROUNDS = 9


def timed(**options) -> tuple[float, int]:
    """Return the median milliseconds of one picture, and how many rows it has."""
    from junction.returns.queries import area_sums

    taken = []
    for _ in range(ROUNDS):
        started = perf_counter()
        picture = area_sums(world.actor().scope, question_set="care-home-daily", **options)
        taken.append(1000 * (perf_counter() - started))
    return sorted(taken)[ROUNDS // 2], len(picture.keys)


def main() -> int:
    with database():
        seconds = world.fill()
        from django.db import connection
        from django.db.models import Max

        from junction.registry.models import Area
        from junction.returns.models import Latest

        region = Area.objects.get(kind="region", name="South East").code
        one = Area.objects.filter(kind="unitary", ended_on=None).order_by("code").first()
        where = f"{PLACES:,} places, world made in {seconds:.0f} s, {durability()}, median of {ROUNDS}"
        on = Latest.objects.aggregate(newest=Max("about_on"))["newest"]
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE returns_latest, registry_place, returns_return")
        live, rows = timed(area_code=region, by="council", on=on)
        said = f"{rows} rows, {where}"
        met = promise("picture of a region by council, live", live, "ms", at_most=25, conditions=said)
        back, _ = timed(area_code=region, by="council", on=on, as_at=NOW - timedelta(hours=6))
        met &= promise("picture as known before, over live", back / live, "times", at_most=2, conditions=said)
        council, rows = timed(area_code=one.code, by="place", on=on)
        said = f"{rows} rows, {where}"
        met &= promise("picture of a council by place, live", council, "ms", at_most=25, conditions=said)
        nation, rows = timed(by="region", on=on)
        promise("picture of the nation by region, live", nation, "ms", conditions=f"{rows} rows, {where}")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
