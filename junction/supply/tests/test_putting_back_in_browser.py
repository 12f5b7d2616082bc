"""All that was left behind is put back with one reason and one confirmation, in a real browser."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from junction.supply.models import Consignment
from junction.supply.operations.asking import ask_for_help
from junction.supply.operations.deciding import Decision, decide
from junction.supply.operations.picking import pick
from tests.browser import go, source_of
from tests.cast import signed_in, user_who

from .desk import NOW, desk, wanted

__all__ = ["desk"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def test_what_was_left_behind_goes_back_at_once(
    desk, browser_page, browse_as, check_axe, take_pictures, monkeypatch
):
    page, orders = browser_page, []
    for number in range(3):
        order = ask_for_help(wanted(desk, lines={"masks": 100 + number}), by=desk.manager, now=NOW)
        decide(order.pk, Decision({}, {}, desk.hub.pk), by=desk.nation, now=NOW)
        orders.append(order.pk)
    pick(orders[:2], depot_code="hub", by=desk.nation, now=NOW)
    later = NOW + timedelta(hours=30)
    pick(orders[2:], depot_code="hub", by=desk.nation, now=later)
    Consignment.objects.filter(order=orders[2]).update(picked_at=later)
    monkeypatch.setattr(timezone, "now", lambda: later)
    browse_as(signed_in(user_who("national")))
    page.goto(reverse("supply:consignments", args=["hub"]))
    check_axe(page)
    take_pictures(page, "supply-consignments-left-behind")
    go(page.get_by_role("link", name="that should have left"))
    check_axe(page)
    take_pictures(page, "supply-put-back")
    assert page.get_by_role("checkbox").count() == 3
    page.get_by_label("Reason").fill("Nobody came for them")
    go(page.get_by_role("button", name="Put all back"))
    assert "Put back on the shelf" in source_of(page)
    check_axe(page)
    assert Consignment.objects.filter(state="cancelled", note="Nobody came for them").count() >= 2
