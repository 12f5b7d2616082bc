"""Filing a return in a real browser: on a phone, without script, by phone for a place, and correcting it."""

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from junction.registry.models import Area, Contact, Place
from junction.returns.models import Return
from junction.returns.operations import file_return
from junction.returns.rules.judging import Filing
from tests.browser import go
from tests.cast import manager_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
DAY = date(2020, 4, 20)
PHONE = {"width": 390, "height": 844}
ANSWERS = {
    "beds": 40,
    "occupied": 36,
    "vacancies_admitting": 3,
    "admitting": True,
    "suspected_new": 0,
    "confirmed_new": 0,
    "confirmed_total": 2,
    "staff_employed": 50,
    "staff_absent_covid": 1,
    "rating_overall": "green",
}


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch, now: datetime, settings: Any) -> None:
    settings.DEBUG = True
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.fixture
def ash(areas: None, now: datetime) -> Place:
    """A home in Trafford that filed yesterday."""
    trafford = Area.objects.get(code="E08000009")
    place = Place.objects.create(
        name="Ash House",
        name_key="ash house",
        service_type="residential-home",
        service_types=["residential-home"],
        area=trafford,
        council=trafford,
        beds=40,
        created_at=now,
    )
    Contact.objects.create(kind="phone", value="0161 496 0001", source="list", place=place, recorded_at=now)
    yesterday = now - timedelta(days=1)
    filing = Filing(place.pk, "care-home-daily", yesterday.date(), ANSWERS, "web", None)
    file_return(filing, by=manager_of(place), now=yesterday)
    return place


@pytest.fixture
def manager_on_a_phone(browser_page: Page, browse_as: Any, sign_in: Any, ash: Place) -> Page:
    browse_as(sign_in("place-manager", place=ash))
    browser_page.set_viewport_size(PHONE)
    return browser_page


def test_a_manager_files_on_a_phone_in_five_taps(
    manager_on_a_phone: Page, check_axe: Any, take_pictures: Any
) -> None:
    # Given a manager who filed yesterday and opens the home page
    page = manager_on_a_phone
    page.goto("/")
    check_axe(page)
    take_pictures(page, "home-of-a-manager")
    # When they open the return, changes one number, answers what is new, checks and sends
    page.set_viewport_size(PHONE)
    page.get_by_role("link", name="File return").click()
    expect(page.get_by_role("heading", name="Daily return of a care home for")).to_be_visible()
    check_axe(page)
    take_pictures(page, "file-return")
    page.set_viewport_size(PHONE)
    expect(page.get_by_label("How many beds are occupied?")).to_have_value("36")
    page.get_by_label("How many beds are occupied?").fill("35")
    page.get_by_label("How many residents are newly suspected of COVID-19?").fill("0")
    page.get_by_label("How many residents are newly confirmed with COVID-19?").fill("0")
    page.get_by_role("button", name="Check your answers").last.click()
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    check_axe(page)
    take_pictures(page, "check-answers")
    expect(page.get_by_text("Occupied 35 was 36")).to_be_visible()
    page.get_by_role("button", name="Send return").last.click()
    # Then they are given a reference and told what happens next
    expect(page.get_by_role("heading", name="Return sent")).to_be_visible()
    check_axe(page)
    take_pictures(page, "return-sent")
    fact = Return.objects.get(about_on=DAY)
    expect(page.get_by_text(fact.reference, exact=True)).to_be_visible()
    expect(page.get_by_text("Tuesday 21 April 2020, due by 5pm")).to_be_visible()
    assert (fact.occupied, fact.channel) == (35, "web")


def test_nothing_has_changed_takes_two_taps(manager_on_a_phone: Page) -> None:
    page = manager_on_a_phone
    page.goto("/returns/")
    go(page.get_by_role("link", name="File return"))
    # When they say that nothing has changed and sends it
    go(page.get_by_role("button", name="Nothing has changed"))
    page.get_by_role("button", name="Send return").first.click()
    # Then that is what is kept
    expect(page.get_by_role("heading", name="Return sent")).to_be_visible()
    assert Return.objects.get(about_on=DAY).nothing_changed


def test_a_mistake_is_pointed_out_beside_its_box(manager_on_a_phone: Page, check_axe: Any) -> None:
    page = manager_on_a_phone
    page.goto("/returns/")
    go(page.get_by_role("link", name="File return"))
    page.get_by_label("How many beds are occupied?").fill("lots")
    page.get_by_role("button", name="Check your answers").last.click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    check_axe(page)
    page.get_by_role("link", name="How many beds are occupied? Give a number").click()
    expect(page.get_by_label("How many beds are occupied?")).to_be_focused()
    assert not Return.objects.filter(about_on=DAY).exists()


def test_a_manager_corrects_yesterday(manager_on_a_phone: Page, check_axe: Any, take_pictures: Any) -> None:
    page = manager_on_a_phone
    page.goto("/returns/")
    page.get_by_role("link", name="Past returns").click()
    expect(page.get_by_role("heading", name="Past returns")).to_be_visible()
    check_axe(page)
    take_pictures(page, "past-returns")
    page.set_viewport_size(PHONE)
    go(page.get_by_role("link", name="Correct 19 Apr 2020"))
    page.get_by_label("How many beds are occupied?").fill("34")
    page.get_by_label("Reason for the correction").fill("Counted again")
    go(page.get_by_role("button", name="Check your answers").last)
    page.get_by_role("button", name="Send return").last.click()
    expect(page.get_by_role("heading", name="Return sent")).to_be_visible()
    page.wait_for_load_state()
    page.get_by_role("link", name="See this return").click()
    # Then both versions are there, and what changed
    expect(page.get_by_text("How many beds are occupied? 34 beds, was 36 beds")).to_be_visible()
    check_axe(page)
    take_pictures(page, "see-return")


def test_an_officer_rings_round_and_files_by_phone(
    browser_page: Page, browse_as: Any, sign_in: Any, ash: Place, check_axe: Any, take_pictures: Any
) -> None:
    # Given an officer of the council with the chase list open
    page = browser_page
    browse_as(sign_in("council-officer", area=ash.council))
    page.goto("/")
    check_axe(page)
    take_pictures(page, "home-of-an-officer")
    page.get_by_role("link", name="Ring round").click()
    expect(page.get_by_role("heading", name="Who has not reported")).to_be_visible()
    check_axe(page)
    take_pictures(page, "chase-list")
    # When nobody answers the first time
    page.get_by_role("button", name=re.compile("No answer.*Ash House")).click()
    expect(page.get_by_text("Ring again at 11am")).to_be_visible()
    page.get_by_role("link", name=re.compile("Other outcome.*Ash House")).click()
    expect(page.get_by_role("heading", name="Call to Ash House")).to_be_visible()
    check_axe(page)
    take_pictures(page, "log-call")
    # And the deputy gives the answers the second time
    go(page.get_by_role("link", name="file the return by phone"))
    page.get_by_label("Role of the person you spoke to").fill("Deputy manager")
    go(page.get_by_role("button", name="Nothing has changed"))
    page.get_by_role("button", name="Send return").first.click()
    # Then the return is in, and marked as taken down by phone
    expect(page.get_by_text("taken down by phone")).to_be_visible()
    assert Return.objects.get(about_on=DAY).channel == "phone"
    page.goto("/chase/")
    expect(page.get_by_text("No place on this list owes a return")).to_be_visible()
    page.goto("/completeness/")
    check_axe(page)
    take_pictures(page, "completeness")


def test_filing_works_without_script(browser: Browser, site: str, sign_in: Any, ash: Place) -> None:
    client = sign_in("place-manager", place=ash)
    context = browser.new_context(base_url=site, viewport=PHONE, java_script_enabled=False)
    context.add_cookies(
        [{"name": name, "value": morsel.value, "url": site} for name, morsel in client.cookies.items()]
    )
    page = context.new_page()
    page.goto(f"/returns/{ash.pk}/care-home-daily/")
    page.get_by_label("How many residents are newly suspected of COVID-19?").fill("0")
    page.get_by_label("How many residents are newly confirmed with COVID-19?").fill("1")
    page.keyboard.press("Enter")  # which checks the answers, as the button does
    page.get_by_text(re.compile("^Beds and vacancies: ")).click()  # folded, since nothing of it changed
    page.get_by_role("button", name="Change Beds").click()
    expect(page.get_by_label("How many beds may you use?")).to_be_focused()
    expect(page.get_by_text("May be used:")).to_be_in_viewport()
    expect(page.get_by_label("How many residents are newly confirmed with COVID-19?")).to_have_value("1")
    go(page.get_by_role("button", name="Check your answers").last)
    page.get_by_role("button", name="Send return").last.click()
    expect(page.get_by_role("heading", name="Return sent")).to_be_visible()
    context.close()
    assert Return.objects.get(about_on=DAY).confirmed_new == 1
