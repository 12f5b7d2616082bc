"""A flood: a forum declares it, a home answers on a phone, an officer rings round the rest; and its end."""

import re
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from junction.registry.models import Area, Contact
from junction.registry.operations import declare_incident
from junction.registry.tests.factories import PlaceFactory
from junction.returns.models import Return
from tests.browser import go
from tests.cast import national

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
NINE = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
ANSWERS = {
    "affected": "affected",
    "people_where": "sheltering in place",
    "road_access": "high or emergency vehicles only",
    "power": "generator or battery",
    "staff_reach": "for some shifts",
    "rating_overall": "amber",
}
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.DEBUG = True
    monkeypatch.setattr(timezone, "now", lambda: NINE)


@pytest.fixture
def trafford(areas: None, sign_in: Any) -> SimpleNamespace:
    """A home and extra care housing by the river, and the people around them."""
    council = Area.objects.get(code="E08000009")
    ash: Any = PlaceFactory(name="Ash House", area=council, council=council)
    elm: Any = PlaceFactory(name="Elm Court", area=council, council=council, service_type="extra-care")
    Contact.objects.create(kind="phone", value="0161 496 0002", source="list", place=elm, recorded_at=NINE)
    return SimpleNamespace(
        ash=ash,
        forum=sign_in("lrf", area=Area.objects.get(code="E48000013")),
        manager=sign_in("place-manager", place=ash),
        officer=sign_in("council-officer", area=council),
    )


@pytest.fixture
def become(browser_page: Page, browse_as: Any) -> Any:
    """Go on as somebody else, at the width of what they hold."""

    def become(client: Client, width: dict[str, int]) -> Page:
        browser_page.context.clear_cookies()
        browse_as(client)
        browser_page.set_viewport_size(width)
        return browser_page

    return become


@pytest.fixture
def look(check_axe: Any, take_pictures: Any) -> Any:
    """Check what the page shows with axe, and keep pictures of it."""

    def look(page: Page, name: str) -> None:
        check_axe(page)
        before = page.viewport_size
        take_pictures(page, name)
        page.set_viewport_size(before)  # type: ignore[arg-type] # it has one

    return look


def declare(page: Page, look: Any) -> str:
    """Declare a flood, looking first at what it will ask; return the address of its page."""
    page.goto("/incidents/")
    look(page, "incidents")
    go(page.get_by_role("button", name="Declare an incident"))
    page.get_by_label("Name").fill("Floods, Mersey")
    page.get_by_label("Flood", exact=True).check()
    page.get_by_label("Areas").fill("Trafford")
    page.get_by_label("Reason").fill("The Mersey is over its banks")
    look(page, "declare-incident")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Site status (every kind of service): 2 places")).to_be_visible()
    look(page, "check-incident")
    page.get_by_role("button", name="Declare incident").click()
    expect(page.get_by_text("0 (0%). 2 places still to answer")).to_be_visible()
    look(page, "incident")
    return page.url


def answer(page: Page, look: Any) -> None:
    """Answer what the flood asks, from the list of returns."""
    page.goto("/returns/")
    expect(page.get_by_text("in Trafford, since 20 Nov 2026")).to_be_visible()
    look(page, "returns-in-a-flood")
    page.get_by_role("link", name="File return").first.click()  # what an incident asks stands first
    expect(page.get_by_role("heading", name="Site status in an incident")).to_be_visible()
    look(page, "file-site-status")
    for question, said in ANSWERS.items():
        page.locator(f"input[name={question}][value='{said}']").check()
    page.get_by_label("What do you need within 24 hours?").fill("Fuel for the generator")
    page.get_by_role("button", name="Check your answers").last.click()
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    look(page, "check-site-status")
    page.get_by_role("button", name="Send return").last.click()
    expect(page.get_by_text("for as long as Floods, Mersey lasts")).to_be_visible()


def test_a_flood_is_declared_answered_and_rung_round(
    become: Any, trafford: SimpleNamespace, look: Any
) -> None:
    # Given a forum that declares a flood
    address = declare(become(trafford.forum, DESK), look)
    # When the home's manager is asked, is told why, and answers
    answer(become(trafford.manager, PHONE), look)
    fact = Return.objects.get()
    assert (fact.question_set, fact.about_on) == ("site-status", date(2026, 11, 20))
    assert fact.answers == ANSWERS | {"needed": "Fuel for the generator"}
    # Then the council sees who has answered, and is led to whom to ring
    page = become(trafford.officer, DESK)
    page.goto(address)
    expect(page.get_by_text("1 (50%). 1 place still to answer")).to_be_visible()
    page.get_by_role("link", name=re.compile("ring round who owes Site status")).click()
    expect(page.get_by_role("link", name="Elm Court", exact=True)).to_be_visible()
    expect(page.get_by_text("Ash House")).to_have_count(0)
    look(page, "chase-in-a-flood")


def test_a_flood_is_stood_down_and_nobody_is_asked_any_more(
    become: Any, trafford: SimpleNamespace, look: Any
) -> None:
    # Given a flood, and a manager who is asked
    earlier = NINE - timedelta(hours=1)
    one = declare_incident(
        name="Floods, Mersey", playbook="flood", area_codes=["E08000009"], why="x", by=national(), now=earlier
    )
    page = become(trafford.manager, PHONE)
    page.goto("/returns/")
    expect(page.get_by_text("Site status in an incident")).to_be_visible()
    # When the forum lets it reach further, and then stands it down
    page = become(trafford.forum, DESK)
    page.goto(f"/incidents/{one.pk}/")
    go(page.get_by_role("button", name="Cover more areas"))
    page.get_by_label("Areas").fill("Salford")
    page.get_by_label("Reason").fill("The Irwell too")
    look(page, "extend-incident")
    page.get_by_role("button", name="Cover these areas").click()
    expect(page.get_by_text("The Irwell too")).to_be_visible()
    go(page.get_by_role("button", name="Stand down"))
    page.get_by_label("Why is it over?").fill("The water is gone")
    look(page, "stand-down-incident")
    page.get_by_role("button", name="Stand down").click()
    expect(page.get_by_text("Floods, Mersey is stood down.")).to_be_visible()
    look(page, "incident-over")
    # Then the manager is asked what is always asked, and no more
    page = become(trafford.manager, PHONE)
    page.goto("/returns/")
    expect(page.get_by_text("Daily return of a care home")).to_be_visible()
    expect(page.get_by_text("Site status in an incident")).to_have_count(0)
