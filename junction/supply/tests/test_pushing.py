"""Emergency drops: to every registered provider or nobody, reserved whole, sent in batches, confirmed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from junction.core.audit.models import AuditEntry
from junction.registry.tests.factories import AreaFactory, PlaceFactory
from junction.supply.models import Balance, Consignment, Drop, Item, Lot, LotHold, Order, OrderLine
from junction.supply.operations import arriving, picking, pushing, putting_back, sending, stock_refusals
from junction.supply.queries import pushing as queries
from junction.supply.rules.pushing import Needed, needed, too_small
from junction.supply.tasks import make_drop, send_drop
from junction.supply.tests.shop import assert_ledger_is_balances
from tests.cast import manager_of, national, officer_of

WHY = "All homes, once"


def test_what_a_kit_needs_worked_by_hand():
    assert needed({"masks": 300, "aprons": 0}, places=4, available={"masks": 1_000}) == [
        Needed("masks", 300, 1_200, 1_000)
    ]
    assert needed({"masks": 300}, places=4, available={"masks": 1_000})[0].short == 200
    assert too_small({"masks": 299}, {"masks": 300}) == [("masks", 300)]
    assert too_small({"masks": 300, "gloves": 1}, {"masks": 300}) == []


@pytest.fixture
def by():
    """Who may all over the nation, and is no user whose role could have ended when the job runs."""
    return replace(national(), key="system:test")


@pytest.fixture
def homes(store, moved, by, now):
    """Three registered homes, one that closed, one on a council's list only; 1,500 masks in two lots."""
    Lot.objects.update(expires_on=None)
    Item.objects.filter(code="masks").update(code="masks-iir", is_ppe=True)
    store.homes = [store.home, PlaceFactory(), PlaceFactory()]
    PlaceFactory(closed_on=date(2020, 4, 1))
    PlaceFactory(registration__identifier_kind="council-list", registration__identifier="x")
    moved("masks", 500, "supplier", "available", lot="masks_a")
    moved("masks", 1_000, "supplier", "available", lot="masks_b")
    return store


def decided(kit=None, areas=()):
    return pushing.Decided("hub", kit or {"masks-iir": 300}, areas, date(2020, 4, 24), WHY)


def held(store, kind):
    found = Balance.objects.filter(account__depot=store.depot, account__kind=kind, item=store.masks)
    return found.values_list("quantity", flat=True).first() or 0


def made(by, now, **about):
    """A drop that was approved, its orders made by the job."""
    drop = pushing.approve_drop(decided(**about), by=by, now=now)
    pushing.make_drop(drop.pk, by=by, now=now)
    drop.refresh_from_db()
    return drop


def test_approving_makes_no_order_and_twice_from_one_page_is_once(homes, by, now):
    drop = pushing.approve_drop(replace(decided(), key="page"), by=by, now=now)
    assert pushing.approve_drop(replace(decided(), key="page"), by=by, now=now) == drop
    assert (drop.state, drop.places, Order.objects.count()) == ("making", 3, 0)
    assert ProcrastinateJob.objects.filter(task_name="supply.make_drop").count() == 1
    with pytest.raises(stock_refusals.DropNotReady):
        sending.begin_to_send(drop.pk, carrier="Army", by=by, now=now)
    with pytest.raises(stock_refusals.DropIsOver):  # a job is at it
        pushing.make_again(drop.pk, by=by, now=now)


def test_making_twice_is_making_once(homes, by, now):
    drop = made(by, now)
    pushing.make_drop(drop.pk, by=by, now=now)
    assert (drop.state, drop.done, Order.objects.count()) == ("ready", 3, 3)
    assert_ledger_is_balances()


def test_a_job_that_dies_half_way_leaves_nothing_and_another_makes_it_all(homes, by, now, monkeypatch):
    monkeypatch.setattr(pushing, "BATCH", 2)
    drop = pushing.approve_drop(decided(), by=by, now=now)
    real, batches = pushing._make_orders, []

    def dies(drop, places, *rest, **about):
        real(drop, places, *rest, **about)
        batches.append(len(places))
        raise KeyboardInterrupt

    monkeypatch.setattr(pushing, "_make_orders", dies)
    with pytest.raises(KeyboardInterrupt):
        pushing.make_drop(drop.pk, by=by, now=now)
    drop.refresh_from_db()
    assert (batches, drop.state, Order.objects.count(), held(homes, "reserved")) == ([2], "making", 0, 0)
    ProcrastinateJob.objects.all().delete()  # given up
    pushing.make_again(drop.pk, by=by, now=now)
    monkeypatch.setattr(pushing, "_make_orders", real)
    pushing.make_drop(drop.pk, by=by, now=now)
    assert (Order.objects.count(), held(homes, "reserved")) == (3, 900)


def test_of_two_that_make_one_drop_the_later_undoes_its_own(homes, by, now, monkeypatch):
    drop = pushing.approve_drop(decided(), by=by, now=now)
    real = pushing._make_orders

    def late(*about, **named):
        real(*about, **named)
        Drop.objects.update(state="ready")

    monkeypatch.setattr(pushing, "_make_orders", late)
    pushing.make_drop(drop.pk, by=by, now=now)
    assert (Order.objects.count(), held(homes, "reserved")) == (0, 0)


def test_who_may_no_longer_decide_makes_no_orders(homes, by, now):
    drop = pushing.approve_drop(decided(), by=by, now=now)
    Drop.objects.update(approved_by="user:404")
    pushing.make_drop(drop.pk, by=by, now=now)
    drop.refresh_from_db()
    assert (drop.state, drop.trouble, Order.objects.count()) == ("failed", pushing.NO_ACCESS, 0)


def test_what_went_meanwhile_fails_the_drop_and_its_page_says_so(homes, moved, by, now, sign_in):
    drop = pushing.approve_drop(decided(), by=by, now=now)
    moved("masks", 1_000, "available", "lost", lot="masks_b")
    pushing.make_drop(drop.pk, by=by, now=now)
    drop.refresh_from_db()
    assert (drop.state, Order.objects.count(), held(homes, "available")) == ("failed", 0, 500)
    page = text(sign_in("national").get(reverse("supply:emergency_drop", args=[drop.pk])))
    assert "nothing is reserved. The depot has not enough" in page
    assert AuditEntry.objects.filter(verb="supply.drop.not-made").count() == 1


def test_every_registered_provider_gets_one_order(homes, by, now):
    drop = made(by, now)
    assert drop.places == 3
    assert {order.place for order in queries.parts(by.scope, drop)} == set(homes.homes)
    assert (held(homes, "reserved"), held(homes, "available")) == (900, 600)
    line = AuditEntry.objects.get(verb="supply.drop.approved")
    assert (line.detail["places"], line.playbook) == (3, "stock@2020-03-01")
    assert queries.reached(by.scope, [], now=now).served == 3


def test_each_refusal_reserves_nothing(homes, by, now):
    officer = officer_of(homes.home.council)
    with pytest.raises(stock_refusals.MayNotKeepStock):
        pushing.approve_drop(decided(), by=officer, now=now)
    with pytest.raises(stock_refusals.KitTooSmall) as small:
        pushing.approve_drop(decided({"masks-iir": 299}), by=by, now=now)
    assert small.value.about["at_least"] == {"masks-iir": 300}
    with pytest.raises(stock_refusals.NotEnoughForDrop) as short:
        pushing.approve_drop(decided({"masks-iir": 501}), by=by, now=now)
    assert short.value.about["short"] == {"masks-iir": 3}
    with pytest.raises(stock_refusals.NobodyToReach):
        pushing.approve_drop(decided(areas=[AreaFactory().code]), by=by, now=now)
    assert not Order.objects.exists() and held(homes, "available") == 1_500
    assert not queries.providers(officer.scope, [], on=now.date()).exists()


def test_a_drop_to_an_area_reaches_only_that(homes, by, now):
    assert made(by, now, areas=[homes.home.council_id]).places == 1
    assert Order.objects.get().place == homes.home


def test_it_is_sent_in_batches_and_receipts_are_confirmed(homes, by, now, monkeypatch):
    monkeypatch.setattr(sending, "BATCH", 2)
    drop = made(by, now)
    after, sent = 0, []
    while (after := sending.send_batch(drop.pk, after=after, carrier="Army", by=by, now=now)) is not None:
        sent.append(Consignment.objects.filter(state="dispatched").count())
    assert sent == [2, 3]
    [first, *_] = Consignment.objects.order_by("pk")
    assert (first.state, first.promised_on) == ("dispatched", date(2020, 4, 24))
    taken = [line.lot.number for one in Consignment.objects.order_by("pk") for line in one.lines.all()]
    assert taken == ["A", "A", "B", "B"]  # 300 and 200 of A, then B
    arriving.confirm_arrival(first.pk, said={}, received_by="", by=manager_of(first.order.place), now=now)
    found = queries.drop(by.scope, drop.pk)
    assert (found.picked, found.sent, found.confirmed) == (3, 3, 1)
    late = queries.unconfirmed(by.scope, drop, on=date(2020, 4, 26), within_days=2)
    assert late.count() == 2
    assert_ledger_is_balances()


def quarantined(lot, by, now):
    LotHold.objects.create(lot=lot, kind="quarantine", reason="Torn boxes", from_at=now, from_by=by.key)


def test_what_may_not_leave_stays_behind_named_and_the_rest_goes(homes, by, now, sign_in):
    """500 of A serve the first home and part of the second, 1,000 of B the rest; then A is held."""
    drop = made(by, now)
    picking.pick(queries.to_send(by.scope, drop, most=9), depot_code="hub", by=by, now=now)
    quarantined(homes.masks_a, by, now)
    assert sending.send_batch(drop.pk, carrier="Army", by=by, now=now) is not None
    states = [one.state for one in Consignment.objects.order_by("pk")]
    assert states == ["picked", "picked", "dispatched"]
    [behind] = queries.left_behind(by.scope, drop, at=now)
    assert (behind.standing.lot, behind.why, behind.consignments) == (homes.masks_a, "Torn boxes", 2)
    page = text(sign_in("national").get(reverse("supply:emergency_drop", args=[drop.pk])))
    assert "2 consignments left behind: lot A may not leave (in quarantine): Torn boxes." in page
    for one in behind.first:
        putting_back.unpick(one.pk, why="Held", by=by, now=now)
    send_all(drop, by, now)
    assert Order.objects.filter(state="dispatched").count() == 3  # from B, of which there was enough
    assert not queries.left_behind(by.scope, drop, at=now)
    assert_ledger_is_balances()


def test_what_was_held_since_a_batch_began_does_not_leave_and_the_next_leaves_it_behind(homes, by, now):
    drop = made(by, now)
    picking.pick(queries.to_send(by.scope, drop, most=9), depot_code="hub", by=by, now=now)
    quarantined(homes.masks_a, by, now + timedelta(minutes=1))  # by a clock that the batch has not read yet
    assert sending.send_batch(drop.pk, carrier="Army", by=by, now=now) is not None
    assert not Consignment.objects.exclude(state="picked").exists()
    send_all(drop, by, now + timedelta(minutes=2))
    assert [one.state for one in Consignment.objects.order_by("pk")] == ["picked", "picked", "dispatched"]


def send_all(drop, by, now):
    after = 0
    while (after := sending.send_batch(drop.pk, after=after, carrier="Army", by=by, now=now)) is not None:
        pass


def test_a_batch_that_nothing_lies_there_for_does_not_stop_those_after_it(homes, by, now, monkeypatch):
    monkeypatch.setattr(sending, "BATCH", 1)
    drop = made(by, now)
    first = queries.parts(by.scope, drop).order_by("pk").first()
    OrderLine.objects.filter(order=first).update(granted=0)
    send_all(drop, by, now)
    assert Order.objects.filter(state="dispatched").count() == 2


def test_a_drop_takes_no_more_statements_for_thirty_homes_than_for_three(homes, moved, by, now):
    with CaptureQueriesContext(connection) as few:
        made(by, now)
    PlaceFactory.create_batch(27)
    moved("masks", 9_000, "supplier", "available", lot="masks_b")
    with CaptureQueriesContext(connection) as many:
        made(by, now)
    assert len(many) <= len(few) <= 60


def text(answer):
    return " ".join(answer.content.decode().split())


def test_a_drop_is_planned_looked_at_approved_and_sent_on_its_pages(homes, sign_in):
    client = sign_in("national")
    plan = reverse("supply:plan_drop")
    assert "At least 300 by the rule in force" in text(client.get(plan))
    said = {"depot": "hub", "promised_on": "2020-04-24", "why": WHY, "kit-masks-iir": "300"}
    page = text(client.post(plan, said))
    assert "Check the drop" in page and "3 registered providers" in page and "900" in page
    assert not Drop.objects.exists()
    small = client.post(plan, said | {"kit-masks-iir": "10", "confirmed": "yes"})
    assert small.status_code == 422 and "less of an item than the rule" in text(small)
    page = text(client.post(plan, said | {"confirmed": "yes"}, follow=True))
    assert "Approved. 3 orders are made now" in page
    assert "Its orders are being made</label>: 0 of 3" in page and 'http-equiv="refresh"' in page
    drop = Drop.objects.get()
    make_drop(drop_id=drop.pk)
    ProcrastinateJob.objects.all().delete()  # done
    page = text(
        client.post(reverse("supply:emergency_drop", args=[drop.pk]), {"carrier": "Army"}, follow=True)
    )
    assert "batch by batch" in page and "It is being picked and sent</label>: 0 of 3" in page
    send_drop(drop_id=drop.pk, carrier="Army")
    page = text(client.get(reverse("supply:emergency_drop", args=[drop.pk])))
    assert "On its way" in page
    assert "Drop" in text(client.get(reverse("supply:emergency_drops")))
