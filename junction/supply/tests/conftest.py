"""A small ledger: one depot with a supplier, two items, a home; a fixed moment."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from junction.registry.tests.factories import OrganisationFactory, PlaceFactory
from junction.supply.models import Account, Act, Depot, Item, Lot, Pack
from junction.supply.operations import accounts, ledger
from junction.supply.tests.shop import make_shop
from tests.cast import national

NOW = datetime(2020, 4, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def now():
    return NOW


@pytest.fixture
def by():
    return national()


@pytest.fixture
def store(db, now):
    """A depot, a supplier, a home, masks and gloves in two lots each, and the accounts between them."""
    depot = Depot.objects.create(code="hub", kind="hub", name="Hub", opened_on=date(2020, 3, 1))
    made = {"depot": depot, "home": PlaceFactory(name="Ash House")}
    made["supplier"] = accounts.account_of(Account.Kind.SUPPLIER, organisation_id=OrganisationFactory().pk)
    made |= {kind.replace("-", "_"): account for kind, account in accounts.accounts_of(depot).items()}
    made["at_home"] = accounts.account_of(Account.Kind.AT_PROVIDER, place_id=made["home"].pk)
    made["lost"] = accounts.account_of(Account.Kind.LOST)
    for code, unit, pack in (("masks", "mask", 50), ("gloves", "glove", 100)):
        item = Item.objects.create(
            code=code, name=code.title(), base_unit=unit, plural_unit=code, category="PPE"
        )
        Pack.objects.create(item=item, name=f"Box of {pack}", quantity=pack, is_orderable=True)
        made[code] = item
        made[f"{code}_a"] = Lot.objects.create(
            item=item, number="A", expires_on=date(2020, 12, 31), recorded_at=now
        )
        made[f"{code}_b"] = Lot.objects.create(
            item=item, number="B", expires_on=date(2021, 6, 30), recorded_at=now
        )
    return SimpleNamespace(**made)


@pytest.fixture
def moved(store, by, now):
    """Move something: `moved("masks", 50, "supplier", "available", lot="masks_a")`."""

    def move(item, quantity, source, target, *, lot=None, act=Act.CORRECT, at=None):
        ledger.post([move_of(store, item, quantity, source, target, lot=lot, act=act)], by=by, now=at or now)

    return move


def move_of(store, item, quantity, source, target, *, lot=None, act=Act.CORRECT):
    return ledger.Move(
        item_id=getattr(store, item).pk,
        quantity=quantity,
        from_account=getattr(store, source).pk,
        to_account=getattr(store, target).pk,
        act=act,
        lot_id=getattr(store, lot).pk if lot else None,
    )


@pytest.fixture
def shop(db):
    """Two hubs, three items and a home that may order."""
    return make_shop()
