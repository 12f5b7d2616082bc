"""A region's needs to its volunteers by the very job: tasks made, read, paired in cells, offers written.

100,000 needs and 75,000 volunteers on duty with a check, in 20 councils of one region, around towns of
uneven size (Pareto), half of the volunteers in a council's scheme and half in the nation's. Needs and
volunteers are written in bulk, since it is the job that is measured. Afterwards what it wrote is checked:
nobody above what they take in a day, none without the check, each task offered once.
"""

import os
import sys
import time
from datetime import timedelta
from typing import Any

import numpy as np

from bench import shop
from bench.harness import SEED, SIZE, database, durability, measure, promise

NEEDS, ON_DUTY = {"small": (3_000, 2_250), "full": (100_000, 75_000)}[SIZE]
if part := float(os.environ.get("PART") or 0):  # of the full size
    NEEDS, ON_DUTY = int(100_000 * part), int(75_000 * part)
REGION, TOWNS = "E12000002", 60
CATEGORIES = [("shopping", 0.4), ("prescription", 0.25), ("talk", 0.2), ("transport", 0.15)]
CHECKS = {"identity": 0.7, "standard": 0.25, "enhanced-barred": 0.05}
LEVELS = [("two-days", 0.4), ("five-days", 0.4), ("week", 0.2)]
PATIENCE = 120.0  # seconds
CHECKED = {
    "offers beyond what somebody takes in a day": """
        SELECT count(*) FROM (SELECT volunteer_id, count(*) AS had FROM support_taskoffer GROUP BY 1) AS o
        JOIN support_volunteer AS v ON v.id = o.volunteer_id WHERE o.had > v.capacity""",
    "offers without the check": """
        SELECT count(*) FROM support_taskoffer AS o JOIN support_task AS t ON t.id = o.task_id
        WHERE t.level > 1 AND NOT EXISTS (SELECT FROM support_vettingseen AS s
            WHERE s.volunteer_id = o.volunteer_id AND s.check_code <> 'identity')""",
    "offers by a scheme of another area": """
        SELECT count(*) FROM support_taskoffer AS o JOIN support_task AS t ON t.id = o.task_id
        JOIN support_volunteer AS v ON v.id = o.volunteer_id JOIN support_scheme AS s ON s.id = v.scheme_id
        WHERE s.area_id IS NOT NULL AND s.area_id <> t.area_id""",
    "tasks whose state does not fit their offers": """
        SELECT count(*) FROM support_task AS t
        WHERE (t.state = 'offered') <> EXISTS (SELECT FROM support_taskoffer AS o WHERE o.task_id = t.id)""",
}


def main() -> int:
    with database(of_world=False):
        from django.db import connection

        from bench.world import actor
        from junction.support.operations.matching import ask_matching, match

        councils = make()
        now = shop.clock()
        run = ask_matching(REGION, by=actor(), now=now)
        came: list[Any] = []
        started = time.perf_counter()
        cpu = measure(lambda: came.append(match(run.pk, by=actor(), now=now)))
        wall = time.perf_counter() - started
        said = came[0].figures
        where = (
            f"{NEEDS:,} needs, {ON_DUTY:,} on duty, {len(councils)} councils; {said['offered']:,} offered, "
            f"met by priority {said.get('met')}, {said.get('metres')} m each, unmet {said.get('unmet')}; "
            f"Python "
            f"{cpu.python:.0f} + PostgreSQL {cpu.database:.0f} CPU-s; {durability()}"
        )
        met = promise("a region's matching by its job", cpu.python + cpu.database, "CPU-s", at_most=PATIENCE,
                      conditions=f"{wall:.0f} s of wall time; {where}")  # fmt: skip
        wrong = []
        with connection.cursor() as cursor:
            for what, statement in CHECKED.items():
                cursor.execute(statement)
                if count := cursor.fetchone()[0]:
                    wrong.append(f"{what}: {count}")
        met &= promise("a region's matching: faults", len(wrong), "faults", at_most=0,
                       conditions="; ".join(wrong) or where)  # fmt: skip
    return 0 if met else 1


def make() -> list[str]:
    """Tables, schemes, volunteers on duty with a check, needs of people; return the councils."""
    from django.db import connection

    from bench.world import actor, load_areas
    from junction.registry.models import Area
    from junction.registry.queries import children
    from junction.support.operations.volunteers import add_scheme

    load_areas()
    random, now = np.random.default_rng(SEED), shop.clock()
    scope = actor().scope
    codes = {one.pk for kind in ("unitary", "county") for one in children(scope, REGION, kind, on=now.date())}
    areas = list(Area.objects.filter(pk__in=codes, latitude__isnull=False).order_by("pk")[:20])
    towns = random.choice(len(areas), TOWNS)
    nation = add_scheme("The nation", area="", by=actor(), now=now)
    own = {one.pk: add_scheme(f"Scheme of {one.name}", area=one.pk, by=actor(), now=now).pk for one in areas}
    volunteers(random, areas, towns, nation.pk, own, now)
    needs(random, areas, towns, now)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
    return [one.pk for one in areas]


def places(random: Any, areas: list[Any], towns: Any, count: int) -> tuple[list[str], Any, Any]:
    """Councils and places of so many people, around towns."""
    people = random.pareto(1.2, len(towns)) + 0.2
    town = random.choice(len(towns), count, p=people / people.sum())
    middle = np.array([[areas[a].longitude, areas[a].latitude] for a in towns]) + np.random.default_rng(
        SEED + 9).normal(0, 0.06, (len(towns), 2))  # fmt: skip
    at = middle[town] + random.normal(0, 0.03, (count, 2))
    return [areas[towns[one]].pk for one in town], at[:, 0], at[:, 1]


def drawn(random: Any, pairs: Any, count: int) -> list[str]:
    words, parts = zip(*pairs, strict=True)
    return list(np.array(words)[random.choice(len(words), count, p=np.array(parts) / sum(parts))])


def volunteers(random: Any, areas: list[Any], towns: Any, nation: int, own: dict[str, int], now: Any) -> None:
    from junction.support.models import VettingSeen, Volunteer

    area, x, y = places(random, areas, towns, ON_DUTY)
    is_own, until = random.random(ON_DUTY) < 0.5, now + timedelta(days=3)
    keep, checks = now.date() + timedelta(days=365), drawn(random, CHECKS.items(), ON_DUTY)
    made = Volunteer.objects.bulk_create(
        (
            Volunteer(
                scheme_id=own[area[n]] if is_own[n] else nation,
                area_id=area[n],
                longitude=x[n],
                latitude=y[n],
                skills=int(random.integers(1, 8)),
                languages=1,
                hours=int(random.integers(1, 1 << 21)),
                reach_km=10,
                capacity=int(random.integers(1, 3)),
                name="",
                state="active",
                signed_up_at=now,
                channel="import",
                on_duty_until=until,
                retention_until=keep,
            )
            for n in range(ON_DUTY)
        ),
        batch_size=5_000,
    )
    VettingSeen.objects.bulk_create(
        (VettingSeen(volunteer=one, check_code=code, issuer="Bench", issued_on=now.date(), expires_on=keep,
                     playbook="bench", seen_at=now, seen_by="system:bench")
         for one, code in zip(made, checks, strict=True)), batch_size=5_000,
    )  # fmt: skip


def needs(random: Any, areas: list[Any], towns: Any, now: Any) -> None:
    from junction.support.models import Need, Person

    area, x, y = places(random, areas, towns, NEEDS)
    what, levels = drawn(random, CATEGORIES, NEEDS), drawn(random, LEVELS, NEEDS)
    until = {"two-days": 2, "five-days": 5, "week": 7}
    people = Person.objects.bulk_create(
        (Person(retention_until=now.date() + timedelta(days=90)) for _ in range(NEEDS)), batch_size=5_000
    )
    Need.objects.bulk_create(
        (Need(
            reference=f"B{n:08}"[-9:], person=people[n], area_id=area[n], longitude=x[n], latitude=y[n],
            archetype="someone", category=what[n], routing="bench", need_class="actual", level=levels[n],
            triage="bench", limit_at=now + timedelta(days=until[levels[n]]), channel="import", state_at=now,
            stated_at=now, heard_at=now, stated_by="system:bench", token_hash=f"bench-{n}",
        ) for n in range(NEEDS)), batch_size=5_000,
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
