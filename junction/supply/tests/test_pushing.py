"""Emergency drops: to every registered provider or nobody, reserved whole, sent in batches, confirmed."""

from datetime import date

import pytest
from django.urls import reverse

from junction.core.audit.models import AuditEntry
from junction.registry.tests.factories import AreaFactory, PlaceFactory
from junction.supply.models import Balance, Consignment, Drop, Item, Lot, Order
from junction.supply.operations import arriving, pushing, stock_refusals
from junction.supply.queries import pushing as queries
from junction.supply.rules.pushing import Needed, needed, too_small
from junction.supply.tasks import send_drop
from junction.supply.tests.shop import assert_ledger_is_balances
from tests.cast import manager_of, officer_of

WHY = "All homes, once"


def test_what_a_kit_needs_worked_by_hand():
    assert needed({"masks": 300, "aprons": 0}, places=4, available={"masks": 1_000}) == [
        Needed("masks", 300, 1_200, 1_000)
    ]
    assert needed({"masks": 300}, places=4, available={"masks": 1_000})[0].short == 200
    assert too_small({"masks": 299}, {"masks": 300}) == [("masks", 300)]
    assert too_small({"masks": 300, "gloves": 1}, {"masks": 300}) == []


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


def test_every_registered_provider_gets_one_order(homes, by, now):
    drop = pushing.approve_drop(decided(), by=by, now=now)
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
    drop = pushing.approve_drop(decided(areas=[homes.home.council_id]), by=by, now=now)
    assert drop.places == 1


def test_it_is_sent_in_batches_and_receipts_are_confirmed(homes, by, now, monkeypatch):
    monkeypatch.setattr(pushing, "BATCH", 2)
    drop = pushing.approve_drop(decided(), by=by, now=now)
    sizes = [pushing.send_batch(drop.pk, carrier="Army", by=by, now=now) for _ in range(3)]
    assert sizes == [2, 1, 0]
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
    assert "Approved: 3 orders made" in page
    drop = Drop.objects.get()
    page = text(
        client.post(reverse("supply:emergency_drop", args=[drop.pk]), {"carrier": "Army"}, follow=True)
    )
    assert "batch by batch" in page
    send_drop(drop_id=drop.pk, carrier="Army")
    page = text(client.get(reverse("supply:emergency_drop", args=[drop.pk])))
    assert "On its way" in page
    assert "Drop" in text(client.get(reverse("supply:emergency_drops")))
