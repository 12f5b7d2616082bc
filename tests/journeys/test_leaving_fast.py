"""A frightened person states that home is not safe, and leaves fast: by Shift three times, or by the button.

Whoever takes the device next and goes back finds nothing, whichever way they left.
"""

from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from junction.support.tests.needs import NOW, state
from tests.browser import go, source_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
PHONE = {"width": 390, "height": 844}
TOLD = ("safe", "frightens", "danger", "hurts")


@pytest.fixture(autouse=True)
def elsewhere(areas: None, browser_page: Page, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Page:
    """The page of elsewhere, which is not fetched."""
    settings.DEBUG = True
    cache.clear()
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    weather = "<title>Weather</title><h1>Weather</h1>"
    browser_page.route(
        "https://www.bbc.co.uk/**", lambda route: route.fulfill(body=weather, content_type="text/html")
    )
    return browser_page


def is_at(page: Page, question: str) -> None:
    """Wait for what the person sees, and for the way out to be ready."""
    expect(page.get_by_role("heading", name=question)).to_be_visible()
    expect(
        page.locator(".govuk-exit-this-page__indicator")
    ).to_be_attached()  # made by the script, at its end
    expect(page).to_have_title("Form – Junction")


def answer(page: Page, label: str) -> None:
    page.get_by_label(label, exact=True).check()
    go(page.get_by_role("button", name="Continue"))


def is_elsewhere(page: Page) -> None:
    expect(page.get_by_role("heading", name="Weather")).to_be_visible()


def finds_nothing(page: Page, times: int) -> None:
    """Go back as often, each time to a page that tells nothing."""
    for _ in range(times):
        page.go_back()
        expect(page.get_by_role("heading", name="There is nothing on this page")).to_be_visible()
        said = source_of(page)
        assert not [word for word in TOLD if word in said]


def test_a_frightened_person_leaves_by_shift_three_times(
    browser_page: Page, site: str, check_axe: Any, take_pictures: Any
) -> None:
    # Given somebody who has said that somebody at home hurts or frightens them
    page = browser_page
    page.goto(site + reverse("support:help"))
    is_at(page, "danger right now")
    take_pictures(page, "help-begin")
    check_axe(page)
    answer(page, "No")
    is_at(page, "What do you need")
    answer(page, "I need somewhere safe")
    expect(page.get_by_label("Somebody at home hurts or frightens me", exact=True)).to_be_visible()
    answer(page, "Somebody at home hurts or frightens me")
    expect(page.get_by_label("For now, but it will not last")).to_be_visible()
    expect(page.locator(".govuk-exit-this-page__indicator")).to_be_attached()
    take_pictures(page, "help-question")
    check_axe(page)
    # When they press Shift three times, told each time how many are left
    page.keyboard.press("Shift")
    expect(page.get_by_text("Shift, press 2 more times to leave.")).to_be_attached()
    page.keyboard.press("Shift")
    expect(page.get_by_text("Shift, press 1 more time to leave.")).to_be_attached()
    page.keyboard.press("Shift")
    # Then they are elsewhere, and going back shows nothing
    is_elsewhere(page)
    finds_nothing(page, 3)


def test_on_a_phone_the_button_leads_away_and_the_private_page_is_not_left_behind(
    browser_page: Page, site: str, check_axe: Any
) -> None:
    # Given somebody who looks how their need stands, on a phone
    page, made = browser_page, state(now=NOW)
    page.set_viewport_size(PHONE)
    page.goto(site + reverse("support:need-page", args=[made.token]))
    page.get_by_label("Your code word").fill("marmalade")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text(made.need.reference).first).to_be_visible()
    expect(page.locator(".govuk-exit-this-page__indicator")).to_be_attached()
    check_axe(page)
    # When they press the button, which stays in sight when they scroll
    page.mouse.wheel(0, 4_000)
    leave = page.get_by_role("button", name="Leave this page")
    expect(leave).to_be_in_viewport()
    leave.click()
    # Then they are elsewhere, and the same address shows nothing to whoever takes the phone next
    is_elsewhere(page)
    page.goto(site + reverse("support:need-page", args=[made.token]))
    expect(page.get_by_role("heading", name="There is nothing on this page")).to_be_visible()
    assert made.need.reference not in source_of(page)
    # And from the questions, they leave nothing behind either
    page.get_by_role("link", name="Start").click()
    is_at(page, "danger right now")
    answer(page, "No")
    is_at(page, "What do you need")
    page.get_by_role("button", name="Leave this page").click()
    is_elsewhere(page)
    finds_nothing(page, 2)
