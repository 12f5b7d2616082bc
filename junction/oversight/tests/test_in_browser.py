"""Pages of the roof in a real browser: accessible and fit for a phone and for a desk."""

from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from junction.core.audit import operations as audit
from junction.core.calls.operations import log_call
from junction.oversight.tests.conftest import NOON, NORTH_EAST
from junction.people.queries import system_actor
from junction.registry.models import Organisation, Registration
from junction.registry.operations.incidents import declare_incident

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
BY = system_actor("test")


@pytest.fixture
def world(north_east: Any, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Any:
    """The three homes, with a group that runs two of them, an emergency, and a call."""
    settings.DEBUG = True
    monkeypatch.setattr(timezone, "now", lambda: NOON.replace(hour=15))
    declare_incident(name="Frost", playbook="winter", area_codes=[NORTH_EAST], why="Cold", by=BY, now=NOON)
    log_call(
        verb="returns.call.logged", subject=("place", north_east.birch.pk),
        about="return:care-home-daily:2020-04-20", outcome="no-answer", said={}, by=BY, now=NOON,
    )  # fmt: skip
    north_east.group = Organisation.objects.create(
        kind="provider", name="Group Care", name_key="group care", created_at=NOON
    )
    Registration.objects.filter(place__in=[north_east.ash, north_east.cedar]).update(
        organisation=north_east.group, amending_at=NOON
    )
    audit.chain()
    return north_east


@pytest.mark.parametrize(
    ("name", "role", "address"),
    [
        ("picture-of-a-region", "region", f"/areas/{NORTH_EAST}/?by=council"),
        ("picture-of-a-place", "region", "/picture/places/{birch}/"),
        ("picture-of-a-place-as-it-was", "region", "/picture/places/{birch}/?as_at=2020-04-20T12:30"),
        ("picture-of-a-group", "head-office", "/picture/"),
        ("log", "auditor", "/audit/"),
        ("log-of-a-region", "region", "/audit/"),
        ("messages", "auditor", "/messages/"),
        ("figures", "region", "/indicators/"),
        ("figure", "region", "/indicators/staff_absence/"),
    ],
)
def test_pages_are_accessible_at_both_widths(
    browser_page: Page, browse_as: Any, sign_in: Any, world: Any, check_axe: Any, take_pictures: Any,
    name: str, role: str, address: str,
) -> None:  # fmt: skip
    over = {"region": {"area_id": NORTH_EAST}, "head-office": {"organisation": world.group}}.get(role, {})
    browse_as(sign_in(role, **over))
    browser_page.goto(address.format(birch=world.birch.pk))
    check_axe(browser_page)
    take_pictures(browser_page, name)
    browser_page.set_viewport_size({"width": 390, "height": 844})
    check_axe(browser_page)
