"""What tests of the desk share: a home in a council of a forum, stock at a hub and at the forum's store."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from junction.core.scope import Reach
from junction.registry.models import AreaInside
from junction.registry.tests.factories import AreaFactory, OrganisationFactory, PlaceFactory
from junction.supply.models import Account, Act, Depot, Item, Lot, Pack
from junction.supply.operations import accounts, ledger
from junction.supply.operations.asking import People, Wanted
from tests.cast import holder, lrf_of, manager_of, national, officer_of, other_officer

NOW = datetime(2020, 4, 20, 9, 0, tzinfo=UTC)
ITEMS = (("masks", "mask", 50), ("gloves", "glove", 100), ("aprons", "apron", 100))
MOBILE, LANDLINE = "07700 900123", "0161 496 0001"


@pytest.fixture
def desk(db):
    """A world for the desk: who may do what in it, and where there is how much."""
    council, forum = AreaFactory(name="Northham"), AreaFactory(name="North Forum", kind="lrf")
    AreaInside.objects.create(ancestor=forum, descendant=council, valid_from=date(1974, 4, 1))
    group = OrganisationFactory(name="Group Care")
    home = PlaceFactory(name="Ash House", area=council, town="Sale", registration__organisation=group)
    items = {code: _item(code, unit, pack) for code, unit, pack in ITEMS}
    hub = Depot.objects.create(code="hub", kind="hub", name="National hub", opened_on=date(2020, 3, 1))
    store = Depot.objects.create(
        code="forum", kind="lrf", name="Forum store", area=forum, opened_on=date(2020, 3, 1)
    )
    made = SimpleNamespace(
        council=council, group=group, forum=forum, home=home, hub=hub, store=store, **items,
        manager=manager_of(home), officer=officer_of(council), lrf=lrf_of(forum, council),
        nation=national(), stranger=other_officer(), line=holder("emergency-line", Reach(national=True)),
    )  # fmt: skip
    bring(made, hub, masks=1_000, gloves=2_000, aprons=300)
    bring(made, store, masks=100)
    return made


def _item(code, unit, pack):
    item = Item.objects.create(
        code=code, name=code.title(), base_unit=unit, plural_unit=code, category="PPE", is_ppe=True
    )
    Pack.objects.create(item=item, name=f"Box of {pack}", quantity=pack, is_orderable=True)
    return item


def bring(world, depot, **quantities):
    """Stock from a supplier, in one lot of each item."""
    supplier = accounts.account_of(Account.Kind.SUPPLIER, organisation_id=OrganisationFactory().pk)
    shelf = accounts.accounts_of(depot)[Account.Kind.AVAILABLE]
    moves = []
    for code, quantity in quantities.items():
        item = getattr(world, code)
        lot, _ = Lot.objects.get_or_create(item=item, number="A", defaults={"recorded_at": NOW})
        moves.append(ledger.Move(item.pk, quantity, supplier.pk, shelf.pk, Act.RECEIVE, lot_id=lot.pk))
    ledger.post(moves, by=national(), now=NOW)


def balance(depot, item, kind=Account.Kind.AVAILABLE):
    account = accounts.accounts_of(depot)[kind]
    found = account.balances.filter(item=item).first()
    return found.quantity if found else 0


def wanted(world, *, cover="under-24h", contact=MOBILE, email="", **more):
    """A request by home Ash for 200 masks and 400 gloves."""
    lines = more.pop("lines", {"masks": 200, "gloves": 400})
    people = People("Ann Carer", contact, "Bill Porter", "1 Ash Lane, Sale", email)
    given = {"tried": ("own-supplier", "wholesaler", "lrf"), "confirmed_cases": 3, "beds": 30} | more
    return Wanted(place_id=world.home.pk, people=people, cover=cover, lines=lines, **given)
