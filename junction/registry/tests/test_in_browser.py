"""Pages of the registry in a real browser, at their fullest: accessible, fit for a phone and for a desk."""

from collections.abc import Iterator
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from junction.registry import operations
from junction.registry.models import Area, Contact, Proposal
from tests.browser import go
from tests.cast import NOW, administrator
from tests.once import made_once

from .factories import OrganisationFactory, PlaceFactory, RegistrationFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
BY = administrator()
LATER = NOW + timedelta(hours=9)
LONG = (
    "The Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch Memorial Residential Care Home and Annexe"
)


def make() -> SimpleNamespace:
    """A place with everything that a page can show, one that is closed, and things to decide."""
    now, trafford, hour = NOW, Area.objects.get(code="E08000009"), timedelta(hours=1)
    common: dict[str, Any] = {"area": trafford, "latitude": 53.4, "longitude": -2.3}
    make: Any = PlaceFactory
    provider = OrganisationFactory(name=f"{LONG} Limited")
    full = make(name=LONG, registration__organisation=provider, **common)
    RegistrationFactory(
        place=full, name="Before", registered_until=date(2019, 1, 1), ended_recorded_at=now - hour
    )
    old, near, closed = (make(name=name, **common) for name in ("Old entry", "Elm House", "Yew House"))
    why: dict[str, Any] = {"why": "Their manager rang and said so", "by": BY}
    operations.close_place(place_id=full.pk, closed_on=date(2020, 4, 10), now=now, **why)
    operations.reopen_place(place_id=full.pk, opened_on=None, now=now + hour, **why)
    operations.close_place(place_id=closed.pk, closed_on=date(2020, 4, 10), now=now, **why)
    merge = operations.merge_places(kept_id=full.pk, gone_id=old.pk, now=now, **why)
    for kind, value in (("phone", "0161 496 0000"), ("website", f"https://{'long' * 30}.example/")):
        Contact.objects.create(
            kind=kind, value=value, label="Night desk", source="person", place=full, recorded_at=now
        )
    ods = operations.add_identifier(place_id=full.pk, kind="ods", value="RM3", by=BY, now=now)
    Proposal.objects.create(
        kind="duplicate", place=full, other_place=near, reason="The same name and postcode.",
        is_ambiguous=True, proposed_at=now,
    )  # fmt: skip
    return SimpleNamespace(
        area=trafford, full=full, closed=closed, near=near, contact=full.contacts.first(), ods=ods,
        provider=provider, merge=merge,
    )  # fmt: skip


@pytest.fixture(scope="module")
def made(areas_once: None, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    with made_once(django_db_blocker, make, now=LATER) as made:
        yield made


@pytest.fixture
def world(made: Any, db: None, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any) -> Any:
    settings.DEBUG, settings.HOME = True, tmp_path
    monkeypatch.setattr(timezone, "now", lambda: LATER)
    return made


def looked_at(page: Page, name: str, check_axe: Any, take_pictures: Any) -> None:
    check_axe(page)
    take_pictures(page, name)
    page.set_viewport_size({"width": 390, "height": 844})
    check_axe(page)
    page.set_viewport_size({"width": 1280, "height": 900})


PAGES = {
    "places": "/places/",
    "places-nothing-found": "/places/?q=zzzqqq",
    "places-found": "/places/?q=llanfair",
    "place": "/places/{full.pk}/",
    "place-closed": "/places/{closed.pk}/",
    "correct-place": "/places/{full.pk}/correct/",
    "close-place": "/places/{full.pk}/close/",
    "reopen-place": "/places/{closed.pk}/reopen/",
    "add-contact": "/places/{full.pk}/contacts/add/",
    "change-contact": "/places/{full.pk}/contacts/{contact.pk}/change/",
    "end-contact": "/places/{full.pk}/contacts/{contact.pk}/end/",
    "add-identifier": "/places/{full.pk}/identifiers/add/",
    "withdraw-identifier": "/places/{full.pk}/identifiers/{ods.pk}/withdraw/",
    "merge-places": "/places/{near.pk}/merge/?other={full.pk}",
    "undo-merge": "/places/merges/{merge.pk}/undo/",
    "proposals": "/places/proposals/",
    "import-places": "/places/import/",
    "organisations": "/organisations/",
    "organisation": "/organisations/{provider.pk}/",
}
BUTTONS = {  # what is pressed with nothing filled in
    "correct-place": "Keep correction",
    "close-place": "Continue",
    "reopen-place": "Reopen place",
    "add-contact": "Add contact",
    "add-identifier": "Add number",
    "end-contact": "Stop using it",
    "merge-places": "Compare",
    "proposals": "Accept: one place",
    "import-places": "Send the list",
}


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_accessible_at_both_widths(
    browser_page: Page, browse_as: Any, sign_in: Any, world: Any, check_axe: Any, take_pictures: Any,
    name: str,
) -> None:  # fmt: skip
    browse_as(sign_in("administrator"))
    browser_page.goto(PAGES[name].format(**vars(world)))
    looked_at(browser_page, name, check_axe, take_pictures)
    if name in BUTTONS:
        browser_page.get_by_role("button", name=BUTTONS[name]).click()
        expect(browser_page.get_by_role("heading", name="There is a problem")).to_be_visible()
        looked_at(browser_page, f"{name}-wrong", check_axe, take_pictures)


def test_what_is_checked_before_it_is_done_is_accessible(
    browser_page: Page, browse_as: Any, sign_in: Any, world: Any, check_axe: Any, take_pictures: Any
) -> None:  # fmt: skip
    page, full = browser_page, world.full
    browse_as(sign_in("administrator"))
    # Closing
    page.goto(f"/places/{full.pk}/close/")
    for part, value in (("Day", "10"), ("Month", "4"), ("Year", "2020")):
        page.get_by_label(part).fill(value)
    page.get_by_label("Reason").fill("Sold")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="What follows")).to_be_visible()
    looked_at(page, "close-place-check", check_axe, take_pictures)
    # Merging
    page.goto(f"/places/{world.near.pk}/merge/?other={full.pk}")
    page.get_by_label("Why are they one place?").fill("One building")
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("heading", name="Compare before you merge")).to_be_visible()
    looked_at(page, "merge-places-check", check_axe, take_pictures)


def test_a_day_that_is_revealed_is_reached_by_keyboard(
    browser_page: Page, browse_as: Any, sign_in: Any, world: Any
) -> None:
    page = browser_page
    browse_as(sign_in("administrator"))
    page.goto(f"/places/{world.closed.pk}/reopen/")
    page.get_by_label("It never closed").focus()
    expect(page.get_by_label("Day")).to_be_hidden()
    page.keyboard.press("ArrowDown")  # which chooses the second answer and reveals its day
    page.keyboard.press("Tab")
    expect(page.get_by_label("Day")).to_be_focused()
    page.keyboard.type("1")
    go(page.get_by_role("button", name="Reopen place"))
    page.get_by_role("link", name="must include a month").click()
    expect(page.get_by_label("Day")).to_be_focused()
