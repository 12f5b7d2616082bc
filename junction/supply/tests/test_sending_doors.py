"""Pages of picking, sending and taking in, as a depot and a home's manager use them."""

import re

import pytest
from django.urls import reverse

from junction.core.audit.models import AuditEntry
from junction.supply.models import Consignment, Discrepancy, Lot, LotHold, Order
from junction.supply.operations import arriving, picking
from junction.supply.operations.supplying import Because, Receiver, make_order


@pytest.fixture
def order(store, moved, by, now):
    Lot.objects.update(expires_on=None)
    moved("masks", 100, "supplier", "available", lot="masks_a")
    moved("masks", 60, "supplier", "available", lot="masks_b")
    to = Receiver(place_id=store.home.pk)
    return make_order(
        Because("portal", "Test"), to=to, depot=store.depot, wanted={store.masks: 120}, by=by,
        now=now,
    )  # fmt: skip


def text(answer):
    return " ".join(answer.content.decode().split())


def test_an_order_is_picked_sent_taken_in_and_answered(store, order, sign_in):
    keeper, manager = sign_in("national"), sign_in("place-manager", place=store.home)
    page = text(keeper.get(reverse("supply:pick_list", args=["hub"])))
    assert f"Order {order.pk}" in page and "Ash House" in page
    pick = reverse("supply:pick_order", args=[order.pk])
    page = text(keeper.get(pick))
    assert "120 masks to pick; 100 on the shelf" in page
    line = order.lines.get()
    changed = {f"take-{line.pk}-{store.masks_a.pk}": "60", f"take-{line.pk}-{store.masks_b.pk}": "60"}
    wrong = keeper.post(pick, changed)
    assert wrong.status_code == 422 and "Say why you chose them" in text(wrong)
    keeper.post(pick, changed | {"why": "Whole cases"})
    one = Consignment.objects.get()
    send = keeper.post(
        reverse("supply:dispatch", args=[one.pk]), {"carrier": "Post", "tracking": "T1"}, follow=True
    )
    assert "is on its way" in text(send) and "tracking T1" in text(send)
    assert manager.get(reverse("supply:pick_list", args=["hub"])).status_code == 403
    page = text(manager.get(reverse("supply:arrivals")))
    assert f"Consignment {one.pk}" in page and "On its way" in page
    arrived = reverse("supply:confirm_arrival", args=[one.pk])
    first, second = one.lines.order_by("pk")
    said = {f"received-{first.pk}": "50", f"received-{second.pk}": "60", "received_by": "Anna Held"}
    wrong = manager.post(arrived, said)
    assert "Choose why it is not what was sent" in text(wrong)
    page = text(manager.post(arrived, said | {f"reason-{first.pk}": "broken"}, follow=True))
    assert "looks into what differs" in page and "10 missing: Damaged or wet" in page and "Anna Held" in page
    answer = reverse("supply:answer_discrepancy", args=[Discrepancy.objects.get().pk])
    assert "Ash House reported 10 masks missing of lot" in text(keeper.get(answer))
    keeper.post(answer, {"outcome": "lost", "answer": "Rain in the van", "replace": "on"})
    page = text(manager.get(reverse("supply:consignment", args=[one.pk])))
    assert "Lost or destroyed on the way. Rain in the van It is sent again with order" in page
    assert keeper.get(answer).status_code == 404
    assert "Everything that differed is answered" in text(keeper.get(reverse("supply:discrepancies")))


def seen(keeper, name, **query):
    """What a page of a depot showed, as its form sends it."""
    page = keeper.get(reverse(f"supply:{name}", args=["hub"]), query).content.decode()
    return {"number": "10", "shown": re.search(r'name="shown" value="([^"]*)"', page)[1]}


def another(store, order, by, now):
    to = Receiver(place_id=store.home.pk)
    because = Because("lrf-drop", "Later")
    return make_order(because, to=to, depot=store.depot, wanted={store.masks: 10}, by=by, now=now)


def test_only_what_the_page_showed_is_picked_and_sent(store, order, sign_in, by, now):
    keeper = sign_in("national")
    shown = seen(keeper, "pick_list")
    later = another(store, order, by, now)
    keeper.post(reverse("supply:pick_list", args=["hub"]), shown)
    assert Consignment.objects.get().order == order
    shown = seen(keeper, "consignments")
    keeper.post(reverse("supply:pick_list", args=["hub"]), seen(keeper, "pick_list"))
    keeper.post(reverse("supply:consignments", args=["hub"]), shown | {"carrier": "Post"})
    assert {one.order_id: one.state for one in Consignment.objects.all()} == {
        order.pk: "dispatched", later.pk: "picked",
    }  # fmt: skip


def test_a_filter_of_the_list_holds_for_what_is_picked(store, order, sign_in, by, now):
    keeper, drop = sign_in("national"), another(store, order, by, now)
    assert seen(keeper, "pick_list", route="lrf-drop")["shown"] == str(drop.pk)
    assert keeper.post(reverse("supply:pick_list", args=["hub"]), {"number": "10"}).status_code == 422


def test_a_lot_that_can_be_picked_no_more_is_said(store, order, sign_in):
    keeper, line = sign_in("national"), order.lines.get()
    sent = {f"take-{line.pk}-{store.masks_a.pk}": "100", f"take-{line.pk}-{store.masks_b.pk}": "20"}
    LotHold.objects.create(lot=store.masks_b, kind="hold", reason="x", from_at=order.ordered_at, from_by="x")
    refused = keeper.post(reverse("supply:pick_order", args=[order.pk]), sent)
    assert refused.status_code == 422 and "has changed since" in text(refused)
    assert not Consignment.objects.exists()


def test_who_reads_who_took_it_in_is_in_the_log(store, order, sign_in, by, now):
    [one] = picking.pick([order.pk], depot_code="hub", by=by, now=now)
    picking.dispatch([one.pk], depot_code="hub", carrier="Post", by=by, now=now)
    keeper, page = sign_in("national"), reverse("supply:consignment", args=[one.pk])
    keeper.get(page)
    assert not AuditEntry.objects.filter(verb="supply.names.read").exists()
    arriving.confirm_arrival(one.pk, said={}, received_by="Anna Held", by=by, now=now)
    assert "Anna Held" in text(keeper.get(page))
    line = AuditEntry.objects.get(verb="supply.names.read")
    assert (line.subject, line.detail["kinds"]) == (f"consignment:{one.pk}", ["received_by"])
    assert line.by.startswith("user:")


def test_many_are_picked_and_sent_at_once(store, order, sign_in):
    keeper = sign_in("national")
    answer = keeper.post(reverse("supply:pick_list", args=["hub"]), seen(keeper, "pick_list"), follow=True)
    assert "Picked: 1 order" in text(answer) and "Send off 1 consignment" in text(answer)
    sent = seen(keeper, "consignments") | {"carrier": "Post"}
    answer = keeper.post(reverse("supply:consignments", args=["hub"]), sent, follow=True)
    assert "Sent off: 1 consignment" in text(answer)
    assert Order.objects.get().state == "dispatched"
    wrong = keeper.post(reverse("supply:pick_list", args=["hub"]), {"number": "0"})
    assert "Enter a whole number from 1 to 500" in text(wrong)


def test_a_picked_consignment_goes_back_on_the_shelf(store, order, sign_in):
    keeper = sign_in("national")
    keeper.post(reverse("supply:pick_list", args=["hub"]), seen(keeper, "pick_list"))
    one = Consignment.objects.get()
    back = keeper.post(reverse("supply:unpick", args=[one.pk]), {"why": "Wrong pallet"}, follow=True)
    assert "back on the shelf" in text(back)
    assert Order.objects.get().state == "reserved"
