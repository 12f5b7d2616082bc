"""Journey: somebody who was invited signs in with their council's own sign-in (OpenID Connect).

The council's side is a small provider of this test: discovery, a page that says yes at once, the token
endpoint and the person's details, by the protocol (openid.net/specs/openid-connect-core-1_0.html).
"""

import json
import re
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from playwright.sync_api import Page, expect

from junction.core.audit.models import AuditEntry
from junction.people.models import User
from junction.registry.models import Area
from tests.cast import user_who

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
CLIENT, SECRET = "junction", "agreed between the two"


class Council(BaseHTTPRequestHandler):
    """The council's sign-in: whoever comes is the person the test says, and says yes."""

    person: dict[str, Any] = {}
    answer = "code"
    asked: list[dict[str, list[str]]] = []

    def do_GET(self) -> None:
        here, parts = f"http://{self.headers['Host']}", urlsplit(self.path)
        if parts.path == "/.well-known/openid-configuration":
            self.tell(
                {
                    "issuer": here,
                    "authorization_endpoint": f"{here}/authorize",
                    "token_endpoint": f"{here}/token",
                    "userinfo_endpoint": f"{here}/person",
                    "jwks_uri": f"{here}/keys",
                    "token_endpoint_auth_methods_supported": ["client_secret_post"],
                }
            )
        elif parts.path == "/authorize":
            given = parse_qs(parts.query)
            self.asked.append(given)
            back = {"state": given["state"][0]} | (
                {"code": "one-time"} if self.answer == "code" else {"error": self.answer}
            )
            self.send_response(302)
            self.send_header("Location", f"{given['redirect_uri'][0]}?{urlencode(back)}")
            self.end_headers()
        elif parts.path == "/person" and self.headers["Authorization"] == "Bearer for-the-person":
            self.tell(self.person)
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        given = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        agreed = {"client_id": [CLIENT], "client_secret": [SECRET], "code": ["one-time"]}
        if not agreed.items() <= given.items():
            self.send_error(401)
            return
        claims = {
            "iss": f"http://{self.headers['Host']}",
            "aud": CLIENT,
            "exp": time.time() + 60,
            **self.person,
        }
        token = jwt.encode(claims, "a key of the council's own, long enough", algorithm="HS256")
        self.tell({"access_token": "for-the-person", "token_type": "Bearer", "id_token": token})

    def tell(self, words: dict[str, Any]) -> None:
        body = json.dumps(words).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words: Any) -> None:
        pass


@pytest.fixture
def council(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Council]]:
    """The council's provider, running, and Junction told of it."""
    monkeypatch.setattr(
        Council, "person", {"sub": "o-17", "email": "olive@example.org", "email_verified": True}
    )
    monkeypatch.setattr(Council, "answer", "code")
    monkeypatch.setattr(Council, "asked", [])
    server = ThreadingHTTPServer(("localhost", 0), Council)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.DEBUG = True
    settings.OPENID = [
        {
            "provider_id": "council", "name": "Trafford Council", "client_id": CLIENT, "secret": SECRET,
            "settings": {"server_url": f"http://localhost:{server.server_port}"},
        }
    ]  # fmt: skip
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": settings.OPENID}}
    cache.clear()
    yield Council
    server.shutdown()
    server.server_close()


@pytest.fixture
def olive(areas: None) -> User:
    user = user_who("place-manager", email="olive@example.org")
    Authenticator.objects.all().delete()
    return user


def come_from_the_council(page: Page) -> None:
    page.goto("/sign-in/")
    page.get_by_role("button", name="Sign in with Trafford Council").click()


def test_somebody_invited_signs_in_with_the_sign_in_of_their_council(
    browser_page: Page, council: type[Council], olive: User, take_pictures: Any
) -> None:
    browser_page.goto("/sign-in/")
    take_pictures(browser_page, "sign-in-by-organisation")
    come_from_the_council(browser_page)
    expect(browser_page.get_by_role("link", name="My account")).to_be_visible()
    assert {"openid", "email"} <= set(council.asked[0]["scope"][0].split())
    assert SocialAccount.objects.get().user == olive
    assert AuditEntry.objects.filter(verb="people.sign-in.succeeded", by=olive.key).count() == 1


def test_somebody_whom_nobody_invited_is_told_how_to_be(
    browser_page: Page, council: type[Council], olive: User
) -> None:
    council.person = {"sub": "x-1", "email": "stranger@example.org", "email_verified": True}
    come_from_the_council(browser_page)
    expect(browser_page.get_by_role("heading", name="You have no account here yet")).to_be_visible()
    assert User.objects.count() == 1


def test_an_address_that_the_council_has_not_verified_opens_no_account(
    browser_page: Page, council: type[Council], olive: User
) -> None:
    council.person = {"sub": "x-2", "email": "olive@example.org", "email_verified": False}
    come_from_the_council(browser_page)
    expect(browser_page.get_by_role("heading", name="You have no account here yet")).to_be_visible()
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize(
    ("answer", "heading"),
    [("access_denied", "You did not sign in"), ("server_error", "We could not sign you in")],
)
def test_a_no_of_the_council_leads_back_to_other_ways(
    browser_page: Page, council: type[Council], olive: User, answer: str, heading: str
) -> None:
    council.answer = answer
    come_from_the_council(browser_page)
    expect(browser_page.get_by_role("heading", name=heading)).to_be_visible()
    browser_page.get_by_role("link", name="Try again").click()
    expect(browser_page).to_have_url(re.compile("/sign-in/"))


def test_staff_need_their_second_factor_here_too(
    browser_page: Page, council: type[Council], areas: None
) -> None:
    user_who("council-officer", email="olive@example.org", area=Area.objects.get(code="E08000009"))
    come_from_the_council(browser_page)
    expect(browser_page).to_have_url(re.compile("/sign-in/code/"))
