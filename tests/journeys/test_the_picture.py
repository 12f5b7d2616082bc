"""An officer looks at tonight's picture in a real browser, and at what it was before a correction came."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from junction.oversight.tests.conftest import DAY, NEWCASTLE, NOON, file
from junction.people.operations import (
    DEMONSTRATION_PASSWORD,
    DemonstrationPerson,
    demonstration_code,
    make_demonstration_people,
)
from junction.people.queries import system_actor
from junction.people.rules import Over
from junction.registry.models import Area
from junction.registry.tests.factories import PlaceFactory
from tests.browser import go

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
EVENING = datetime(2020, 4, 20, 20, 0, tzinfo=UTC)  # nine o'clock by the clock on the wall
ADDRESS = "council-officer@demo.example"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Callable[[datetime], None]:
    """Set the clock that pages read; it starts in the evening."""
    settings.DEBUG = True
    shown = SimpleNamespace(at=EVENING)
    monkeypatch.setattr(timezone, "now", lambda: shown.at)
    return lambda moment: setattr(shown, "at", moment)


@pytest.fixture
def tonight(areas: None, clock: Callable[[datetime], None]) -> SimpleNamespace:
    """Two homes of Newcastle: Ash reported at noon, Birch the day before; and an officer of the council."""
    newcastle = Area.objects.get(code=NEWCASTLE)
    ash = PlaceFactory(name="Ash", area=newcastle, council=newcastle)
    birch = PlaceFactory(name="Birch", area=newcastle, council=newcastle)
    file(ash)
    day = timedelta(days=1)
    file(birch, DAY - day, NOON - day, occupied=20, vacancies_admitting=19)
    person = DemonstrationPerson(ADDRESS, "Cleo Council", "council-officer", Over(area_id=NEWCASTLE))
    make_demonstration_people([person], by=system_actor("exercise"), now=NOON)
    return SimpleNamespace(ash=ash, birch=birch)


def sign_in(page: Page) -> None:
    page.goto("/sign-in/")
    page.get_by_label("Email address").fill(ADDRESS)
    page.get_by_label("Password", exact=True).fill(DEMONSTRATION_PASSWORD)
    go(page.get_by_role("button", name="Sign in", exact=True))
    by_the_clock = datetime.now(UTC)  # noqa: TID251 - the second factor's library reads the clock itself
    page.locator("input[name=code]").fill(demonstration_code(by_the_clock))
    page.locator("main button[type=submit]").first.click()
    expect(page.get_by_role("link", name="Picture", exact=True)).to_be_visible()


def occupancy(page: Page) -> Any:
    return page.locator(".junction-tile", has_text="Occupancy").locator(".junction-tile__value")


def occupied(page: Page) -> Any:
    row = page.locator(".govuk-summary-list__row", has=page.get_by_text("Occupied", exact=True))
    return row.locator("dd")


def test_an_officer_sees_tonight_and_what_was_known_before_a_correction(
    browser_page: Page, tonight: SimpleNamespace, clock: Callable[[datetime], None],
    check_axe: Any, take_pictures: Any,
) -> None:  # fmt: skip
    page = browser_page
    # Given an officer who signs in with password and six digits, and opens the picture of the council
    sign_in(page)
    page.get_by_role("link", name="Picture", exact=True).click()
    expect(page.get_by_role("heading", name="Newcastle upon Tyne", exact=True)).to_be_visible()
    expect(occupancy(page)).to_have_text("70%")
    check_axe(page)
    take_pictures(page, "tonight")
    # When she opens a place
    page.get_by_role("link", name="Ash", exact=True).click()
    expect(page.get_by_role("heading", name="Ash", exact=True)).to_be_visible()
    # Then she sees what it said at noon
    expect(occupied(page)).to_have_text("36")
    # When its manager corrects the return half an hour later
    file(tonight.ash, at=EVENING + timedelta(minutes=30), occupied=30, vacancies_admitting=9)
    clock(EVENING + timedelta(minutes=45))
    # Then the page and the picture show the correction
    page.reload()
    expect(occupied(page)).to_have_text("30")
    page.get_by_role("link", name="Newcastle upon Tyne").click()
    expect(occupancy(page)).to_have_text("62%")
    # When she asks for the same page as it was known before the correction
    page.get_by_text("Look at another moment").click()
    page.get_by_label("As it was known at").fill("2020-04-20T21:15")
    page.get_by_role("button", name="Show this moment").click()
    # Then it shows the old figure and says so, and so does the place behind it
    expect(page.get_by_role("status")).to_contain_text("as it was known at 9:15pm on Monday 20 April 2020")
    expect(occupancy(page)).to_have_text("70%")
    check_axe(page)
    page.get_by_role("link", name="Ash", exact=True).click()
    expect(occupied(page)).to_have_text("36")
    take_pictures(page, "a-place-as-it-was")
    # And one step leads back to now
    page.get_by_role("link", name="Go back to now").click()
    expect(occupied(page)).to_have_text("30")
