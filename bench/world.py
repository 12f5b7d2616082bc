"""The world benchmarks run on: as many places as England's emergency supplied, in all nine regions.

Places come from the exercise (published numbers, sizes and kinds for each region, more of each) by the import
that any list takes. Their returns are those of a simulated emergency, loaded in bulk: 28 days for one
region, the largest, so that its trends are real, and the last two days for the others. Nothing is filed for
`DAY` itself. The same seed gives the same world.
"""

import random
from datetime import timedelta
from typing import Any

import numpy as np

from bench.harness import DAY, NOW, PLACES, SEED

REGION = "E12000008"  # South East: the largest
LAST_DAY = DAY - timedelta(days=1)
DAYS, DAYS_OF_REGION = 2, 28
ITEMS = ("aprons", "gloves", "masks", "eye_protection", "gowns")


def actor():
    """Who fills the world: a process that may do everything."""
    from junction.people.queries import system_actor

    return system_actor("bench")


def fill() -> float:
    """Return the seconds that making this world took."""
    from bench.databases import seconds_of_world

    return seconds_of_world()


def make() -> None:
    """Make the world in the empty database of DATABASE_URL."""
    import django

    django.setup()
    from django.db import connection

    from junction.returns.operations import bulk_load_returns
    from junction.returns.operations.totals import add_up_days

    load_areas()
    places = draw()
    _import(places)
    for region, drawn in places.items():
        bulk_load_returns(_history(region, drawn), by=actor(), now=NOW)
    add_up_days(by=actor(), now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


def load_areas() -> None:
    """Load England's areas into tables that hold nothing yet."""
    from junction.registry.operations import load_area_facts

    load_area_facts(by=actor(), now=NOW)


def draw() -> dict[str, list[Any]]:
    """Draw the places of every region: in each as many times more as makes the whole number."""
    from junction.exercise.files import calibrations, words
    from junction.exercise.queries import councils
    from junction.exercise.rules.places import agency_count, draw_places

    known = {region: councils(actor().scope, region, on=LAST_DAY)[0] for region in calibrations()}
    residents = {region: sum(one.residents for one in found) for region, found in known.items()}
    real = sum(calibrations()[region].homes + agency_count(residents[region]) for region in known)
    drawn: dict[str, list[Any]] = {}
    for number, region in enumerate(sorted(known)):
        drawn[region] = draw_places(
            np.random.default_rng([SEED, number]),
            calibration=calibrations()[region],
            councils=known[region],
            words=words(),
            share=(PLACES + len(known)) / real,  # a few more, since each region is rounded
            first_number=1_000_000 * number,
        )
    return drawn


def _import(places: dict[str, list[Any]]) -> None:
    """Take in all places as one list, at the start of the first day."""
    from junction.exercise.rules.answers import moment
    from junction.registry.files.place_lists import read_place_list
    from junction.registry.operations import import_places

    listing = read_place_list(list_of(places), filename="bench.csv")
    first_day = LAST_DAY - timedelta(days=DAYS_OF_REGION - 1)
    import_places(listing, listed_on=first_day, dry_run=False, by=actor(), now=moment(first_day, 0))


def list_of(places: dict[str, list[Any]]) -> bytes:
    """Write all places as one list, as anybody could import it."""
    from junction.exercise.files import write_place_list
    from junction.registry.queries import areas

    names = {area.code: area.name for area in areas(actor().scope, on=LAST_DAY)}
    return write_place_list([one for drawn in places.values() for one in drawn], council_names=names)


def _history(region: str, places: list[Any]) -> list[Any]:
    """The returns of a region, in the order they were filed, those filed by `NOW`.

    A list, since the load copies while it reads: no statement may come in between.
    """
    from junction.exercise.operations import Plan, past_filing, told_reports
    from junction.exercise.queries import place_numbers

    days = DAYS_OF_REGION if region == REGION else DAYS
    plan = Plan(seed=SEED, region=region, last_day=LAST_DAY, days=days)
    numbers = place_numbers(actor().scope, [place.identifier for place in places])
    told = told_reports(plan, np.random.default_rng([SEED, int(region[1:])]), places)
    return [past_filing(report, numbers, by=actor()) for report in told if report.filed_at <= NOW]


def homes() -> list[tuple[int, int]]:
    """Every care home: its number and its beds."""
    from junction.registry.models import Place

    found = Place.objects.filter(beds__isnull=False).order_by("id")
    return list(found.values_list("id", "beds"))


def answers(beds: int, random_numbers: random.Random) -> dict[str, object]:
    """A day's answers of one home."""
    occupied = random_numbers.randint(beds * 7 // 10, beds)
    staff = beds + random_numbers.randint(2, 20)
    sick = random_numbers.randint(0, staff // 8)
    return {
        "beds": beds,
        "occupied": occupied,
        "reserved": 0,
        "vacancies_admitting": beds - occupied,
        "vacancies_closed": 0,
        "admitting": beds > occupied,
        "suspected_new": random_numbers.choice([0, 0, 0, 0, 1, 2]),
        "confirmed_new": random_numbers.choice([0, 0, 0, 0, 0, 1]),
        "confirmed_total": 3,
        "staff_employed": staff,
        "staff_agency": random_numbers.randint(0, 5),
        "staff_absent_covid": sick,
        "staff_absent_other": random_numbers.randint(0, 3),
        "rating_overall": random_numbers.choice(["green", "amber", "red"]),
        "rating_workforce": "green",
        "rating_ppe": "amber",
        "food_supply": "enough",
        "medicine_supply": "enough",
        **{f"stock_{item}": random_numbers.randint(50, 900) for item in ITEMS},
        **{f"daily_use_{item}": random_numbers.randint(20, 90) for item in ITEMS},
    }


if __name__ == "__main__":
    make()
