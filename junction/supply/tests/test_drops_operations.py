"""Drops to forums by people and by need, the figures they rest on, and stock issued onward."""

from datetime import timedelta

import pytest
from django.urls import reverse

from junction.core.audit.models import AuditEntry
from junction.core.scope import Reach
from junction.people.queries import system_actor
from junction.registry.tests.factories import AreaFactory, PlaceFactory
from junction.supply.models import Account, AllocationLine, Balance, Depot, Order
from junction.supply.operations.allocation import (
    Entered,
    approve_allocation,
    ask_allocation,
    enter_older_people,
    issue_onward,
    publish_approved,
    working_out,
)
from junction.supply.operations.allocation import refusals as no
from junction.supply.operations.arriving import confirm_arrival
from junction.supply.operations.picking import dispatch, pick
from junction.supply.queries import allocation as queries
from junction.supply.queries.demand import demand_of
from tests.cast import holder, lrf_of, manager_of, officer_of

from .allocation_world import BY, draft, make_world, publish, stock_up, wish
from .demand_world import DAY, NOON, tell

pytestmark = pytest.mark.django_db
CHANGE = {"why": "A new outbreak", "by": BY, "now": NOON}


@pytest.fixture
def world(db):
    return make_world()


def given(run):
    rows = AllocationLine.objects.filter(run=run).select_related("to_depot")
    return {row.to_depot.name.split()[0]: row for row in rows}


def drop(world, kind, **changes):
    return draft(world, kind=kind, **changes)


@pytest.fixture
def second_store(world):
    south = AreaFactory(code="E48000002", kind="lrf", name="South Forum")
    return Depot.objects.create(
        code="south", kind="lrf", name="South store", area=south, opened_on=world.store.opened_on
    )


def test_a_drop_by_people_gives_each_forum_its_part(world, second_store):
    with pytest.raises(no.FiguresMissing) as missing:
        drop(world, "drop-by-people")
    assert missing.value.about["missing"] == ["E48000001", "E48000002"]
    figures = [Entered("E48000001", 100_000), Entered("E48000002", 300_000)]
    assert enter_older_people(figures, source="Mid-year estimates of 2019", by=BY, now=NOON) == 2
    lines = given(run := drop(world, "drop-by-people"))
    assert {name: line.given for name, line in lines.items()} == {"North": 10, "South": 30}
    publish(run)
    order = Order.objects.get(to_depot=second_store)
    assert (order.route, order.lines.get().granted) == ("lrf-drop", 3000)


def test_a_drop_by_need_goes_where_places_lack_most(world, second_store):
    lines = given(drop(world, "drop-by-need"))
    # The homes of the north lack 42 + 36 boxes and its store has 20.
    assert (lines["North"].claim, lines["North"].given) == (58, 40)
    assert lines["North"].stock == 2000
    assert "South" not in lines


def test_two_stores_of_one_forum_have_one_share_and_what_both_hold_counts(world, second_store):
    twin = Depot.objects.create(
        code="north-2", kind="lrf", name="Twin store", area=world.forum, opened_on=world.store.opened_on
    )
    stock_up(twin, world.gloves, 500)
    lines = given(drop(world, "drop-by-need"))
    assert (lines["North"].claim, lines["North"].stock, set(lines)) == (53, 2500, {"North"})  # 78 - 25
    figures = [Entered("E48000001", 100_000), Entered("E48000002", 300_000)]
    enter_older_people(figures, source="Mid-year estimates of 2019", by=BY, now=NOON)
    shares = {name: line.given for name, line in given(drop(world, "drop-by-people")).items()}
    assert shares == {"North": 10, "South": 30}


def test_what_is_on_its_way_to_a_store_is_not_sent_again(world):
    publish(drop(world, "drop-by-need", most_packs=18))
    # 18 boxes are reserved for the store, which holds 20; the homes lack 78.
    assert given(drop(world, "drop-by-need"))["North"].claim == 40


def test_a_place_that_did_not_count_is_taken_to_have_what_the_others_have(world):
    """Ash, Beech and Cedar have 9,600 gloves for 900 a day. Dale uses 150 and did not count: 1,600 gloves.

    For 14 days it wants 2,100 and lacks 500: 5 boxes. As none it would have claimed 21.
    """
    dale = PlaceFactory(name="Dale House", area=world.council)
    tell(dale, DAY, use={"gloves": 150})
    run = drop(world, "drop-by-need")
    assert given(run)["North"].claim == 58 + 5
    assert run.summary["uncounted"] == 1


def test_places_of_a_forum_without_a_store_are_named(world, sign_in):
    elm = PlaceFactory(name="Elm House", area=world.far)
    tell(elm, DAY, stock={"gloves": 0}, use={"gloves": 100})
    run = drop(world, "drop-by-need")
    assert run.summary["unserved"] == {world.far.code: 1}
    page = sign_in("national").get(reverse("supply:run", args=[run.pk])).content.decode()
    assert "1 place that lacks something lies in no forum with a store" in page
    assert "Farham, 1" in page


def test_a_store_that_receives_gives_nothing_and_has_no_more_than_the_most_packs(world):
    with pytest.raises(no.NothingToShare):
        drop(world, "drop-by-need", stocks=[(world.store.pk, world.gloves.pk)])
    assert given(drop(world, "drop-by-need", most_packs=7))["North"].given == 7


def test_a_run_whose_asker_may_not_decide_any_more_says_so(world, monkeypatch):
    asker = holder("national", Reach(national=True), key="user:9")
    run = ask_allocation(wish(world), by=asker, now=NOON)
    left = holder("auditor", Reach(national=True), key="user:9")
    monkeypatch.setattr(working_out, "actor_of_key", lambda key, now: left)
    working_out.work_out_allocation(run.pk, by=system_actor("allocation"), now=NOON)
    run.refresh_from_db()
    assert (run.state, run.trouble) == ("failed", working_out.NO_ACCESS)


def test_only_the_national_team_drops_and_only_where_there_are_stores(world):
    lrf = lrf_of(world.forum, world.council)
    with pytest.raises(no.MayNotAllocate):
        ask_allocation(wish(world, kind="drop-by-need", area_code=world.forum.code), by=lrf, now=NOON)
    with pytest.raises(no.MayNotAllocate):
        enter_older_people([Entered("E48000001", 1)], source="Guess", by=lrf, now=NOON)
    Depot.objects.filter(pk=world.store.pk).update(closed_on=NOON.date())
    with pytest.raises(no.NobodyToServe):
        ask_allocation(wish(world, kind="drop-by-need"), by=BY, now=NOON)


def test_onward_issue_of_a_store_to_a_place(world):
    lrf = lrf_of(world.forum, world.council)
    order = issue_onward(
        place_id=world.ash.pk,
        depot_id=world.store.pk,
        packs={world.gloves.pk: 3},
        why="Out",
        by=lrf,
        now=NOON,
    )
    assert (order.route, order.lines.get().granted) == ("onward", 300)
    reserved = Balance.objects.get(account__depot=world.store, account__kind=Account.Kind.RESERVED)
    assert reserved.quantity == 300
    assert AuditEntry.objects.latest("pk").verb == "supply.order.issued-onward"
    about = {"place_id": world.ash.pk, "depot_id": world.store.pk, "why": "Out", "by": lrf, "now": NOON}
    with pytest.raises(no.NotEnoughHere):
        issue_onward(packs={world.gloves.pk: 18}, **about)
    with pytest.raises(no.NothingIssued):
        issue_onward(packs={world.gloves.pk: 0}, **about)
    with pytest.raises(Depot.DoesNotExist):
        issue_onward(packs={world.gloves.pk: 1}, **about | {"depot_id": world.hub.pk})
    with pytest.raises(type(world.silent).DoesNotExist):
        issue_onward(packs={world.gloves.pk: 1}, **about | {"by": officer_of(world.far)})


def sent_and_taken_in(order, *, by=BY, now=NOON + timedelta(hours=3)):
    """Pick an order, send it off and take it in as it was sent."""
    depot = order.from_depot.code
    (made,) = pick([order.pk], depot_code=depot, by=BY, now=now)
    dispatch([made.pk], depot_code=depot, carrier="Van", by=BY, now=now)
    confirm_arrival(made.pk, said={}, received_by="", by=by, now=now)


def test_a_drop_is_sent_comes_to_the_store_and_goes_onward_to_a_home(world):
    run = publish(drop(world, "drop-by-need"))
    sent_and_taken_in(Order.objects.get(to_depot=world.store))
    shelf = Balance.objects.get(account__depot=world.store, account__kind=Account.Kind.AVAILABLE)
    assert shelf.quantity == 6000  # its 20 boxes and the 40 of the drop
    (followed,) = queries.following(BY.scope, run)
    assert (followed.depot, followed.orders, followed.there, followed.waiting) == (world.hub, 1, 1, 0)
    lrf = lrf_of(world.forum, world.council)
    order = issue_onward(
        place_id=world.ash.pk,
        depot_id=world.store.pk,
        packs={world.gloves.pk: 12},
        why="Out",
        by=lrf,
        now=NOON,
    )
    sent_and_taken_in(order, by=manager_of(world.ash))
    tonight = NOON + timedelta(hours=9)
    demand = demand_of(BY.scope, [world.gloves], now=tonight, on=DAY, only=[world.ash.pk])
    assert demand.cover.stocks.tolist() == [[1200.0]]  # it came after the count of that day was told
    assert demand.cover.days.tolist() == [[4.0]]
    assert Balance.objects.get(account__place=world.ash).quantity == 1200


def test_a_run_whose_approver_has_no_access_any_more_is_a_draft_again(world):
    gone = holder("national", Reach(national=True), key="token:9")
    run = draft(world)
    approve_allocation(run_id=run.pk, why="Now", by=gone, now=NOON)
    publish_approved(run.pk, by=system_actor("allocation"), now=NOON)
    run.refresh_from_db()
    assert (run.state, run.settled_at) == ("draft", None)
    assert run.trouble == "Whoever approved it has no access any more. Publish it again."
    assert not Order.objects.exists()


def test_who_does_not_reach_a_run_sees_nothing_of_what_followed(world):
    run = publish(draft(world))
    assert queries.following(BY.scope, run)[0].may_pick
    assert queries.following(officer_of(world.council).scope, run) == []
