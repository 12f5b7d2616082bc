"""The places and returns benchmarks run on: as many as PPE was supplied to, over England's councils."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from itertools import pairwise

from bench.harness import DAY, NOW, PLACES, SEED, days_before

ITEMS = ("aprons", "gloves", "masks", "eye_protection", "gowns")
HISTORY = 8  # days of returns before today


def actor():
    """Who fills the world: a process that may do everything."""
    from junction.people.queries import system_actor

    return system_actor("bench")


def fill() -> float:
    """Make areas, places and a week of returns, once; return the seconds it took (0: it was there)."""
    from time import perf_counter

    from django.db import connection

    from junction.registry.models import Area, Place
    from junction.registry.operations import create_places
    from junction.returns.operations import PastFiling, bulk_load_returns

    if Place.objects.count() == PLACES:
        return 0.0
    started = perf_counter()
    _areas()
    random_numbers = random.Random(SEED)
    councils = list(Area.objects.filter(kind__in=["unitary", "district"], ended_on=None).order_by("code"))
    upper = _upper(councils)
    details = [_place(number, random_numbers, councils, upper) for number in range(PLACES)]
    create_places(details, by=actor(), now=datetime(2020, 1, 1, tzinfo=UTC))
    ids = list(Place.objects.order_by("id").values_list("id", "beds"))
    history = (
        PastFiling(filing, recorded_at, "system:bench")
        for filing, recorded_at in past(ids, days_before(HISTORY), random_numbers)
    )
    bulk_load_returns(history, by=actor(), now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return perf_counter() - started


def _areas() -> None:
    from junction.registry.models import Area
    from junction.registry.operations import load_area_facts

    if not Area.objects.exists():
        load_area_facts(by=actor(), now=NOW)


def _upper(councils) -> dict[str, str]:
    from junction.registry.queries.areas import upper_tiers

    return upper_tiers([area.code for area in councils], on=DAY)


def _place(number, random_numbers, councils, upper):
    from junction.registry.rules.identifiers import IdentifierKind
    from junction.registry.rules.places import PlaceDetails

    area = random_numbers.choice(councils).code
    return PlaceDetails(
        name=f"Home {number}",
        service_type="residential-home" if number % 3 else "nursing-home",
        area=area,
        council=upper[area],
        beds=random_numbers.randint(8, 90),
        identifier=(IdentifierKind.CQC_LOCATION, f"1-{100_000_000 + number}"),
    )


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


def past(ids: list[tuple[int, int]], days: list[date], random_numbers: random.Random) -> Iterator:
    """Nine homes of ten file each day, in the course of the morning."""
    from junction.returns.rules.judging import Filing

    for day, _ in pairwise([*days, DAY]):
        for place_id, beds in ids:
            if random_numbers.random() < 0.1:
                continue
            sent = answers(beds, random_numbers)
            filing = Filing(place_id, "care-home-daily", day, sent, "exercise", None)
            yield filing, datetime.combine(day, time(8, random_numbers.randint(0, 59)), tzinfo=UTC)
