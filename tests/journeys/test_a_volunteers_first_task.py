"""A volunteer's first task in a real browser: signing up, a code, on duty, an urgent offer, where, done.

Beside it the coordinator: sees a check, sees to whom a task was offered and why. Each page is checked by
axe and looked at on a phone and at a desk.
"""

import re
from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from junction.core.messages.models import Message
from junction.core.messages.operations import PURPOSE
from junction.core.sealing import unseal
from junction.registry.models import Area
from junction.support.models import Need, TaskOffer, Volunteer
from junction.support.operations.task_offers import offer_urgent_everywhere
from junction.support.tests.volunteers import SYSTEM, TRAFFORD, need_of, place_postcodes, scheme
from tests.browser import go

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch, now: datetime, settings: Any) -> None:
    settings.DEBUG = True
    monkeypatch.setattr(timezone, "now", lambda: now)


def code_sent() -> str:
    last = Message.objects.order_by("-pk").first()
    found = re.search(r'"code": "(\d{6})"', unseal(last.sealed, purpose=PURPOSE)) if last else None
    assert found
    return found[1]


def looked_at(page: Page, check_axe: Any, take_pictures: Any, name: str) -> None:
    page.wait_for_load_state()
    page.wait_for_selector("h1")
    check_axe(page)
    take_pictures(page, f"volunteer-{name}")


def signs_up(page: Page, look: Any) -> None:
    page.goto("/volunteer/")
    page.get_by_label("Your name").fill("Vera Volunteer")
    page.get_by_label("Email address").fill("vera@example.org")
    look("join-1")
    go(page.get_by_role("button", name="Continue"))
    page.get_by_label("Your postcode").fill("M33 7ZF")
    page.get_by_label("10 km").check()
    page.get_by_label("Shopping and errands").check()
    for part in ("morning", "afternoon", "evening"):
        page.get_by_label(f"On weekdays, {part}").check()
    look("join-2")
    go(page.get_by_role("button", name="Continue"))
    page.get_by_label("I am 18 or older").check()
    look("join-3")
    page.get_by_role("button", name="Sign up").click()
    expect(page.get_by_role("heading", name="You are signed up")).to_be_visible()
    look("joined")


def signs_in(page: Page, look: Any) -> None:
    go(page.get_by_role("link", name="sign in with a code"))
    page.get_by_label("Email address or mobile telephone number").fill("vera@example.org")
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_label("Code of 6 digits")).to_be_visible()  # by then it is sent
    look("code")
    page.get_by_label("Code of 6 digits").fill(code_sent())
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Hello Vera Volunteer")).to_be_visible()
    look("me")
    go(page.get_by_role("button", name="Go on duty"))
    page.get_by_label("12 hours").check()
    page.get_by_role("button", name="Go on duty").click()
    expect(page.get_by_text("You are on duty", exact=True)).to_be_visible()


def is_checked_by_a_coordinator(page: Page, look: Any) -> None:
    page.goto("/support/volunteers/")
    look("list")
    page.get_by_role("link", name=f"V-{Volunteer.objects.get().pk}").click()
    expect(page.get_by_role("link", name="Write down a check that you have seen")).to_be_visible()
    look("one")
    go(page.get_by_role("link", name="Write down a check that you have seen"))
    page.get_by_label("Identity", exact=True).check()
    page.get_by_label("Who issued it?").fill("Post Office")
    day = page.get_by_role("group", name="Date on it")
    for label, text in (("Day", "1"), ("Month", "4"), ("Year", "2020")):
        day.get_by_label(label).fill(text)
    look("check")
    page.get_by_role("button", name="I have seen it").click()
    expect(page.get_by_role("cell", name="Post Office")).to_be_visible()


def test_a_volunteers_first_task(
    browser_page: Page, browse_as: Any, sign_in: Any, check_axe: Any, take_pictures: Any, areas: None,
    now: datetime,
) -> None:  # fmt: skip
    page = browser_page

    def look(name: str) -> None:
        looked_at(page, check_axe, take_pictures, name)

    # given a scheme in Trafford, and somebody who needs shopping today
    place_postcodes()
    scheme()
    signs_up(page, look)
    signs_in(page, look)
    browse_as(sign_in("council-officer", area=Area.objects.get(code=TRAFFORD)))
    is_checked_by_a_coordinator(page, look)
    need_of(runs_out="now")
    # when the urgent need is offered
    assert offer_urgent_everywhere(by=SYSTEM, now=now) == 1
    page.goto("/volunteer/me/")
    look("offered")
    page.get_by_role("link", name="Shopping or fetching something").click()
    expect(page.get_by_role("button", name="Yes, I do it")).to_be_visible()
    expect(page.get_by_text("9 Hidden Lane")).to_have_count(0)
    look("offer")
    page.get_by_role("button", name="Yes, I do it").click()
    # then they learn where and for whom, do it, and the need is met
    expect(page.get_by_text("9 Hidden Lane")).to_be_visible()
    expect(page.get_by_text("Nell Needful")).to_be_visible()
    look("task")
    go(page.get_by_role("button", name="It is done"))
    page.get_by_label("It went well").check()
    look("done")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("You have helped somebody today")).to_be_visible()
    assert Need.objects.get().state == "met"
    # and the coordinator sees to whom it was offered, and why
    page.goto("/support/tasks/")
    look("tasks")
    page.get_by_role("link", name=f"T-{TaskOffer.objects.get().task_id}").click()
    expect(page.get_by_text("asked as number 1 of 1")).to_be_visible()
    look("task-seen")
    for name in ("matching", "schemes", "demand", "demand/new", "volunteers/import"):
        page.goto(f"/support/{name}/")
        look(name.replace("/", "-"))
