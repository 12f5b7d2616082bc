"""The directory with 50,000 services: a search by words, need, place and time; a page of the open feed.

Services are drawn from words and points with a fixed seed. Each search asks another mix: words with a typing
error, a need, a point with its miles, an hour. Wall time of one search alone, the 99th of a hundred.
"""

import random
import sys
from datetime import UTC, datetime, time
from time import perf_counter
from types import SimpleNamespace

from bench.harness import SEED, SIZE, database, durability, promise

SERVICES = 50_000 if SIZE == "full" else 3_000
SEARCHES = 400 if SIZE == "full" else 100
NOW = datetime(2020, 5, 29, 9, 0, tzinfo=UTC)
WHAT = [
    "lunch club", "food bank", "befriending", "prescription delivery", "carers group", "debt advice",
    "day centre", "walking group", "community transport", "handyperson", "bereavement support", "memory cafe",
]  # fmt: skip
WHERE = [
    "Beck",
    "Ash",
    "Elm",
    "Mill",
    "Hill",
    "North",
    "South",
    "Church",
    "Castle",
    "Ford",
    "Wood",
    "Lake",
    "Moor",
]
WHO = ["Neighbours", "Trust", "Society", "Parish", "Hub", "Friends", "Network", "Alliance"]


def drawn(chance: random.Random) -> list:
    """Draw the services."""
    from junction.support.rules.directory_book import directory_book
    from junction.support.rules.listed import (
        ListedLocation,
        ListedOpening,
        ListedOrganisation,
        ListedService,
        made_id,
    )
    from junction.support.rules.opening import WEEKDAYS, Opening

    book, found = directory_book(NOW.date()), []
    for number in range(SERVICES):
        what, where = chance.choice(WHAT), f"{chance.choice(WHERE)}{chance.choice(WHERE).lower()}"
        who = f"{chance.choice(WHERE)}{chance.choice(WHERE).lower()} {chance.choice(WHO)}"
        rule = Opening("WEEKLY", ",".join(chance.sample(WEEKDAYS, 2)), opens_at=time(9), closes_at=time(17))
        place = ListedLocation(
            made_id("place", str(number)),
            latitude=chance.uniform(50.5, 55),
            longitude=chance.uniform(-3, 0.5),
        )
        found.append(
            ListedService(
                row=number, id=made_id("service", str(number)), name=f"{where} {what}",
                organisation=ListedOrganisation(made_id(who), who), description=f"{what} near {where}",
                needs=tuple(book.needs_of([what])), locations=(place,),
                openings=(ListedOpening(made_id("opening", str(number)), rule),), last_modified=NOW,
            )
        )  # fmt: skip
    return found


def searched(chance: random.Random, *, is_placed: bool = True) -> list[float]:
    """Search and read the first page of what was found; return the milliseconds of each."""
    from junction.core.scope import NOBODY
    from junction.support.queries.finding import Sought, find_services, with_services
    from junction.support.rules.directory_book import directory_book

    book, took = directory_book(NOW.date()), []
    for number in range(SEARCHES):
        words = f"{chance.choice(WHERE)} {chance.choice(WHAT)}".replace("e", "", 1) if number % 2 else ""
        sought = Sought(
            words=words, need="" if words else chance.choice(["food", "company", "money"]),
            latitude=chance.uniform(51, 54) if is_placed else None,
            longitude=chance.uniform(-2.5, 0) if is_placed else None, miles=chance.choice([3, 5, 10, 25]),
            open_at=NOW.replace(tzinfo=None) if number % 3 == 0 else None,
        )  # fmt: skip
        began = perf_counter()
        with_services(NOBODY, find_services(NOBODY, sought, book=book)[: book.page_size])
        took.append(1000 * (perf_counter() - began))
    return sorted(took)


def main() -> int:
    with database(of_world=False):
        from django.conf import settings
        from django.db import connection
        from django.test import Client
        from django.test.utils import CaptureQueriesContext

        from junction.support.models import DirectorySource
        from junction.support.operations.directory_rows import store_services

        chance = random.Random(SEED)
        source = DirectorySource.objects.create(
            name="drawn", kind="feed", taken_at=NOW, taken_by="system:bench"
        )
        began = perf_counter()
        store_services(drawn(chance), source=source, keeper=None, now=NOW)
        made = SimpleNamespace(seconds=perf_counter() - began)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        took = searched(chance)
        where = f"{SERVICES:,} services stored in {made.seconds:.0f} s, {SEARCHES} searches, {durability()}"
        slow = took[int(len(took) * 0.99)]
        half = f"half within {took[len(took) // 2]:.1f} ms; {where}"
        met = promise("search of the directory, p99", slow, "ms", at_most=50, conditions=half)
        wide = searched(chance, is_placed=False)
        promise(
            "search of the whole directory without a place, p99", wide[int(len(wide) * 0.99)], "ms",
            conditions=f"half within {wide[len(wide) // 2]:.1f} ms; {where}",
        )  # fmt: skip
        settings.ALLOWED_HOSTS = ["*"]
        with CaptureQueriesContext(connection) as asked:
            page = Client().get("/directory/v3/services?per_page=50").json()
        assert page["size"] == 50
        met &= promise("feed page of 50 services", len(asked), "queries", at_most=8, conditions=where)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
