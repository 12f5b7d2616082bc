"""Pages of access in a real browser: accessible and fit for a phone and for a desk."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from junction.people.models import ApiToken, EmergencyAccess, Invitation
from junction.people.rules import hash_of
from tests.cast import NOW, signed_in, user_who

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def cast(world: Any, monkeypatch: pytest.MonkeyPatch, settings: Any) -> SimpleNamespace:
    """Northham's officer and manager, an open invitation, a token of the group, an emergency in Northham."""
    settings.DEBUG = True
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    officer = user_who("council-officer", email="olive.officer@northham.example", area=world.north)
    manager = user_who("place-manager", email="mo.manager@a-home-with-a-long-name.example", place=world.a)
    later = NOW.replace(day=25)
    Invitation.objects.create(
        email="new@example.org", role="place-manager", place=world.a, sha256=hash_of("secret"),
        invited_at=NOW, invited_by=officer.key, expires_at=later,
    )  # fmt: skip
    token = ApiToken.objects.create(
        organisation=world.group, name="Records", sha256="1" * 64, role="head-office", created_at=NOW,
        created_by="system:test", expires_at=later,
    )  # fmt: skip
    EmergencyAccess.objects.create(
        user=manager, area=world.north, reason="Flood; nobody answers", started_at=NOW, ends_at=later,
        playbook="x",
    )  # fmt: skip
    return SimpleNamespace(world=world, officer=officer, manager=manager, token=token)


PAGES = [
    ("sign-in", "", "/sign-in/"),
    ("forgotten-password", "", "/password/forgotten/"),
    ("ask-for-access", "", "/ask-for-access/"),
    ("accept-invitation", "", "/invitations/secret/"),
    ("account", "officer", "/account/"),
    ("people", "officer", "/people/"),
    ("person", "officer", "/people/{manager}/"),
    ("end-role", "officer", "/people/roles/{held}/end/"),
    ("remove-second-factor", "administrator", "/people/{officer}/second-factor/remove/"),
    ("erase", "administrator", "/people/{manager}/erase/"),
    ("invite", "officer", "/people/invite/"),
    ("emergency-access", "officer", "/emergency-access/"),
    ("tokens", "administrator", "/tokens/"),
    ("revoke-token", "administrator", "/tokens/{token}/revoke/"),
    ("second-factor", "officer", "/second-factor/"),
]


@pytest.mark.parametrize(("name", "who", "address"), PAGES, ids=[name for name, _, _ in PAGES])
def test_pages_are_accessible_at_both_widths(
    browser_page: Page, browse_as: Any, sign_in: Any, cast: SimpleNamespace, check_axe: Any,
    take_pictures: Any, name: str, who: str, address: str,
) -> None:  # fmt: skip
    if who:
        browse_as(sign_in("administrator") if who == "administrator" else signed_in(cast.officer))
    numbers = {
        "manager": cast.manager.pk, "officer": cast.officer.pk, "token": cast.token.pk,
        "held": cast.manager.memberships.get().pk,
    }  # fmt: skip
    browser_page.goto(address.format(**numbers))
    check_axe(browser_page)
    take_pictures(browser_page, f"access-{name}")
