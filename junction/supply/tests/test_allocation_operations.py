"""Runs from the wish to the orders: what each line gets and why, edits, publishing, refusals, the log."""

import pytest
from django.db.models import F

from junction.core.audit.models import AuditEntry
from junction.core.scope import Reach
from junction.engine.sharing import Bound
from junction.people.queries import system_actor
from junction.supply.models import (
    Account,
    AllocationEdit,
    AllocationLine,
    AllocationRun,
    Balance,
    Movement,
    Order,
    OrderLine,
)
from junction.supply.operations.allocation import (
    ask_allocation,
    edit_allocation_line,
    fail_allocation,
    give_up_allocation,
    publish_approved,
    solve_allocation,
    work_out_allocation,
)
from junction.supply.operations.allocation import refusals as no
from junction.supply.queries import allocation as queries
from tests.cast import holder, lrf_of, manager_of

from .allocation_world import BY, draft, make_world, publish, stock_up, wish
from .demand_world import NOON

pytestmark = pytest.mark.django_db
CHANGE = {"why": "A new outbreak", "by": BY, "now": NOON}


@pytest.fixture
def world(db):
    return make_world()


def given(run):
    rows = AllocationLine.objects.filter(run=run).select_related("place", "to_depot")
    return {(row.place or row.to_depot).name.split()[0]: row for row in rows}


def verbs():
    return list(
        AuditEntry.objects.filter(verb__startswith="supply.").order_by("pk").values_list("verb", flat=True)
    )


def balance(depot, kind):
    return sum(
        Balance.objects.filter(account__depot=depot, account__kind=kind).values_list("quantity", flat=True)
    )


def test_a_run_shares_by_what_each_lacks_and_says_why(world):
    run = draft(world)
    assert run.state == AllocationRun.State.DRAFT
    lines = given(run)
    # Two weeks at 300 a day are 42 boxes. Ash lacks them all (weight 3), Beech has two days (weight 2).
    ash, beech = lines["Ash"], lines["Beech"]
    assert (ash.claim, ash.weight, ash.cover) == (42, 3.0, 0.0)
    assert (beech.claim, beech.weight, beech.cover) == (36, 2.0, 2.0)
    assert ash.given + beech.given == 40
    assert (ash.given, beech.given) == (25, 15)  # 126 to 72
    assert (ash.number, ash.bound, ash.sources) == (1, Bound.LEVEL, [[world.hub.pk, 25]])
    assert ash.by_method == {"max-min": 25, "proportional": 22, "equal-awards": 20}
    assert "Cedar" not in lines
    assert (lines["Silent"].nothing, lines["Silent"].given) == ("unknown", 0)
    assert run.summary["items"][0]["given"] == 40
    assert [each["method"] for each in run.summary["methods"]] == ["max-min", "proportional", "equal-awards"]
    assert (run.summary["enough"], run.summary["unknown"]) == (1, 1)
    assert verbs()[-2:] == ["supply.allocation.asked", "supply.allocation.solved"]


def test_a_frozen_run_gives_the_same_bytes_again(world):
    run = draft(world)
    assert len(run.inputs_sha256) == len(run.result_sha256) == 64
    assert queries.is_the_same_again(BY.scope, run)
    publish(run)
    stock_up(world.hub, world.gloves, 900)  # what happens later is no part of it
    run.refresh_from_db()
    assert queries.is_the_same_again(BY.scope, run)
    assert queries.frozen(BY.scope, run).stocks == ((40,),)
    run.lines.filter(number=1).update(given=F("given") + 1)  # what people read is not what was worked out
    assert not queries.is_the_same_again(BY.scope, run)


def test_equal_weights_caps_floors_and_stock_kept_back(world):
    run = draft(world, weighting="equal", most_packs=16, keep_percent=25, floor_days=1)
    lines = given(run)
    assert sum(line.given for line in lines.values()) == 30
    assert (lines["Ash"].given, lines["Beech"].given) == (16, 14)
    assert (lines["Ash"].bound, lines["Ash"].floor) == (Bound.CAP, 3)


def test_each_depot_serves_its_own_area_and_the_nearest_sends(world):
    both = [(world.hub.pk, world.gloves.pk), (world.store.pk, world.gloves.pk)]
    lines = given(draft(world, stocks=both, days=28))
    sent = [source for line in lines.values() for source in line.sources]
    assert sum(packs for _, packs in sent) == 60
    assert {depot for depot, _ in sent} == {world.hub.pk, world.store.pk}
    only_store = given(draft(world, stocks=both[1:]))
    assert only_store["Ash"].given + only_store["Beech"].given == 20


def test_lines_can_be_changed_with_a_reason_while_the_stock_allows(world):
    run = draft(world)
    edit_allocation_line(run_id=run.pk, number=1, packs=5, **CHANGE)
    line = edit_allocation_line(run_id=run.pk, number=2, packs=30, **CHANGE)
    assert (line.given, line.edited, line.sources) == (15, 30, [[world.hub.pk, 30]])
    edit = AllocationEdit.objects.get(line=line)
    assert (edit.before, edit.after, edit.why) == (15, 30, "A new outbreak")
    assert verbs()[-1] == "supply.allocation.edited"
    with pytest.raises(no.NotThatMuch):
        edit_allocation_line(run_id=run.pk, number=2, packs=36, **CHANGE)
    with pytest.raises(no.NothingChanged):
        edit_allocation_line(run_id=run.pk, number=2, packs=30, **CHANGE)
    silent = given(run)["Silent"]
    assert edit_allocation_line(run_id=run.pk, number=silent.number, packs=5, **CHANGE).final == 5
    nothing = edit_allocation_line(run_id=run.pk, number=1, packs=0, **CHANGE)
    assert nothing.sources == []


def test_publishing_makes_orders_and_reserves_the_stock(world):
    run = draft(world)
    edit_allocation_line(run_id=run.pk, number=1, packs=20, **CHANGE)
    publish(run)
    orders = {order.place.name: order for order in Order.objects.select_related("place")}
    assert {order.route for order in orders.values()} == {"emergency-drop"}
    assert {order.state for order in orders.values()} == {"reserved"}
    ash = OrderLine.objects.get(order=orders["Ash House"])
    assert (ash.asked, ash.granted, ash.reason) == (2000, 2000, "")
    assert (balance(world.hub, Account.Kind.AVAILABLE), balance(world.hub, Account.Kind.RESERVED)) == (
        500,
        3500,
    )
    assert Movement.objects.filter(reference=f"order:{orders['Beech House'].pk}").get().quantity == 1500
    run.refresh_from_db()
    assert (run.state, run.settled_why) == ("published", "A new outbreak")
    assert run.orders.count() == 2
    assert verbs()[-1] == "supply.allocation.published"
    with pytest.raises(no.RunHasMovedOn):
        publish(run)
    with pytest.raises(no.RunHasMovedOn):
        edit_allocation_line(run_id=run.pk, number=1, packs=1, **CHANGE)


def test_stock_that_was_promised_meanwhile_stops_it_whole(world):
    first, second = draft(world, by=system_actor("one")), draft(world, by=system_actor("one"))
    publish(first)
    with pytest.raises(no.StockHasGone):
        publish(second, by=system_actor("one"))
    second.refresh_from_db()
    publish_approved(second.pk, by=system_actor("two"), now=NOON)
    second.refresh_from_db()
    assert (second.state, second.trouble) == ("draft", no.StockHasGone.sentence())
    assert verbs()[-1] == "supply.allocation.not-published"
    assert Order.objects.count() == 2
    publish_approved(second.pk, by=system_actor("two"), now=NOON)  # nothing waits any more


def test_a_run_that_is_given_up_leaves_nothing_behind_but_itself(world):
    run = draft(world)
    give_up_allocation(run_id=run.pk, **CHANGE)
    run.refresh_from_db()
    assert (run.state, Order.objects.count()) == ("given-up", 0)
    assert verbs()[-1] == "supply.allocation.given-up"


def test_a_run_in_which_nobody_is_given_anything_is_not_published(world):
    run = draft(world, area_code=world.far.code)
    with pytest.raises(no.NothingToPublish):
        publish(run)


def test_an_area_shares_its_own_stock_among_its_own_places_only(world):
    lrf = lrf_of(world.forum, world.council)
    own = [(world.store.pk, world.gloves.pk)]
    run = draft(world, by=lrf, area_code=world.forum.code, stocks=own)
    assert set(given(run)) == {"Ash", "Beech"}
    publish(run, why="Now", by=lrf)
    assert {order.route for order in Order.objects.all()} == {"onward"}
    with pytest.raises(no.NothingToShare):
        ask_allocation(wish(world, area_code=world.forum.code), by=lrf, now=NOON)  # the hub's is not theirs
    with pytest.raises(no.MayNotAllocate):
        ask_allocation(wish(world, stocks=own), by=lrf, now=NOON)
    with pytest.raises(no.MayNotAllocate):
        ask_allocation(wish(world), by=manager_of(world.ash), now=NOON)
    with pytest.raises(AllocationRun.DoesNotExist):
        publish(draft(world), why="Now", by=lrf)


def test_the_job_does_what_the_asker_may_do_by_then(world):
    gone = holder("national", Reach(national=True), key="token:9")
    run = ask_allocation(wish(world), by=gone, now=NOON)
    work_out_allocation(run.pk, by=system_actor("allocation"), now=NOON)
    run.refresh_from_db()
    assert (run.state, run.trouble) == (
        "failed",
        "Whoever asked for it has no access any more. Ask for it again.",
    )
    own = ask_allocation(wish(world), by=system_actor("exercise"), now=NOON)
    work_out_allocation(own.pk, by=system_actor("allocation"), now=NOON)
    own.refresh_from_db()
    assert own.state == "draft"


def test_what_goes_wrong_is_kept_with_the_run(world, monkeypatch):
    def broken(*_, **__):
        raise ArithmeticError("no flow was found")

    monkeypatch.setattr("junction.supply.operations.allocation.working_out.solve_by_each", broken)
    run = ask_allocation(wish(world), by=system_actor("exercise"), now=NOON)
    with pytest.raises(ArithmeticError):
        work_out_allocation(run.pk, by=system_actor("allocation"), now=NOON)
    run.refresh_from_db()
    assert run.state == "failed"
    assert not run.lines.exists()


def test_a_job_that_runs_twice_or_fails(world):
    run = draft(world)
    assert solve_allocation(run.pk, by=BY, now=NOON) is None
    fail_allocation(run.pk, trouble="Too late", by=BY, now=NOON)
    waiting = ask_allocation(wish(world), by=BY, now=NOON)
    fail_allocation(waiting.pk, trouble="No rule in force", by=BY, now=NOON)
    waiting.refresh_from_db()
    run.refresh_from_db()
    assert (waiting.state, waiting.trouble, run.state) == ("failed", "No rule in force", "draft")
