"""Demand read from returns and the ledger: what counts, whose it is, as known when; statements counted."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from junction.registry.tests.factories import AreaFactory, OrganisationFactory, PlaceFactory
from junction.supply.models import Account, Act, Lot, Order, OrderLine
from junction.supply.operations import accounts, ledger
from junction.supply.queries.demand import counted_items, demand_of
from junction.supply.rules.demand import Basis, Flag
from tests.cast import ELSEWHERE, national, officer_of, other_officer

from .demand_world import DAY, NOON, catalogue, tell

pytestmark = pytest.mark.django_db
BY = national()


@pytest.fixture
def items():
    return catalogue()


@pytest.fixture
def council():
    return AreaFactory()


@pytest.fixture
def home(items, council):
    return PlaceFactory(area=council, beds=40)


def demand(by=BY, **asked):
    return demand_of(by.scope, counted_items(by.scope), **{"now": NOON, "on": DAY} | asked)


def one(found, place, item="gloves"):
    """The row and column of a place and an item, as a reader of figures."""
    row = found.places.ids.tolist().index(place.pk)
    column = [each.code for each in found.items].index(item)
    return lambda array: array[row, column].item()


def deliver(store, place, item, quantity, on, **move):
    """Bring something to a place, as the ledger knows it."""
    lot, _ = Lot.objects.get_or_create(item=item, number="A", defaults={"recorded_at": NOON})
    post = ledger.Move(
        lot_id=lot.pk,
        item_id=item.pk, quantity=quantity, from_account=store.pk, act=Act.CORRECT, about_on=on,
        to_account=accounts.account_of(Account.Kind.AT_PROVIDER, place_id=place.pk).pk,
    )  # fmt: skip
    ledger.post([post], by=BY, now=move.get("now", datetime.combine(on, NOON.time(), UTC)))


@pytest.fixture
def supplier(db):
    return accounts.account_of(Account.Kind.SUPPLIER, organisation_id=OrganisationFactory().pk)


def test_counts_of_several_days_tell_the_rate_and_the_cover(home):
    for days, stock in ((4, 300), (2, 220), (0, 140)):
        tell(home, DAY - timedelta(days=days), stock={"gloves": stock})
    read = one(found := demand(), home)
    assert read(found.use.rates) == 40
    assert read(found.use.bases) == Basis.COUNTS
    assert (read(found.cover.stocks), read(found.cover.days)) == (140, 3.5)
    assert read(found.counted_on) == DAY.toordinal()
    assert read(found.counted_days) == 4


def test_what_was_delivered_counts_as_used_and_what_came_since_as_there(home, items, supplier):
    tell(home, DAY - timedelta(days=5), stock={"gloves": 100})
    deliver(supplier, home, items["gloves"], 300, DAY - timedelta(days=4))
    tell(home, DAY - timedelta(days=1), stock={"gloves": 200})
    deliver(supplier, home, items["gloves"], 70, DAY)
    read = one(found := demand(), home)
    assert read(found.use.rates) == 50  # 100 + 300 - 200 over four days
    assert read(found.cover.stocks) == 220  # 200 + 70, less a day's use


def test_without_counts_what_is_stated_and_without_words_what_is_modelled(home, council):
    quiet = PlaceFactory(area=council, beds=20)
    tell(home, DAY - timedelta(days=3), stock={"gloves": 100}, use={"gloves": 30})
    read, silent = one(found := demand(), home), one(found, quiet)
    assert (read(found.use.rates), read(found.use.bases), read(found.use.ages)) == (30, Basis.STATED, 3)
    assert silent(found.use.bases) == Basis.MODELLED
    assert silent(found.use.rates) == pytest.approx(20 * 11)
    assert np.isnan(silent(found.cover.days))


def test_the_newest_word_counts_for_each_item_and_people_by_the_newest_return(home):
    tell(home, DAY - timedelta(days=3), stock={"masks": 10}, use={"masks": 4, "gloves": 9}, occupied=30)
    tell(home, DAY, stock={"gloves": 100}, use={"gloves": 12}, occupied=20)
    found = demand()
    masks, gloves = one(found, home, "masks"), one(found, home)
    assert (masks(found.stated), gloves(found.stated)) == (4, 12)
    assert (masks(found.use.ages), gloves(found.use.ages)) == (3, 0)
    assert gloves(found.modelled) == pytest.approx(20 * 11)


def test_what_does_not_go_with_its_people_is_flagged(home):
    tell(home, DAY, stock={"gloves": 90_000}, use={"gloves": 10})
    read = one(found := demand(), home)
    assert read(found.flags) == Flag.HOARDING | Flag.UNDERSTATED


def test_what_is_granted_and_not_there_yet_is_on_its_way(home, items):
    for state, granted, received in (("reserved", 200, 0), ("dispatched", 100, 40), ("closed", 900, 100)):
        order = Order.objects.create(
            route="portal", state=state, place=home, ordered_at=NOON, ordered_by="user:1", channel="web",
            changed_at=NOON,
        )  # fmt: skip
        OrderLine.objects.create(
            order=order, item=items["gloves"], asked=granted, granted=granted, received=received
        )
    read = one(found := demand(), home)
    assert read(found.coming) == 260
    assert np.isnan(one(then := demand(as_at=NOON), home)(then.coming))  # known as it stands now only


def test_looking_back_knows_what_was_known_then(home, items, supplier):
    tell(home, DAY - timedelta(days=2), stock={"gloves": 300}, at=NOON - timedelta(days=2))
    tell(home, DAY, stock={"gloves": 200}, at=NOON)
    deliver(supplier, home, items["gloves"], 100, DAY, now=NOON + timedelta(hours=1))
    tell(home, DAY, stock={"gloves": 20}, at=NOON + timedelta(hours=2))
    then = demand(as_at=NOON + timedelta(minutes=1), now=NOON + timedelta(days=1))
    assert one(then, home)(then.use.rates) == 50
    now = demand(now=NOON + timedelta(days=1))
    assert one(now, home)(now.use.rates) == 190


def test_an_outsider_sees_none_of_it(home, council):
    tell(home, DAY, stock={"gloves": 200}, use={"gloves": 10})
    assert len(demand(officer_of(council))) == 1
    AreaFactory(code=ELSEWHERE)
    assert len(demand(other_officer())) == 0


def test_an_area_holds_its_own_places_and_those_asked_for_only(home, council):
    other = PlaceFactory()
    assert demand(area_code=council.code).places.ids.tolist() == [home.pk]
    assert demand(only=[other.pk]).places.ids.tolist() == [other.pk]
    assert sorted(demand().places.ids.tolist()) == sorted([home.pk, other.pk])


def test_a_place_that_is_closed_or_merged_does_not_stand_for_itself(home, council):
    gone = PlaceFactory(area=council)
    tell(gone, DAY - timedelta(days=1), stock={"gloves": 70}, use={"gloves": 7})
    gone.merged_into, gone.amending_at = home, NOON
    gone.save()
    closed = PlaceFactory(area=council, closed_on=date(2020, 4, 1))
    found = demand()
    assert found.places.ids.tolist() == [home.pk]
    assert closed.pk not in found.places.ids
    assert one(found, home)(found.stated) == 7


def test_the_statements_do_not_grow_with_the_places(home, council, django_assert_num_queries):
    for place in (home, *(PlaceFactory(area=council) for _ in range(5))):
        tell(place, DAY, stock={"gloves": 200}, use={"gloves": 10})
    scope, asked = BY.scope, counted_items(BY.scope)
    with django_assert_num_queries(6):
        assert len(demand_of(scope, asked, now=NOON, on=DAY, area_code=council.code)) == 6


def test_a_kind_of_service_that_no_model_speaks_of_has_no_modelled_need(items, council):
    surgery = PlaceFactory(area=council, service_type="pharmacy", beds=3)
    read = one(found := demand(), surgery)
    assert np.isnan(read(found.modelled))
    assert read(found.use.bases) == Basis.UNKNOWN


def test_nobody_and_nothing_is_no_error(items):
    found = demand()
    assert len(found) == 0
    assert found.cover.days.shape == (0, 2)
