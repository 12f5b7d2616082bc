"""Use told by returns: posted once, corrected with its return, never more than the books put there."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

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


def merge(gone, kept):
    gone.merged_into = kept
    gone.save()


def test_a_late_return_between_two_counts_divides_what_was_used(home, items):
    bring(home, items["gloves"], 1000, at=NOON - 5 * DAYS)
    tell(home, DAY - 4 * DAYS, at=NOON - 4 * DAYS, stock={"gloves": 1000})
    tell(home, DAY, stock={"gloves": 0})
    post()
    assert used(items["gloves"]) == 1000
    tell(home, DAY - 2 * DAYS, at=NOON + timedelta(hours=1), stock={"gloves": 300})
    post(at=NOON + timedelta(hours=2))
    assert (used(items["gloves"]), there(home, items["gloves"])) == (1000, 0)
    rows = PlaceUse.objects.order_by("about_on").values_list("about_on", "used", "posted")
    assert list(rows) == [(DAY - 2 * DAYS, 700, 700), (DAY, 300, 300)]
    assert_ledger_is_balances()


def test_what_a_merged_place_used_counts_once_and_an_undone_merge_again(home, items):
    gone = PlaceFactory(name="Ash House, old")
    for one in (gone, home):
        bring(one, items["gloves"], 500, at=NOON - 3 * DAYS)
        tell(one, DAY - 2 * DAYS, at=NOON - 2 * DAYS, stock={"gloves": 500})
        tell(one, DAY, stock={"gloves": 400})
    post()
    assert used(items["gloves"]) == 200
    merge(gone, home)
    post(at=NOON + timedelta(hours=1))
    assert used(items["gloves"]) == 100  # both told of the same gloves
    post(at=NOON + timedelta(hours=2))
    assert used(items["gloves"]) == 100
    merge(gone, None)
    post(at=NOON + timedelta(hours=3))
    assert (used(items["gloves"]), there(gone, items["gloves"])) == (200, 400)
    assert_ledger_is_balances()


def test_what_a_place_counted_before_it_was_merged_stays_closed(home, items):
    gone = PlaceFactory(name="Ash House, old")
    bring(gone, items["gloves"], 1000, at=NOON - 4 * DAYS)
    tell(home, DAY - 3 * DAYS, at=NOON - 3 * DAYS, stock={"gloves": 1000})
    tell(home, DAY - 2 * DAYS, at=NOON - 2 * DAYS, stock={"gloves": 700})
    place_counting.count_place(
        place_id=gone.pk, lines=[CountedItem(items["gloves"], 700)], counted_on=DAY - DAYS, channel="web",
        by=manager_of(gone), now=NOON - DAYS,
    )  # fmt: skip
    merge(gone, home)
    post()
    assert (used(items["gloves"]), there(gone, items["gloves"])) == (300, 700)


def test_a_count_made_while_the_job_runs_is_not_taken_twice(home, items, monkeypatch):
    bring(home, items["gloves"], 1000, at=NOON - 3 * DAYS)
    tell(home, DAY - 2 * DAYS, at=NOON - 2 * DAYS, stock={"gloves": 1000})
    tell(home, DAY, stock={"gloves": 700})
    read = posting_use.told_use

    def then_somebody_counts(*arguments, **named):
        found = read(*arguments, **named)
        place_counting.count_place(
            place_id=home.pk, lines=[CountedItem(items["gloves"], 700)], counted_on=DAY, channel="web",
            by=manager_of(home), now=NOON,
        )  # fmt: skip
        return found

    monkeypatch.setattr(posting_use, "told_use", then_somebody_counts)
    post()
    assert (used(items["gloves"]), there(home, items["gloves"])) == (300, 700)


def test_corrections_of_many_places_take_as_many_statements_as_of_two(items):
    def world(number):
        homes = [PlaceFactory() for _ in range(number)]
        for one in homes:
            bring(one, items["gloves"], 500, at=NOON - 3 * DAYS)
            tell(one, DAY - 2 * DAYS, at=NOON - 2 * DAYS, stock={"gloves": 500})
            tell(one, DAY, stock={"gloves": 400})
        post()
        for one in homes:
            tell(one, DAY, at=NOON + timedelta(hours=1), stock={"gloves": 450})

    def statements():
        with CaptureQueriesContext(connection) as caught:
            made = post(at=NOON + timedelta(hours=2))
        return made.given_back, len(caught)

    world(2)
    few = statements()
    world(9)
    many = statements()
    assert (few[0], many[0]) == (2, 9)
    assert few[1] == many[1]


def test_a_delivery_that_was_corrected_later_came_as_corrected(home, items):
    """100 came before the count of that day was told; two days later it is said that only 80 did."""
    lot = Lot.objects.create(item=items["gloves"], number="A", recorded_at=NOON)
    there_ = account_of(Account.Kind.AT_PROVIDER, place_id=home.pk)
    transit = account_of(Account.Kind.SUPPLIER, organisation_id=OrganisationFactory().pk)
    came = NOON - 2 * DAYS
    for quantity, ends, act, at in (
        (100, (transit, there_), Act.DELIVER, came - timedelta(hours=3)),
        (20, (there_, transit), Act.CORRECT, NOON),
    ):
        source, target = ends
        move = ledger.Move(
            items["gloves"].pk, quantity, source.pk, target.pk, act, lot.pk, "consignment:1", came.date()
        )
        ledger.post([move], by=BY, now=at)
    tell(home, DAY - 3 * DAYS, at=NOON - 3 * DAYS, stock={"gloves": 0})
    tell(home, DAY - 2 * DAYS, at=came, stock={"gloves": 60})
    tell(home, DAY - DAYS, at=NOON - DAYS, stock={"gloves": 50})
    post(at=NOON + timedelta(hours=1))
    rows = PlaceUse.objects.order_by("about_on").values_list("about_on", "used")
    assert list(rows) == [(DAY - 2 * DAYS, 20), (DAY - DAYS, 10)]
