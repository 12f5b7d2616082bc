"""A manager orders in a real browser: accessible, fit for a phone and for a desk."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from junction.registry.tests.factories import PlaceFactory
from junction.supply.models import Order
from junction.supply.rules.limits import BOOK
from junction.supply.tests.shop import NOW
from tests.browser import go

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def stocked(shop: Any, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any) -> Any:
    settings.DEBUG, settings.HOME = True, tmp_path
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    monkeypatch.setattr(timezone, "localdate", lambda *_: NOW.date())
    shop.stock("masks-iir", 1_000)
    shop.stock("gloves", 200)
    return shop


def test_ordering_from_the_allowance_to_the_reference(
    stocked: Any, browser_page: Page, browse_as: Any, sign_in: Any, check_axe: Any, take_pictures: Any
) -> None:
    page = browser_page

    def looked_at(name: str) -> None:
        check_axe(page)
        take_pictures(page, f"ordering-{name}")

    browse_as(sign_in("place-manager", place=stocked.home))
    page.goto(reverse("supply:order_places"))
    looked_at("quantities")
    page.get_by_role("button", name="Check your order").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    looked_at("nothing-asked")
    page.get_by_label("gloves").fill("5")
    page.get_by_label("masks-iir").fill("2")
    page.get_by_role("button", name="Check your order").click()
    expect(page.get_by_role("button", name="Place order")).to_be_visible()
    looked_at("check")
    go(page.get_by_role("button", name="Place order"))
    order = Order.objects.get()
    expect(page.get_by_role("heading", name="Order placed")).to_be_visible()
    expect(page.get_by_text(f"O-{order.pk}").first).to_be_visible()
    looked_at("placed")
    page.get_by_role("link", name="Cancel this order").click()
    expect(page.get_by_role("button", name="Cancel order")).to_be_visible()
    looked_at("cancel")


def test_lists_and_files_of_orders(
    stocked: Any, browser_page: Page, browse_as: Any, sign_in: Any, check_axe: Any, take_pictures: Any
) -> None:
    page = browser_page
    PlaceFactory(name="The Elms", area=stocked.home.area)
    browse_as(sign_in("council-officer", area=stocked.home.area))
    for name in ("order_places", "order_by_file"):
        page.goto(reverse(f"supply:{name}"))
        check_axe(page)
        take_pictures(page, name)
    rows = f"place,masks-iir,gloves\n{stocked.home.pk},100,300\n7,some,\n"
    file = {"name": "orders.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    page.set_input_files("input[type=file]", file)  # type: ignore[arg-type] # a file by its content
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_role("heading", name="Check the file")).to_be_visible()
    check_axe(page)
    take_pictures(page, "order-file-check")
    page.get_by_role("button", name="Place 1 order").click()
    expect(page.get_by_role("heading", name="1 order placed")).to_be_visible()
    check_axe(page)
    take_pictures(page, "order-file-placed")
    page.get_by_role("link", name="See how far each is").click()
    expect(page.get_by_role("heading", name="Orders", exact=True)).to_be_visible()
    check_axe(page)
    take_pictures(page, "orders")


def test_rules_of_the_portal(
    shop: Any, browser_page: Page, browse_as: Any, sign_in: Any, check_axe: Any, take_pictures: Any,
    monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any,
) -> None:  # fmt: skip
    page = browser_page
    settings.DEBUG, settings.HOME = True, tmp_path
    june = datetime(2020, 6, 10, 9, 0, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: june)
    monkeypatch.setattr(timezone, "localdate", lambda *_: june.date())
    shop.stock("masks-iir", 500)
    for beds in (10, 20):
        PlaceFactory(beds=beds, area=shop.home.area)
    browse_as(sign_in("national"))
    for name, path in (
        ("waves", reverse("supply:portal_waves")),
        ("wave", reverse("supply:portal_wave", args=["small-providers"])),
        ("profile", reverse("supply:provider_profile", args=[shop.home.pk])),
        ("limits", reverse("supply:order_limits")),
    ):
        page.goto(path)
        check_axe(page)
        take_pictures(page, f"portal-{name}")
    text = BOOK.read_text("utf-8").replace("gloves = 800", "gloves = 900", 1)
    file = {"name": "order-limits.toml", "mimeType": "text/plain", "buffer": text.encode()}
    page.set_input_files("input[type=file]", file)  # type: ignore[arg-type] # a file by its content
    page.get_by_role("button", name="See who is affected").click()
    expect(page.get_by_role("heading", name="What order-limits@")).to_be_visible()
    check_axe(page)
    take_pictures(page, "portal-limits-changed")
