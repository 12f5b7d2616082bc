"""The longest return there is, as a care home files it on a phone: short enough, and in few steps."""

import re
import time
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from junction.registry.models import Area, Place
from junction.returns.models import Return
from junction.returns.operations import file_return
from junction.returns.rules.judging import Filing
from junction.returns.rules.questions import Question, question_set_on
from tests.browser import go
from tests.cast import manager_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
NOW = datetime.fromisoformat("2021-01-15T09:00+00:00")
TALLEST = 5_000  # pixels on a phone
TALLEST_CHECK = 3_000
SECONDS = 120  # promised to the one who files


def answer_to(question: Question) -> Any:
    """A calm day of a home with forty beds."""
    if question.code in ("beds", "occupied", "vacancies_admitting"):
        return {"beds": 40, "occupied": 36, "vacancies_admitting": 4}[question.code]
    if question.kind == "yes-no":
        return True
    if question.options:
        return "green" if question.kind == "rating" else question.options[0]
    if question.code.startswith(("stock_", "staff_employed")):
        return 12
    return 1 if question.code.startswith("daily_use") else 0


@pytest.fixture
def manager_in_winter(
    browser_page: Page, browse_as: Any, sign_in: Any, areas: None, monkeypatch: Any, settings: Any
) -> Page:
    """The manager of a home that answered everything yesterday, in the winter of the newest questions."""
    settings.DEBUG = True
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    trafford = Area.objects.get(code="E08000009")
    place = Place.objects.create(
        name="Birch House",
        name_key="birch house",
        service_type="nursing-home",
        service_types=["nursing-home"],
        area=trafford,
        council=trafford,
        beds=40,
        created_at=NOW,
    )
    before = NOW - timedelta(days=1)
    questions = question_set_on("care-home-daily", before.date()).questions
    answers = {question.code: answer_to(question) for question in questions}
    filing = Filing(place.pk, "care-home-daily", before.date(), answers, "web", None)
    file_return(filing, by=manager_of(place), now=before)
    browse_as(sign_in("place-manager", place=place))
    browser_page.set_viewport_size({"width": 390, "height": 844})
    return browser_page


def test_the_newest_return_is_short_on_a_phone_and_quickly_filed(
    manager_in_winter: Page, check_axe: Any, take_pictures: Any
) -> None:
    # Given the form of the newest questions, filled in from yesterday
    page = manager_in_winter
    page.goto("/returns/")
    began, steps = time.monotonic(), 1
    go(page.get_by_role("link", name=re.compile("^File return")))
    page.wait_for_load_state()
    tall = page.evaluate("document.documentElement.scrollHeight")
    # When she changes two numbers, answers the two that are always new, says one is not known, and sends
    for name, value in {
        "How many beds are occupied?": "35",
        "How many residents are newly suspected": "0",
        "How many residents are newly confirmed": "0",
        "Masks: how many do you have?": "11",
    }.items():
        page.get_by_label(name).fill(value)
        steps += 1
    page.get_by_role("group", name="Nurses").get_by_label("Agency: or say why").select_option("Not known")
    page.get_by_role("button", name="Check your answers").last.click()
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    expect(page.get_by_role("button", name="Send return")).to_be_in_viewport()
    tall_check = page.evaluate("document.documentElement.scrollHeight")
    page.get_by_role("button", name="Send return").last.click()
    expect(page.get_by_role("heading", name="Return sent")).to_be_visible()
    steps, seconds = steps + 3, time.monotonic() - began
    # Then it is all there, in ten steps or fewer
    fact = Return.objects.get(about_on=NOW.date())
    assert (fact.occupied, fact.stock_masks, fact.staff_agency) == (35, 11, None)
    said = f"{tall} and {tall_check} px tall, {steps} steps, {seconds:.1f} s for the pages and a quick hand"
    assert steps <= 10 and tall <= TALLEST and tall_check <= TALLEST_CHECK and seconds < SECONDS / 4, said


def test_the_newest_return_is_accessible(manager_in_winter: Page, check_axe: Any, take_pictures: Any) -> None:
    page = manager_in_winter
    page.goto("/returns/")
    go(page.get_by_role("link", name=re.compile("^File return")))
    check_axe(page)
    take_pictures(page, "newest-return")
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_label("How many beds are occupied?").fill("lots")
    page.get_by_role("group", name="Nurses").get_by_label("Agency: or say why").select_option(
        "Does not apply"
    )
    for name in ("suspected", "confirmed"):
        page.get_by_label(f"How many residents are newly {name}").fill("0")
    page.get_by_role("button", name="Check your answers").last.click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    check_axe(page)
    take_pictures(page, "newest-return-with-an-error")
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_label("How many beds are occupied?").fill("35")
    go(page.get_by_role("button", name="Check your answers").last)
    check_axe(page)
    take_pictures(page, "newest-return-to-check")
