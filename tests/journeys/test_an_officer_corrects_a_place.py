"""An officer finds a place with a typo, corrects it, adds a contact, closes it by mistake and undoes that."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from junction.core.audit.models import AuditEntry
from junction.registry import queries
from junction.registry.models import Area, Place
from junction.registry.tests.factories import PlaceFactory
from tests.browser import go
from tests.cast import officer_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def home(areas: None, now: datetime, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Place:
    """A care home whose name a list wrote wrong; the clock goes on a minute with each look."""
    settings.DEBUG = True
    clock = SimpleNamespace(at=now)

    def tick() -> datetime:
        clock.at += timedelta(minutes=1)
        return clock.at

    monkeypatch.setattr(timezone, "now", tick)
    trafford = Area.objects.get(code="E08000009")
    PlaceFactory(name="Lime Tree Lodge", area=trafford)
    return PlaceFactory(name="Bikcham House", area=trafford, postcode="WA14 2SN")


@pytest.fixture
def officer(browser_page: Page, browse_as: Any, sign_in: Any, home: Place) -> Page:
    browse_as(sign_in("council-officer", area=home.council))
    return browser_page


def chased(page: Page, name: str) -> bool:
    page.goto("/chase/")
    return page.get_by_role("link", name=name).count() > 0


def test_an_officer_keeps_a_place_as_it_is(officer: Page, home: Place, now: datetime) -> None:
    page = officer
    # Given a home whose name is written wrong, and an officer who types it right
    page.goto("/places/")
    page.get_by_label("Name, postcode or number").fill("bickham hose")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_text("1 in all")).to_be_visible()
    go(page.get_by_role("link", name="Bikcham House"))
    # When she corrects the name
    go(page.get_by_role("button", name="Correct details"))
    page.get_by_label("Name").fill("Bickham House")
    page.get_by_label("Reason").fill("So it stands on their door")
    page.get_by_role("button", name="Keep correction").click()
    # Then the page bears it, and says so
    expect(page.get_by_role("alert")).to_contain_text("The correction is kept")
    expect(page.get_by_role("heading", name="Bickham House", level=1)).to_be_visible()
    # When she adds the number of the night desk, wrong at first
    go(page.get_by_role("link", name="Add a contact"))
    page.get_by_label("Phone").check()
    page.get_by_label("Number or address").fill("0161 496")
    page.get_by_label("What it is for").fill("Night desk")
    go(page.get_by_role("button", name="Add contact"))
    page.get_by_role("link", name="Enter a UK phone number, such as 0161 496 0000").click()
    expect(page.get_by_label("Number or address")).to_be_focused()
    page.get_by_label("Number or address").fill("+44 161 496 0007")
    page.get_by_role("button", name="Add contact").click()
    # Then it can be rung from the page
    expect(page.get_by_role("link", name="0161 496 0007", exact=True)).to_have_attribute(
        "href", "tel:01614960007"
    )
    # When she closes the home, having seen what follows
    assert chased(page, "Bickham House")
    page.goto(f"/places/{home.pk}/")
    go(page.get_by_role("button", name="Close place"))
    for part, value in (("Day", "20"), ("Month", "4"), ("Year", "2020")):
        page.get_by_label(part).fill(value)
    page.get_by_label("Reason").fill("The paper says that it has shut")
    page.get_by_role("button", name="Continue").click()
    expect(
        page.get_by_text("It will no longer be asked for returns from Monday 20 April 2020")
    ).to_be_visible()
    page.get_by_role("button", name="Close place").click()
    # Then it is closed, and nobody rings it for a return
    expect(page.get_by_role("alert")).to_contain_text("Bickham House is closed from Monday 20 April 2020")
    assert not chased(page, "Bickham House")
    # When she learns that it was another home, and undoes it
    page.goto(f"/places/{home.pk}/")
    go(page.get_by_role("button", name="Reopen place"))
    page.get_by_label("It never closed: the closing was a mistake").check()
    page.get_by_label("Reason").fill("It was Bickham Hall")
    page.get_by_role("button", name="Reopen place").click()
    # Then it is as it was, both decisions are told, and each step left one line
    expect(page.get_by_role("alert")).to_contain_text("open, as if it had never closed")
    expect(page.get_by_text("since it had never closed: It was Bickham Hall")).to_be_visible()
    assert chased(page, "Bickham House")
    scope = officer_of(home.council).scope
    assert queries.live_registrations(scope).filter(place=home).count() == 1
    lines = AuditEntry.objects.filter(subject=f"place:{home.pk}").order_by("pk")
    assert [line.verb.removeprefix("registry.") for line in lines] == [
        "place.corrected", "contact.added", "place.closed", "place.reopened",
    ]  # fmt: skip
