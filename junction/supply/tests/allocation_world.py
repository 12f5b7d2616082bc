"""A council with three homes that are short of gloves, a national hub and a forum's store with some."""

from datetime import date
from types import SimpleNamespace

from junction.registry.models import AreaInside
from junction.registry.tests.factories import AreaFactory, OrganisationFactory, PlaceFactory
from junction.supply.models import Account, Act, Depot, Lot
from junction.supply.operations import accounts, ledger
from junction.supply.operations.allocation import (
    Wish,
    approve_allocation,
    ask_allocation,
    publish_allocation,
    solve_allocation,
)
from tests.cast import national

from .demand_world import DAY, NOON, catalogue, tell

BY = national()


def make_world():
    """Homes that use 300 gloves a day and hold 0, 600 and 9,000; 40 boxes in the hub, 20 in the store."""
    items = catalogue()
    forum = AreaFactory(code="E48000001", kind="lrf", name="North Forum", longitude=-2.5, latitude=53.5)
    council, far = AreaFactory(name="Nearham", longitude=-2.3, latitude=53.4), AreaFactory(name="Farham")
    AreaInside.objects.create(ancestor=forum, descendant=council, valid_from=council.started_on)
    hub = Depot.objects.create(code="hub", kind="hub", name="Hub", opened_on=date(2020, 3, 1),
                               latitude=52.3, longitude=-1.2)  # fmt: skip
    store = Depot.objects.create(code="north", kind="lrf", name="North store", area=forum,
                                 opened_on=date(2020, 3, 1))  # fmt: skip
    homes = [PlaceFactory(name=f"{name} House", area=council) for name in ("Ash", "Beech", "Cedar")]
    silent = PlaceFactory(name="Silent House", area=far, service_type="other")
    for home, stock in zip(homes, (0, 600, 9000), strict=True):
        tell(home, DAY, stock={"gloves": stock}, use={"gloves": 300})
    stock_up(hub, items["gloves"], 4000)
    stock_up(store, items["gloves"], 2000)
    return SimpleNamespace(
        **items, forum=forum, council=council, hub=hub, store=store, ash=homes[0], beech=homes[1],
        cedar=homes[2], silent=silent, far=far,
    )  # fmt: skip


def stock_up(depot, item, units):
    """Bring units of an item into a depot, from a supplier."""
    lot, _ = Lot.objects.get_or_create(item=item, number="A", defaults={"recorded_at": NOON})
    supplier = accounts.account_of(Account.Kind.SUPPLIER, organisation_id=OrganisationFactory().pk)
    shelf = accounts.accounts_of(depot)[Account.Kind.AVAILABLE]
    move = ledger.Move(item.pk, units, supplier.pk, shelf.pk, Act.RECEIVE, lot_id=lot.pk)
    ledger.post([move], by=BY, now=NOON)


def wish(world, **changes):
    """Share the hub's gloves among all, unless told otherwise."""
    plain = {
        "name": "Gloves for April", "kind": "places", "why": "Short",
        "stocks": [(world.hub.pk, world.gloves.pk)],
    }  # fmt: skip
    return Wish(**plain | changes)


def draft(world, *, by=BY, **changes):
    """A run, asked for and worked out."""
    run = ask_allocation(wish(world, **changes), by=by, now=NOON)
    solve_allocation(run.pk, by=by, now=NOON)
    run.refresh_from_db()
    return run


def publish(run, *, why="A new outbreak", by=BY):
    """Approve a draft, and do what its job does."""
    approve_allocation(run_id=run.pk, why=why, by=by, now=NOON)
    publish_allocation(run_id=run.pk, by=by, now=NOON)
    run.refresh_from_db()
    return run
