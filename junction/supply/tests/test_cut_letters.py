"""Who ordered on the portal is told when less comes of it than was granted: once for each order and cut."""

from datetime import timedelta

import pytest

from junction.core.messages import texts
from junction.core.messages.models import Message
from junction.core.personal.queries import values
from junction.people.models import Membership
from junction.registry.models import Contact
from junction.registry.tests.factories import PlaceFactory
from junction.supply.models import Lot, LotBalance, LotHold, Order
from junction.supply.operations import counting, holding
from junction.supply.operations.asking import ask_for_help
from junction.supply.operations.deciding import Decision, decide
from tests.cast import user_who

from .desk import NOW, desk, wanted
from .test_cutting import LATER, ordered, quarantine

__all__ = ["desk"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def orderer(desk):
    return user_who("place-manager", place=desk.home, email="ann@ash.example")


def order_of(desk, user, **lines):
    order = ordered(desk, at=NOW, **lines)
    Order.objects.filter(pk=order.pk).update(ordered_by=f"user:{user.pk}")
    return order


def letters():
    found = list(Message.objects.filter(template="supply/order_cut").order_by("pk"))
    known = values([one.to for one in found])
    return [(known[one.to], one.subject, texts.render(one.template, one.context)) for one in found]


def test_who_ordered_is_told_what_less_comes_why_and_where_the_rest_goes(desk, orderer):
    order = order_of(desk, orderer, masks=(600, 600, ""))
    quarantine(desk)
    [(to, about, (title, body))] = letters()
    assert (to, about) == ("ann@ash.example", f"order:{order.pk}")
    assert title.endswith(f"less comes of order O-{order.pk}")
    assert "- Masks: 600 masks\n" in body
    assert "Some of the stock is held back until it is looked at." in body
    assert "It has gone on: Local Resilience Forum. It is decided there by" in body
    assert f"/supply/orders/{order.pk}/" in body


def test_two_lots_of_two_items_held_at_once_are_one_letter_and_a_later_cut_is_another(desk, orderer):
    order_of(desk, orderer, masks=(600, 600, ""), gloves=(300, 300, ""), aprons=(100, 100, ""))
    lots = [Lot.objects.get(item=item) for item in (desk.masks, desk.gloves)]
    for lot in lots:
        LotHold.objects.create(lot=lot, kind="quarantine", reason="Torn", from_at=NOW, from_by="user:1")
    holding.sweep([lot.pk for lot in lots], by=desk.nation, now=LATER)
    [(_, _, (_, body))] = letters()
    assert "- Masks: 600 masks\n- Gloves: 300 gloves\n" in body
    holding.sweep([lot.pk for lot in lots], by=desk.nation, now=LATER)  # nothing is left to take
    assert len(letters()) == 1
    quarantine(desk, "aprons")
    assert "- Aprons: 100 aprons\n" in letters()[1][2][1]


def test_of_two_orders_each_is_told_of_its_own_loss_and_who_loses_nothing_is_not(desk, orderer):
    colleague = user_who("head-office", organisation=desk.group, email="head@group.example")
    older = order_of(desk, orderer, masks=(500, 500, ""))
    newer = ordered(desk, at=NOW + timedelta(minutes=1), masks=(200, 200, ""))
    Order.objects.filter(pk=newer.pk).update(ordered_by=f"user:{colleague.pk}")
    _take_away(desk, 400)  # 300 were free
    assert [(to, about) for to, about, _ in letters()] == [("head@group.example", f"order:{newer.pk}")]
    _take_away(desk, 150)  # the newer order loses its last 100, the older 50
    told = {to: (about, body) for to, about, (_, body) in letters()[1:]}
    assert told["ann@ash.example"][0] == f"order:{older.pk}" and "50 masks" in told["ann@ash.example"][1]
    assert (
        told["head@group.example"][0] == f"order:{newer.pk}" and "100 masks" in told["head@group.example"][1]
    )
    assert len(letters()) == 3


def _take_away(desk, units):
    lot = Lot.objects.get(item=desk.masks)
    there = (
        LotBalance.objects.filter(lot=lot, account__depot=desk.hub, account__kind="available").get().quantity
    )
    counted = counting.Counted(lot, there - units, there, "missing")
    counting.count_stock(
        depot_code="hub", lines=[counted], counted_on=NOW.date(), note="", by=desk.nation, now=LATER
    )


def test_who_left_the_place_is_told_nothing_and_the_place_itself_is(desk, orderer):
    Membership.objects.filter(user=orderer).update(place=PlaceFactory())
    Contact.objects.create(
        kind="email", value="home@ash.example", source="list", place=desk.home, recorded_at=NOW
    )
    order_of(desk, orderer, masks=(600, 600, ""))
    quarantine(desk)
    assert [to for to, _, _ in letters()] == ["home@ash.example"]


def test_without_an_address_nothing_is_sent_and_the_cut_stands(desk):
    order = ordered(desk, at=NOW, masks=(600, 600, ""))
    quarantine(desk)
    assert not letters()
    order.refresh_from_db()
    assert order.state == "closed"


def test_who_asked_the_emergency_line_is_told_by_the_line_alone(desk, orderer):
    order = ask_for_help(wanted(desk, email="ann@ash.example"), by=desk.manager, now=NOW)
    decide(order.pk, Decision({}, {}, depot_id=desk.hub.pk), by=desk.nation, now=NOW)
    quarantine(desk)
    assert not letters()


def test_a_remainder_that_is_cut_again_is_told_to_who_ordered_first(desk, orderer):
    order = order_of(desk, orderer, masks=(600, 600, ""))
    rest = ordered(desk, at=LATER, gloves=(50, 50, ""))
    Order.objects.filter(pk=rest.pk).update(route="lrf-drop", sent_on_from=order, ordered_by="system:x")
    quarantine(desk, "gloves")
    [(to, _, (_, body))] = letters()
    assert to == "ann@ash.example"
    assert f"of what you asked for with order O-{order.pk}" in body
