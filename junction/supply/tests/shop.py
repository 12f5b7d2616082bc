"""A world to order in: two hubs, three items, a home; and what tests of orders ask of it."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

from junction.registry.tests.factories import OrganisationFactory, PlaceFactory
from junction.supply.models import Account, Act, Balance, Depot, Item, Lot, Movement, Pack
from junction.supply.operations import accounts, ledger
from junction.supply.operations.portal import place_orders
from junction.supply.rules.ordering import Asked
from tests.cast import manager_of, national

NOW = datetime(2020, 10, 14, 9, 0, tzinfo=UTC)  # a Wednesday under the limits of autumn 2020
WEEK = date(2020, 10, 12)
SEEN_BEFORE = datetime(2020, 10, 1, tzinfo=UTC)


def make_shop():
    """Two national hubs, masks and gloves, one home of 30 beds by the first hub."""
    made = SimpleNamespace(depots=[], items={}, home=PlaceFactory(latitude=53.4, longitude=-2.3))
    made.by = manager_of(made.home)
    supplier = accounts.account_of(Account.Kind.SUPPLIER, organisation_id=OrganisationFactory().pk)
    for code, measure, pack in (("masks-iir", "masks", 50), ("gloves", "gloves", 100), ("tests", "", 1)):
        item = Item.objects.create(
            code=code, name=code, base_unit="one", plural_unit=code, category="PPE", measure=measure
        )
        Pack.objects.create(item=item, name="Single", quantity=1, is_orderable=False)
        Pack.objects.create(item=item, name="Box", quantity=pack, is_orderable=True)
        made.items[code] = item
    for number, (north, east) in enumerate([(53.5, -2.2), (51.5, -0.1)]):
        depot = Depot.objects.create(
            code=f"hub-{number}",
            kind="hub",
            name="Hub",
            opened_on=date(2020, 3, 1),
            latitude=north,
            longitude=east,
        )
        made.depots.append((depot, accounts.accounts_of(depot)))

    def stock(code, units, depot=0):
        item = made.items[code]
        lot, _ = Lot.objects.get_or_create(item=item, number="L", defaults={"recorded_at": SEEN_BEFORE})
        available = made.depots[depot][1][Account.Kind.AVAILABLE]
        move = ledger.Move(item.pk, units, supplier.pk, available.pk, Act.RECEIVE, lot_id=lot.pk)
        ledger.post([move], by=national(), now=SEEN_BEFORE)

    made.stock = stock
    return made


def ask(shop, *lines, **said):
    return Asked(**({"by": shop.by, "place_id": shop.home.pk, "lines": lines} | said))


def place(*asked, now=NOW):
    return place_orders(asked, now=now)


def left(shop, code, depot=0, kind=Account.Kind.AVAILABLE):
    found = Balance.objects.filter(account=shop.depots[depot][1][kind], item=shop.items[code]).first()
    return found.quantity if found else 0


def assert_ledger_is_balances():
    sums: dict[tuple[int, int], int] = {}
    for move in Movement.objects.all():
        for account, sign in ((move.from_account_id, -1), (move.to_account_id, 1)):
            sums[account, move.item_id] = sums.get((account, move.item_id), 0) + sign * move.quantity
    kept = {(b.account_id, b.item_id): b.quantity for b in Balance.objects.all()}
    assert {key: units for key, units in kept.items() if units} == {k: u for k, u in sums.items() if u}
