"""An agent's shift at the helpline: the next case by a key, calls, notes, a caller, a hand-over, a letter."""

from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page, expect

from junction.core.calls.models import Call
from junction.core.scope import ANONYMOUS
from junction.people.queries import system_actor
from junction.registry.models import Area
from junction.registry.tests.factories import PlaceFactory
from junction.supply.models import Problem
from junction.support.models import Letter, Need
from junction.support.operations.hubs import open_hub, set_week
from junction.support.operations.needs import Stated, Who, state_need
from junction.support.operations.provider_cases import open_provider_case
from tests.browser import go, source_of
from tests.cast import user_who

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
NOW = datetime(2020, 4, 20, 9, 0, tzinfo=UTC)
TRAFFORD, MANCHESTER = "E08000009", "E08000003"
ANSWERS = {
    "danger": "no", "need": "usual-way", "kind-usual": "medicine", "another-way": "none",
    "changed": "stay-in", "runs-out": "now", "depends": "me", "asked": "nobody",
}  # fmt: skip


@pytest.fixture
def morning(areas: None, monkeypatch: pytest.MonkeyPatch, settings: Any) -> SimpleNamespace:
    """Two people's needs and a home's call wait; the night hub of the next council is open."""
    settings.DEBUG = True
    cache.clear()
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    by = system_actor("test")
    zed = Who(name="Zebedee Quillfeather", phone="07700 900123", address="7 Nightjar Row", may_ring=True)
    ida = Who(name="Ida Thistledown", phone="07700 900456", may_ring=True)
    first = state_need(Stated(ANSWERS, TRAFFORD, zed, words="My daughter used to fetch it"), by=ANONYMOUS,
                       now=NOW - timedelta(hours=3)).need  # fmt: skip
    later = {**ANSWERS, "runs-out": "week"}
    second = state_need(Stated(later, TRAFFORD, ida), by=ANONYMOUS, now=NOW - timedelta(hours=4)).need
    home = PlaceFactory(name="Lime Tree Lodge", area_id=TRAFFORD, council_id=TRAFFORD)
    third = open_provider_case(home.pk, matter="ppe", words="Two days of gloves", by=by, now=NOW).need
    for name, area in (("Trafford line", TRAFFORD), ("Manchester night line", MANCHESTER)):
        hub = open_hub(name, area=area, phone="01632 960 100", by=by, now=NOW)
        set_week(hub.pk, valid_from=date(2020, 4, 1), days=[(time(8), time(20))] * 7, by=by, now=NOW)
    colleague = user_who("helpline-agent", area=Area.objects.get(pk=TRAFFORD), email="noor@example.org")
    colleague.name = "Noor Ashgrove"
    colleague.save(update_fields=["name"])
    short = Problem.objects.create(
        title="Gloves", severity="out", area_id=TRAFFORD, raised_at=NOW, raised_by="user:1", channel="web"
    )
    return SimpleNamespace(first=first, second=second, third=third, home=home, short=short)


def test_an_agent_answers_the_queue_and_a_caller(
    morning: SimpleNamespace, browser_page: Page, browse_as: Any, sign_in: Any, check_axe: Any,
    take_pictures: Any,
) -> None:  # fmt: skip
    page, agent = browser_page, sign_in("helpline-agent", area=Area.objects.get(pk=TRAFFORD))
    browse_as(agent)
    # Given the queue, the nearest limit first
    page.goto("/support/desk/")
    names = page.locator(".junction-cases__name")
    expect(names).to_have_text(["Medicine", "Protective equipment", "Medicine"])
    take_pictures(page, "desk-queue")
    check_axe(page)
    # When she presses one key, she has the first case; noting is one key a phrase
    expect(page.locator("[data-desk-keys]")).to_be_visible()  # shown by the script that hears the keys
    page.keyboard.press("n")
    expect(page.get_by_role("heading", name=f"Case {morning.first.reference}", level=1)).to_be_visible()
    expect(page.get_by_text("My daughter used to fetch it")).to_be_visible()
    keys = page.get_by_role("button", name="Keys 1 to 9 write")
    expect(keys).to_be_visible()
    page.keyboard.type("14")
    note = page.locator("[data-desk-note] textarea")
    expect(note).to_have_value("Spoke to them; they are safe for now. Medicine is to be fetched.")
    note.focus()
    page.keyboard.press("End")
    page.keyboard.type(" Room 4")  # typed figures stay figures
    expect(note).to_have_value("Spoke to them; they are safe for now. Medicine is to be fetched. Room 4")
    take_pictures(page, "desk-case")
    check_axe(page)
    page.get_by_role("button", name="Keep the note").click()
    expect(page.get_by_text("Medicine is to be fetched. Room 4")).to_be_visible()
    # Keys can be turned off
    keys.click()
    page.locator("h1").click()
    page.keyboard.press("1")
    expect(page.locator("[data-desk-note] textarea")).to_have_value("")
    keys.click()
    # When the person asks to be rung at three
    page.get_by_label("Spoke: we ring back at a time").check()
    page.get_by_label("At what time?").fill("soon")
    page.get_by_role("button", name="Write the call down").click()
    expect(page.get_by_text("Enter a time, such as 14:30").first).to_be_visible()
    page.get_by_label("Ring back on which day?").select_option(label="Today")
    page.get_by_label("At what time?").fill("15:00")
    page.get_by_role("button", name="Write the call down").click()
    # Then it is among the rings, and out of the queue
    expect(page.get_by_role("alert")).to_contain_text("The call is written down")
    expect(names).to_have_text(["Protective equipment", "Medicine"])
    page.get_by_role("link", name="To be rung back").click()
    expect(page.get_by_text("Ring at")).to_be_visible()
    assert Call.objects.get().outcome == "spoke-later"
    # When the home's case is passed on to a supply problem
    page.get_by_role("button", name="Next case (N)").click()
    expect(page.get_by_text("Lime Tree Lodge")).to_be_visible()
    page.get_by_label("Spoke: passed on to another register").check()
    page.get_by_label("Where it is passed on: to which register?").select_option(label="Supply problem")
    page.get_by_label("Its number there").fill(str(morning.short.pk))
    page.get_by_role("button", name="Write the call down").click()
    expect(page.get_by_role("alert")).to_contain_text("The call is written down")
    page.goto(f"/support/desk/cases/{morning.third.pk}/")
    expect(page.get_by_role("link", name=f"Supply problem {morning.short.pk}")).to_have_attribute(
        "href", f"/supply/problems/{morning.short.pk}/"
    )


def test_a_caller_is_asked_what_the_web_asks_and_known_again(
    morning: SimpleNamespace, browser_page: Page, browse_as: Any, sign_in: Any, check_axe: Any,
    take_pictures: Any,
) -> None:  # fmt: skip
    browse_as(sign_in("helpline-agent", area=Area.objects.get(pk=TRAFFORD)))
    page = browser_page
    page.goto("/support/desk/")
    go(page.get_by_role("link", name="Somebody rings"))
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Choose what the caller answers")).to_be_visible()
    for label in (
        "No",
        "I need food, medicine or something else because my usual way is gone",
        "Medicine",
        "No",
    ):
        page.get_by_label(label, exact=True).check()
        go(page.get_by_role("button", name="Continue"))
    take_pictures(page, "desk-script")
    check_axe(page)
    for label in (
        "What I used is shut, full or does not deliver",
        "It has run out, or it does today",
        "Only me",
        "No",
    ):
        page.get_by_label(label, exact=True).check()
        go(page.get_by_role("button", name="Continue"))
    # Given a caller whose number is known, the case that is open is shown before another is made
    expect(page.get_by_role("heading", name="Who rings?", level=1)).to_be_visible()
    page.get_by_label("Telephone number").fill("+44 7700 900 123")
    page.get_by_role("button", name="Make the case and take it").click()
    expect(page.get_by_role("link", name=morning.first.reference)).to_be_visible()
    take_pictures(page, "desk-alike")
    check_axe(page)
    assert Need.objects.count() == 3
    page.get_by_label("I looked at these: this is another need").check()
    page.get_by_role("button", name="Make the case and take it").click()
    expect(page.get_by_role("heading", name="Case ", level=1)).to_be_visible()
    made = Need.objects.order_by("-pk")[0]
    expect(page.get_by_role("heading", name=f"Case {made.reference}", level=1)).to_be_visible()
    assert (made.channel, made.answers) == ("phone", {**ANSWERS, "changed": "shut"})
    # When it is handed over warmly
    go(page.get_by_role("link", name="Hand it over"))
    page.get_by_label("To whom?").select_option(label="Noor Ashgrove")
    page.get_by_label("What should they know?").fill("Rings again at noon")
    page.get_by_role("button", name="Offer it").click()
    expect(page.get_by_text("Rings again at noon")).to_be_visible()
    take_pictures(page, "desk-hand-overs")
    check_axe(page)


def test_a_letter_is_issued_and_a_shop_checks_it(
    morning: SimpleNamespace, browser_page: Page, browse_as: Any, sign_in: Any, check_axe: Any,
    take_pictures: Any,
) -> None:  # fmt: skip
    browse_as(sign_in("helpline-agent", area=Area.objects.get(pk=TRAFFORD)))
    page = browser_page
    page.goto(f"/support/letters/issue/?case={morning.first.pk}")
    page.get_by_role("button", name="Issue it").click()
    expect(page.get_by_role("link", name="The letter as PDF")).to_be_visible()
    letter = Letter.objects.get()
    expect(page.get_by_text("Zebedee Quillfeather")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="The letter as PDF").click()
    assert download.value.suggested_filename == f"letter-{letter.code}.pdf"
    for name in ("letters/", "desk/figures/", "desk/still-needed/", "desk/recurring/", "hubs/"):
        page.goto(f"/support/{name}")
        take_pictures(page, f"desk-{name.strip('/').replace('/', '-')}")
        check_axe(page)
    page.context.clear_cookies()
    page.goto("/check-letter/")
    page.get_by_label("The code on the letter").fill(letter.code.lower())
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_text("Z. Q.")).to_be_visible()
    assert "Zebedee" not in source_of(page)
    take_pictures(page, "check-letter")
    check_axe(page)
    page.goto("/helplines/")
    expect(page.get_by_text("Manchester night line")).to_be_visible()
    take_pictures(page, "helplines")
    check_axe(page)
