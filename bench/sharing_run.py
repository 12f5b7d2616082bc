"""A run that shares the nation's stock: 58,000 places, seven items, three hubs and 38 forums' stores.

How long it takes to read what every place has and uses, to work the run out as its job does (claims, shares
by three methods, lines, hashes), to solve it again from what was frozen, and to publish it (an order for each
place and depot, all stock reserved through the ledger). What part of the claims on the scarcest item
the stock meets is printed.
"""

import sys
from datetime import date

from bench.harness import DAY, NOW, PLACES, database, durability, measure, promise
from bench.world import actor


def main() -> int:
    with database():
        return 0 if measured() else 1


def measured() -> bool:
    from django.db.models import Sum

    from junction.supply.operations import allocation, load_catalogue
    from junction.supply.queries import allocation as queries
    from junction.supply.queries.demand import counted_items, demand_of

    by = actor()
    load_catalogue(by=by, now=NOW)
    scope, items = by.scope, counted_items(by.scope)
    conditions = f"{PLACES:,} places, {len(items)} items, {durability()}"

    def said(name: str, work: object, at_most: float) -> bool:
        cost = measure(work)  # type: ignore[arg-type] # a function
        how = f"CPU time of Python and PostgreSQL; wall {cost.wall:.1f} s; {conditions}"
        return promise(name, cost.ms_each(1) / 1000, "CPU-s", at_most=at_most, conditions=how)

    met = said("demand of the nation read", lambda: demand_of(scope, items, now=NOW, on=DAY), 6)
    stocks = stock_up(by, items)
    wish = allocation.Wish(name="Nation", kind="places", stocks=stocks, why="Measured")
    run = allocation.ask_allocation(wish, by=by, now=NOW)
    met &= said(
        "a run of the nation worked out", lambda: allocation.solve_allocation(run.pk, by=by, now=NOW), 20
    )
    run.refresh_from_db()
    again: list[bool] = []
    met &= said("the same, solved again", lambda: again.append(queries.is_the_same_again(scope, run)), 6)
    met &= promise("the same, to the byte", float(again[0]), "", at_least=1, conditions=run.result_sha256)
    allocation.approve_allocation(run_id=run.pk, why="Measured", by=by, now=NOW)
    lines = run.lines.exclude(sources=[]).count()
    packs = run.lines.values_list("item").annotate(claimed=Sum("claim"), given=Sum("given")).order_by("item")
    part = min(given / claimed for _, claimed, given in packs if claimed)
    conditions = f"{lines:,} lines, of the scarcest item {part:.0%} of the packs claimed, {conditions}"
    return met & said(
        "the same, published", lambda: allocation.publish_allocation(run_id=run.pk, by=by, now=NOW), 45
    )


def stock_up(by, items) -> list[tuple[int, int]]:
    """Open the depots and bring stock into them; return the pairs of depot and item."""
    from junction.registry.models import Area, Organisation
    from junction.supply.models import Account, Act, Depot, Lot
    from junction.supply.operations import accounts, ledger

    opened = date(2020, 3, 1)
    hubs = [
        Depot.objects.create(
            code=f"hub-{n}", kind="hub", name=f"Hub {n}", opened_on=opened, latitude=north, longitude=east
        )
        for n, (north, east) in enumerate([(52.2, -1.2), (53.5, -2.5), (51.4, 0.1)])
    ]
    forums = Area.objects.filter(kind="lrf", ended_on__isnull=True)
    stores = [
        Depot.objects.create(code=area.code.lower(), kind="lrf", name=area.name, opened_on=opened, area=area)
        for area in forums
    ]
    maker = Organisation.objects.create(kind="national", name="Maker", name_key="maker", created_at=NOW)
    supplier = accounts.account_of(Account.Kind.SUPPLIER, organisation_id=maker.pk)
    lots = {item.pk: Lot.objects.create(item=item, number="A", recorded_at=NOW) for item in items}
    units = {depot: 240_000 if depot.kind == "hub" else 12_000 for depot in [*hubs, *stores]}
    moves = [
        ledger.Move(
            item.pk, each * PLACES // 58_000, supplier.pk, accounts.accounts_of(depot)["available"].pk,
            Act.RECEIVE, lot_id=lots[item.pk].pk,
        )
        for depot, each in units.items()
        for item in items
    ]  # fmt: skip
    ledger.post(moves, by=by, now=NOW)
    return [(depot.pk, item.pk) for depot in units for item in items]


if __name__ == "__main__":
    sys.exit(main())
