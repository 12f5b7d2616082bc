"""The flow of supplies among two million movements of four months: looking back against the page of now.

Movements are written in bulk, as the ledger keeps them: stock comes to 41 depots and goes to every place, a
few times each. A mark is made for each day, as the job makes them. Then the page is opened as it is now, and
as it was known at a moment two months back, by the national team and through the whole application.
"""

import sys
import time
from datetime import timedelta

from bench import world
from bench.harness import NOW, PLACES, SIZE, database, durability, measure, promise
from bench.pages import answer, environ, session_of, stand_still_next_morning, steady_application

DAYS, DEPOTS = 120, 41
MOVEMENTS = 2_000_000 if SIZE == "full" else 200_000
REQUESTS = 20
PATH = "/supply/flow/"
WRITTEN = """
WITH shelf AS (SELECT array_agg(id ORDER BY id) AS ids FROM supply_account WHERE kind = 'available'),
     way AS (SELECT array_agg(id ORDER BY id) AS ids FROM supply_account WHERE kind = 'in-transit'),
     home AS (SELECT array_agg(id ORDER BY id) AS ids FROM supply_account WHERE kind = 'at-provider'),
     source AS (SELECT min(id) AS id FROM supply_account WHERE kind = 'supplier'),
     thing AS (SELECT array_agg(id ORDER BY id) AS ids FROM supply_item)
INSERT INTO supply_movement (recorded_at, about_on, item_id, quantity, from_account_id, to_account_id, act,
                             reference, by)
SELECT m.at, m.at::date, thing.ids[1 + n %% array_length(thing.ids, 1)], 100,
       CASE n %% 3 WHEN 0 THEN source.id WHEN 1 THEN shelf.ids[m.depot] ELSE way.ids[m.depot] END,
       CASE n %% 3 WHEN 0 THEN shelf.ids[m.depot] WHEN 1 THEN way.ids[m.depot]
            ELSE home.ids[1 + (n::bigint * 7919) %% array_length(home.ids, 1)] END,
       CASE n %% 3 WHEN 0 THEN 'receive' WHEN 1 THEN 'dispatch' ELSE 'deliver' END, '', 'bench'
FROM generate_series(1, %(count)s) n, shelf, way, home, source, thing,
     LATERAL (SELECT %(first)s::timestamptz + n * %(step)s::interval AS at, 1 + n %% %(depots)s AS depot) m
"""


def make_ledger(first, step) -> None:
    """Depots, accounts of every place, and the movements."""
    from django.db import connection

    from junction.registry.models import Organisation, Place
    from junction.supply.models import Account, Depot
    from junction.supply.operations import accounts, ledger, load_catalogue

    load_catalogue(by=world.actor(), now=NOW)
    maker = Organisation.objects.create(kind="wholesaler", name="Maker", name_key="maker", created_at=NOW)
    accounts.account_of(Account.Kind.SUPPLIER, organisation_id=maker.pk)
    for number in range(DEPOTS):
        depot = Depot.objects.create(
            code=f"d{number}", kind="hub", name=f"Depot {number}", opened_on=NOW.date()
        )
        accounts.accounts_of(depot)
    accounts.accounts_of_places(Place.objects.values_list("pk", flat=True))
    for days in range(0, DAYS + 31, 28):
        ledger.see_to_month(by=world.actor(), now=first + timedelta(days=days))
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN, {"first": first, "step": step, "count": MOVEMENTS, "depots": DEPOTS})
        cursor.execute("ANALYZE")


def make_marks(first) -> float:
    """A mark at the end of each day, as the job makes them; return the seconds of the slowest."""
    from junction.supply.operations.marking import make_mark

    slowest = 0.0
    for day in range(1, DAYS + 1):
        began = time.perf_counter()
        make_mark(by=world.actor(), now=first + timedelta(days=day))
        slowest = max(slowest, time.perf_counter() - began)
    return slowest


def cost_of(application, request) -> float:
    """CPU-milliseconds of a page that shows every line adding up."""
    status, page = answer(application, request)
    assert status.startswith("200") and "every line adds up" in page, status
    return measure(lambda: [answer(application, request) for _ in range(REQUESTS)]).ms_each(REQUESTS)


def main() -> int:
    with database():
        seconds = world.fill()
        today = stand_still_next_morning()
        last = NOW + timedelta(days=(today - NOW.date()).days)
        first = last - timedelta(days=DAYS)
        make_ledger(first, timedelta(days=DAYS) / MOVEMENTS)
        slowest = make_marks(first)
        application, session = steady_application(), session_of("national")
        back = f"{PATH}?as_at={last - timedelta(days=60, hours=-5):%Y-%m-%dT%H:%M}"
        costs = [cost_of(application, environ(session, path)) for path in (PATH, back)]
        began = time.perf_counter()
        from junction.supply.queries.reconciling import reconcile

        reconcile(world.actor().scope)
        compared = time.perf_counter() - began
        where = (
            f"{MOVEMENTS:,} movements of {DAYS} days, {DEPOTS} depots, {PLACES:,} places, now {costs[0]:.0f} "
            f"and then {costs[1]:.0f} CPU-ms, slowest mark {slowest:.1f} s, world made in {seconds:.0f} s, "
            f"{durability()}"
        )
        met = promise(
            "flow: looking back against now", costs[1] / costs[0], "times", at_most=2, conditions=where
        )
        promise("flow: the page now", costs[0], "CPU-ms", conditions=where)
        promise("ledger compared with every balance", compared, "s", conditions=where)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
