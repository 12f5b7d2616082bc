"""What is late to leave, the filter by desk, and a delivery that is corrected, in a real browser."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from junction.supply.models import Consignment
from junction.supply.operations.arriving import confirm_arrival
from junction.supply.operations.asking import ask_for_help
from junction.supply.operations.deciding import Decision, decide, send_on
from junction.supply.operations.picking import dispatch, pick
from tests.browser import go, source_of
from tests.cast import signed_in, user_who

from .desk import NOW, desk, wanted

__all__ = ["desk"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def granted(desk, **lines):
    order = ask_for_help(wanted(desk, lines=lines), by=desk.manager, now=NOW)
    decide(order.pk, Decision({}, {}, desk.hub.pk), by=desk.nation, now=NOW)
    return order


def test_late_orders_and_the_filter_by_desk(
    desk, browser_page, browse_as, check_axe, take_pictures, monkeypatch
):
    page, later = browser_page, NOW + timedelta(days=2)
    orders = [granted(desk, masks=100 + n) for n in range(3)]
    waiting, gone = (
        ask_for_help(wanted(desk, lines={"gloves": n}), by=desk.manager, now=NOW) for n in (5, 6)
    )
    send_on(gone.pk, route="lrf-drop", why="They are nearer", by=desk.nation, now=NOW)
    monkeypatch.setattr(timezone, "now", lambda: later)
    browse_as(signed_in(user_who("national")))
    page.goto(reverse("supply:late-to-leave"))
    assert all(page.get_by_role("link", name=f"P1 {order.pk}", exact=True).count() for order in orders)
    check_axe(page)
    take_pictures(page, "supply-late-to-leave")
    page.goto(reverse("supply:work-board"))
    page.get_by_text("Choose what to list").click()
    page.get_by_label("Desk").select_option(label="National cell")
    go(page.get_by_role("button", name="Show"))
    assert f"Order {waiting.pk}" in source_of(page) and "North Forum" not in page.locator("ol").inner_text()
    page.get_by_label("Desk").select_option(label="Forums and councils")
    go(page.get_by_role("button", name="Show"))
    assert f"Order {waiting.pk}," not in source_of(page)
    assert "North Forum" in page.locator("ol.junction-board").inner_text()
    check_axe(page)
    take_pictures(page, "supply-work-board-desk")


def test_a_delivery_is_corrected_and_says_so(
    desk, browser_page, browse_as, check_axe, take_pictures, monkeypatch
):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    page, order = browser_page, granted(desk, masks=100)
    [one] = pick([order.pk], depot_code="hub", by=desk.nation, now=NOW)
    dispatch([one.pk], depot_code="hub", carrier="Post", by=desk.nation, now=NOW)
    confirm_arrival(one.pk, said={}, received_by="Anna Held", by=desk.manager, now=NOW)
    browse_as(signed_in(user_who("place-manager", place=desk.home)))
    page.goto(reverse("supply:consignment", args=[one.pk]))
    check_axe(page)
    go(page.get_by_role("link", name="Correct what arrived"))
    check_axe(page)
    take_pictures(page, "supply-correct-arrival")
    page.get_by_label("how many arrived?").fill("90")
    page.get_by_label("If not 100, why?").select_option(label="Damaged or wet")
    page.get_by_label("Why is it corrected?").fill("One box was wet inside")
    go(page.get_by_role("button", name="Correct it"))
    assert "from 100 to 90. One box was wet inside" in source_of(page)
    check_axe(page)
    take_pictures(page, "supply-consignment-corrected")
    assert Consignment.objects.get().state == "disputed"


def test_a_depot_sends_off_what_the_page_showed(desk, browser_page, browse_as, check_axe, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    page, order = browser_page, granted(desk, masks=100)
    browse_as(signed_in(user_who("national")))
    page.goto(reverse("supply:pick_list", args=["hub"]))
    check_axe(page)
    later = granted(desk, masks=50)
    go(page.get_by_role("button", name="Pick them"))
    assert Consignment.objects.filter(state="picked").get().order_id == order.pk
    check_axe(page)
    page.get_by_label("Carrier").fill("Post")
    pick([later.pk], depot_code="hub", by=desk.nation, now=NOW)
    go(page.get_by_role("button", name="Send them off"))
    assert Consignment.objects.filter(state="dispatched").get().order_id == order.pk


def test_the_page_of_a_place_leads_to_its_orders(
    desk, browser_page, browse_as, check_axe, take_pictures, monkeypatch
):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    page, order = browser_page, granted(desk, masks=100)
    browse_as(signed_in(user_who("council-officer", area=desk.council)))
    page.goto(reverse("oversight:place-picture", args=[desk.home.pk]))
    assert "Emergency request" in source_of(page) and "Reserved" in source_of(page)
    check_axe(page)
    take_pictures(page, "oversight-place-orders")
    go(page.get_by_role("link", name=f"O-{order.pk}"))
    assert page.url.endswith(reverse("supply:order", args=[order.pk]))
    browse_as(signed_in(user_who("hospital-discharge", area=desk.council)))
    page.goto(reverse("oversight:place-picture", args=[desk.home.pk]))
    assert "Orders of equipment" not in source_of(page)
