"""A page comes out whole: frame, menu, nonce, and nothing that is reserved to GOV.UK."""

import pytest
from django.conf import settings
from django.contrib import messages
from django.test import Client, RequestFactory, override_settings

from junction.core.pages import render
from junction.core.pages.context import Product, navigation
from junction.core.scope import Actor, Grant, Reach, Scope

pytestmark = pytest.mark.django_db


def actor(*permissions: str) -> Actor:
    grant = Grant(role="officer", permissions=frozenset(permissions), reach=Reach(national=True))
    return Actor(key="user:1", name="Ada Officer", scope=Scope(grants=(grant,)))


def test_a_page_has_the_frame_of_the_service(client: Client) -> None:
    response = client.get("/accessibility/")
    text = response.content.decode()
    assert response.status_code == 200
    assert "Skip to main content" in text
    assert "<title>Accessibility – Junction</title>" in text
    assert 'href="/privacy/"' in text
    for reserved in ("GOV.UK", "Crown copyright", "crest", "GDS Transport", "govuk-logo"):
        assert reserved not in text


def test_scripts_carry_the_nonce_of_the_policy_and_nothing_inline_is_allowed(client: Client) -> None:
    response = client.get("/accessibility/")
    policy = response.headers["Content-Security-Policy"]
    nonce = policy.split("'nonce-")[1].split("'")[0]
    assert "unsafe-inline" not in policy
    assert "default-src 'none'" in policy
    assert f'nonce="{nonce}"' in response.content.decode()
    assert response.content.decode().count("<script") == response.content.decode().count("<script ")


@override_settings(
    NAVIGATION=[
        ("Privacy", "core:privacy", "returns.file"),
        ("Cookies", "core:cookies", "returns.chase"),
        ("Gone", "no:such-name", ""),
        ("In", "core:accessibility", "signed-in"),
        ("Out", "core:accessibility", "signed-out"),
    ]
)
def test_the_menu_holds_what_the_actor_may_do(rf: RequestFactory) -> None:
    request = rf.get("/privacy/")
    assert [entry["text"] for entry in navigation(request, settings.NAVIGATION)] == ["Out"]
    request.actor = actor("returns.file")  # type: ignore[attr-defined] # as the middleware does
    assert [(entry["text"], entry["current"]) for entry in navigation(request, settings.NAVIGATION)] == [
        ("Privacy", True),
        ("In", False),
    ]


def test_a_message_becomes_a_banner_and_is_escaped(rf: RequestFactory, client: Client) -> None:
    request = client.get("/privacy/").wsgi_request
    messages.success(request, "Saved <b>")
    text = render(request, "core/privacy.html").content.decode()
    assert "govuk-notification-banner--success" in text
    assert "Saved &lt;b&gt;" in text


def test_a_colour_that_is_not_one_is_refused() -> None:
    with pytest.raises(Exception, match="must look like"):
        Product(name="J", logo="", colour="red;}", phase="", phase_text="", contact="")
