"""An inn offers rooms on a phone; the offer is passed on in sight, answered, used; the inn sees each step."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from junction.core.audit.models import AuditEntry
from junction.core.messages.models import Message
from junction.core.messages.queries import shown
from junction.people.queries import system_actor
from junction.registry.models import Area
from junction.support.operations.offer_passing import escalate_late
from tests.browser import go
from tests.cast import signed_in, user_who

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
MONDAY = datetime(2020, 4, 20, 9, 0, tzinfo=UTC)
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, settings: Any) -> SimpleNamespace:
    settings.DEBUG = True
    cache.clear()
    clock = SimpleNamespace(now=MONDAY)
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    return clock


@pytest.fixture
def people(areas: None, clock: SimpleNamespace) -> SimpleNamespace:
    trafford = Area.objects.get(code="E08000009")
    return SimpleNamespace(
        first=user_who("council-officer", area=trafford), forum=user_who("lrf", area=_forum())
    )


def _forum() -> Area:
    return Area.objects.get(code="E48000013")


@pytest.fixture
def become(browser_page: Page, browse_as: Any) -> Any:
    """Go on as somebody else (or as nobody), at the width of what they hold."""

    def become(user: Any, width: dict[str, int]) -> Page:
        browser_page.context.clear_cookies()
        browse_as(signed_in(user) if user else Client())
        browser_page.set_viewport_size(width)
        return browser_page

    return become


def _offer(page: Page) -> str:
    """Fill in the public form; return the address of the private page."""
    page.goto("/")
    go(page.get_by_role("link", name="Offer help"))
    page.get_by_label("Accommodation").check()
    page.get_by_label("Describe it").fill("Rooms with their own bath")
    page.get_by_label("At cost").check()
    page.get_by_label("For which council's area?").select_option(label="Trafford")
    page.get_by_label("Business or group").fill("Dappled Hare Inn")
    page.get_by_label("Your name").fill("Orla Fennimore")
    page.get_by_label("Email address").fill("orla@hare.example")
    go(page.get_by_role("button", name="Send the offer"))
    # what is missing is said, and what was typed is kept
    page.get_by_role("link", name="Enter how many, as a whole number").click()
    expect(page.get_by_label("How many?")).to_be_focused()
    page.get_by_label("How many?").fill("24")
    page.get_by_role("button", name="Send the offer").click()
    expect(page.get_by_role("alert")).to_contain_text("We have your offer")
    return page.url


def test_a_business_offer_is_answered(become: Any, people: SimpleNamespace, clock: SimpleNamespace) -> None:
    # Given an inn that offers rooms from a phone, without an account
    page = become(None, PHONE)
    private = _offer(page)
    expect(page.get_by_text(f"{people.first.name}, Trafford")).to_be_visible()
    expect(page.get_by_text("Wednesday 22 April 2020")).to_be_visible()
    letter = shown(Message.objects.order_by("pk")[0])
    assert "Orla Fennimore" in letter.body
    # When nobody answers in two working days
    clock.now = datetime(2020, 4, 22, 9, 0, tzinfo=UTC)
    assert escalate_late(by=system_actor("offers"), now=clock.now) == 1
    # Then it is one step up, and the inn sees with whom
    page.goto(private)
    expect(page.get_by_text("It waited too long and went one step up")).to_be_visible()
    expect(page.get_by_text("1 time", exact=True)).to_be_visible()
    # When the forum gives it back with a reason
    page = become(people.forum, DESK)
    page.goto("/")
    page.get_by_role("link", name="1 offer", exact=True).first.click()
    expect(page.get_by_role("heading", name="Offers of help", level=1)).to_be_visible()
    go(page.locator("tbody a").first)
    go(page.get_by_role("link", name="Pass it on"))
    page.get_by_label("To whom?").select_option(label="The desk of Trafford")
    page.get_by_role("button", name="Pass it on").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")  # it takes a reason
    page.get_by_label("Why?").fill("The rooms are near your hospital")
    page.get_by_role("button", name="Pass it on").click()
    expect(page.get_by_role("alert")).to_contain_text("It is passed on")
    # And the council answers, and uses some
    page = become(people.first, DESK)
    page.goto("/support/offers/?owner=me&state=open")
    go(page.locator("tbody a").first)
    go(page.get_by_role("button", name="Answer it"))
    page.get_by_label("Accepted: we want to use it").check()
    page.get_by_label("What they are told").fill("We take ten rooms from Friday")
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_role("alert")).to_contain_text("It is answered")
    go(page.get_by_role("link", name="Write down what was used"))
    page.get_by_label("How many were used?").fill("10")
    page.get_by_label("Which body used it?").fill("Trafford Council")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("10 of 24 rooms used")).to_be_visible()
    # Then the inn sees the answer and every step, and gets a letter
    page = become(None, PHONE)
    page.goto(private)
    expect(page.get_by_text("We take ten rooms from Friday")).to_be_visible()
    expect(page.get_by_text("2 times", exact=True)).to_be_visible()
    expect(page.get_by_text(people.forum.name).first).to_be_visible()
    assert "We take ten rooms" in shown(Message.objects.order_by("pk").last()).body
    verbs = AuditEntry.objects.filter(verb__startswith="support.offer.").order_by("pk")
    assert [line.verb.removeprefix("support.offer.") for line in verbs] == [
        "made", "escalated", "passed-on", "passed-on", "answered", "used",
    ]  # fmt: skip
