"""Use told by returns: posted once, corrected with its return, never more than the books put there."""

from datetime import timedelta

import pytest

from junction.core.audit.models import AuditEntry
from junction.people.queries import system_actor
from junction.registry.tests.factories import OrganisationFactory, PlaceFactory
from junction.supply.models import Account, Act, Balance, Lot, Movement, PlaceUse
from junction.supply.operations import ledger, place_counting, posting_use
from junction.supply.operations.accounts import account_of
from junction.supply.operations.place_counting import CountedItem
from junction.supply.queries.demand import counted_items, demand_of
from junction.supply.tests.shop import assert_ledger_is_balances
from tests.cast import manager_of, national

from .demand_world import DAY, NOON, catalogue, tell

pytestmark = pytest.mark.django_db
BY = system_actor("use")
DAYS = timedelta(days=1)


@pytest.fixture
def items():
    return catalogue()


@pytest.fixture
def home():
    return PlaceFactory(name="Ash House")


def bring(home, item, quantity, *, at):
    lot, _ = Lot.objects.get_or_create(item=item, number="A", defaults={"recorded_at": at})
    source = account_of(Account.Kind.SUPPLIER, organisation_id=OrganisationFactory().pk)
    target = account_of(Account.Kind.AT_PROVIDER, place_id=home.pk)
    ledger.post([ledger.Move(item.pk, quantity, source.pk, target.pk, Act.DELIVER, lot.pk)], by=BY, now=at)


def post(on=DAY, *, at=NOON):
    return posting_use.post_use(on=on, by=BY, now=at)


def there(home, item):
    return Balance.objects.get(account__place=home, account__kind="at-provider", item=item).quantity


def used(item):
    rows = Balance.objects.filter(account__kind="consumed", item=item).values_list("quantity", flat=True)
    return sum(rows)


def test_what_was_there_and_came_less_what_is_left_was_used(home, items):
    bring(home, items["gloves"], 1000, at=NOON - 3 * DAYS)
    tell(home, DAY - 3 * DAYS, at=NOON - 3 * DAYS + timedelta(hours=3), stock={"gloves": 1200})
    tell(home, DAY - DAYS, at=NOON - DAYS, stock={"gloves": 900})
    bring(home, items["gloves"], 500, at=NOON - timedelta(hours=20))
    tell(home, DAY, stock={"gloves": 1250})
    made = post()
    assert (made.places, made.taken, made.given_back) == (1, 2, 0)
    assert used(items["gloves"]) == 300 + 150
    moves = Movement.objects.filter(act="consume").order_by("about_on")
    assert [(move.about_on, move.quantity) for move in moves] == [(DAY - DAYS, 300), (DAY, 150)]
    assert AuditEntry.objects.filter(verb="supply.use.posted").count() == 1
    assert_ledger_is_balances()


def test_done_again_it_changes_nothing(home, items):
    bring(home, items["gloves"], 1000, at=NOON - 2 * DAYS)
    tell(home, DAY - DAYS, at=NOON - DAYS, stock={"gloves": 900})
    tell(home, DAY, stock={"gloves": 700})
    post()
    before = Movement.objects.count(), AuditEntry.objects.count()
    post(at=NOON + timedelta(hours=1))
    assert (Movement.objects.count(), AuditEntry.objects.count()) == before
    assert used(items["gloves"]) == 200


def test_a_return_that_is_corrected_corrects_the_use(home, items):
    bring(home, items["gloves"], 1000, at=NOON - 2 * DAYS)
    tell(home, DAY - DAYS, at=NOON - DAYS, stock={"gloves": 900})
    tell(home, DAY, stock={"gloves": 700})
    post()
    tell(home, DAY, at=NOON + timedelta(hours=1), stock={"gloves": 850})
    made = post(at=NOON + timedelta(hours=2))
    assert (made.taken, made.given_back) == (0, 1)
    assert used(items["gloves"]) == 50
    tell(home, DAY, at=NOON + timedelta(hours=3), stock={"gloves": 600})
    post(at=NOON + timedelta(hours=4))
    assert used(items["gloves"]) == 300
    tell(home, DAY, at=NOON + timedelta(hours=5), stock={"gloves": 950})  # more than before: tells nothing
    post(at=NOON + timedelta(hours=6))
    assert used(items["gloves"]) == 0
    assert Movement.objects.get(act="correct", quantity=300).about_on == DAY
    assert_ledger_is_balances()


def test_no_more_is_taken_than_the_books_put_there(home, items):
    bring(home, items["gloves"], 100, at=NOON - 2 * DAYS)
    tell(home, DAY - DAYS, at=NOON - DAYS, stock={"gloves": 5000})  # it had bought much by itself
    tell(home, DAY, stock={"gloves": 4000})
    post()
    assert (used(items["gloves"]), there(home, items["gloves"])) == (100, 0)
    row = PlaceUse.objects.get()
    assert (row.used, row.posted) == (1000, 100)
    bring(home, items["gloves"], 300, at=NOON + timedelta(hours=5))
    post(on=DAY + DAYS, at=NOON + DAYS)
    assert used(items["gloves"]) == 100  # what came later was not used before it came


def test_what_came_later_is_not_taken_for_a_day_before(home, items):
    tell(home, DAY - 2 * DAYS, at=NOON - 2 * DAYS, stock={"gloves": 900})
    tell(home, DAY - DAYS, at=NOON - DAYS, stock={"gloves": 700})
    bring(home, items["gloves"], 1000, at=NOON - timedelta(hours=10))
    post()
    assert used(items["gloves"]) == 0


def test_an_own_count_closes_the_days_before_it(home, items):
    bring(home, items["gloves"], 1000, at=NOON - 3 * DAYS)
    tell(home, DAY - 2 * DAYS, at=NOON - 2 * DAYS, stock={"gloves": 900})
    tell(home, DAY, stock={"gloves": 600})
    post()
    assert used(items["gloves"]) == 300
    place_counting.count_place(
        place_id=home.pk, lines=[CountedItem(items["gloves"], 800)], counted_on=DAY - DAYS, channel="web",
        by=manager_of(home), now=NOON,
    )  # fmt: skip
    assert used(items["gloves"]) == 300 + 200
    post(at=NOON + timedelta(hours=1))  # the span reaches over the count, which has said it better
    assert (used(items["gloves"]), there(home, items["gloves"])) == (200, 800)
    before = AuditEntry.objects.count()
    post(at=NOON + timedelta(hours=2))
    assert AuditEntry.objects.count() == before
    assert_ledger_is_balances()


def test_items_that_share_a_name_in_returns_are_left_alone(home, items):
    items["gloves"].__class__.objects.create(
        code="long-gloves", name="Long gloves", base_unit="glove", plural_unit="gloves", category="PPE",
        measure="gloves",
    )  # fmt: skip
    bring(home, items["gloves"], 1000, at=NOON - 2 * DAYS)
    tell(home, DAY - DAYS, at=NOON - DAYS, stock={"gloves": 900})
    tell(home, DAY, stock={"gloves": 700})
    post()
    assert used(items["gloves"]) == 0


def test_posting_use_leaves_the_demand_as_it_was(home, items):
    def rate():
        scope = national().scope
        found = demand_of(scope, counted_items(scope), now=NOON + DAYS, on=DAY)
        return str(found.use.rates), str(found.cover.stocks)  # NaN is like no other NaN

    bring(home, items["gloves"], 1000, at=NOON - 2 * DAYS)
    for back, stock in ((3, 1000), (1, 900), (0, 700)):
        tell(home, DAY - back * DAYS, at=NOON - back * DAYS, stock={"gloves": stock})
    before = rate()
    post()
    tell(home, DAY, at=NOON + timedelta(hours=1), stock={"gloves": 700})
    assert rate() == before
    tell(home, DAY, at=NOON + timedelta(hours=2), stock={"gloves": 800})
    without = rate()
    post(at=NOON + timedelta(hours=3))
    assert rate() == without
