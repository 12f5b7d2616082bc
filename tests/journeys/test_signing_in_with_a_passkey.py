"""Journey: an officer adds a passkey, and the next day signs in with it alone, or with it instead of a code.

The passkey lies in an authenticator that Chromium simulates, so the whole ceremony runs as with a phone: our
pages and their security policy, the library's script, the browser, and the check of what it signed.
"""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from playwright.sync_api import CDPSession, Page, expect

from junction.core.audit.models import AuditEntry
from junction.people.models import User
from junction.registry.models import Area
from tests.browser import go
from tests.cast import user_who

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
PASSWORD = "three random words"
PHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def olive(areas: None, settings: Any) -> User:
    """An officer of Trafford with a password and no second factor yet."""
    settings.DEBUG = True
    cache.clear()
    user = user_who("council-officer", email="olive@example.org", area=Area.objects.get(code="E08000009"))
    user.set_password(PASSWORD)
    user.save()
    Authenticator.objects.all().delete()
    return user


@pytest.fixture
def phone(browser_page: Page) -> CDPSession:
    """A simulated phone that holds passkeys and whose owner is always there."""
    session = browser_page.context.new_cdp_session(browser_page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE})
    return session


def enter(page: Page) -> None:
    page.goto("/sign-in/")
    page.get_by_label("Email address").fill("olive@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    go(page.get_by_role("button", name="Sign in", exact=True))


def sign_out(page: Page) -> None:
    page.goto("/sign-out/")
    go(page.locator("main").get_by_role("button", name="Sign out"))


def add_passkey(page: Page, *, alone: bool) -> None:
    page.goto("/second-factor/passkeys/add/")
    page.get_by_label("Name of this passkey").fill("Work phone")
    if alone:
        page.get_by_label("Let me sign in with this passkey alone").check()
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_text("Your passkey was added.")).to_be_visible()


def verbs() -> set[str]:
    return set(AuditEntry.objects.values_list("verb", flat=True))


def test_an_officer_signs_in_with_a_passkey_alone(
    browser_page: Page, phone: CDPSession, olive: User, check_axe: Any, take_pictures: Any
) -> None:
    enter(browser_page)
    expect(browser_page).to_have_url(re.compile("/second-factor/$"))
    browser_page.goto("/second-factor/passkeys/add/")
    check_axe(browser_page)
    take_pictures(browser_page, "add-passkey")
    add_passkey(browser_page, alone=True)
    expect(browser_page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    sign_out(browser_page)
    browser_page.get_by_role("button", name="Sign in with a passkey").click()
    expect(browser_page.get_by_role("link", name="Chase list")).to_be_visible()
    browser_page.goto("/second-factor/passkeys/")
    expect(browser_page.get_by_text("Work phone").first).to_be_visible()
    check_axe(browser_page)
    take_pictures(browser_page, "passkeys")
    assert {"people.sign-in.succeeded", "people.sign-out"} <= verbs()


def test_a_passkey_stands_in_for_the_code_and_for_the_password_asked_again(
    browser_page: Page, phone: CDPSession, olive: User
) -> None:
    enter(browser_page)
    add_passkey(browser_page, alone=False)
    TOTP.activate(olive, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    sign_out(browser_page)
    enter(browser_page)
    expect(browser_page).to_have_url(re.compile("/sign-in/code/"))
    browser_page.get_by_role("button", name="Use a passkey instead").click()
    expect(browser_page.get_by_role("link", name="Chase list")).to_be_visible()
    browser_page.goto("/second-factor/app/remove/")
    expect(browser_page).to_have_url(re.compile("/sign-in/again/"))
    go(browser_page.get_by_role("link", name="use a passkey"))
    browser_page.get_by_role("button", name="Use my passkey").click()
    expect(browser_page.get_by_role("heading", name="Remove your authenticator app")).to_be_visible()
    browser_page.get_by_role("button", name="Remove the app").click()
    expect(browser_page.get_by_text("Your authenticator app was removed.")).to_be_visible()


def test_a_passkey_taken_away_no_longer_signs_in(browser_page: Page, phone: CDPSession, olive: User) -> None:
    enter(browser_page)
    add_passkey(browser_page, alone=True)
    sign_out(browser_page)
    Authenticator.objects.filter(type="webauthn").delete()
    browser_page.get_by_role("button", name="Sign in with a passkey").click()
    expect(browser_page.get_by_text("That passkey is not known here.")).to_be_visible()
    assert AuditEntry.objects.get(verb="people.sign-in.failed").detail == {"kind": "passkey"}


def test_a_device_that_holds_a_passkey_already_adds_no_second(
    browser_page: Page, phone: CDPSession, olive: User
) -> None:
    enter(browser_page)
    add_passkey(browser_page, alone=True)
    browser_page.goto("/second-factor/passkeys/add/")
    browser_page.get_by_role("button", name="Add the passkey").click()
    expect(browser_page.get_by_text("this device already holds a passkey")).to_be_visible(timeout=90_000)
    assert Authenticator.objects.filter(type="webauthn").count() == 1


def test_a_device_without_a_passkey_is_told_what_to_do(
    browser_page: Page, phone: CDPSession, olive: User, check_axe: Any
) -> None:
    browser_page.goto("/sign-in/")
    browser_page.get_by_role("button", name="Sign in with a passkey").click()
    expect(browser_page.get_by_role("heading", name="The passkey was not used")).to_be_visible(timeout=90_000)
    check_axe(browser_page)
