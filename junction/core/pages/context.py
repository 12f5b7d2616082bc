"""What every page is given: who is asking, where they may go, and how the service is named and coloured."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from junction.core.scope import ANONYMOUS, Actor


@dataclass(frozen=True, slots=True)
class Product:
    """The name, logo and colour of this installation; never the Crown's, which are reserved."""

    name: str
    logo: str  # an address or a static file; empty for none
    colour: str  # #rrggbb
    phase: str  # "Demonstration", "Beta"; empty for none
    phase_text: str
    contact: str  # where to report a problem with a page

    def __post_init__(self) -> None:
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", self.colour):
            raise ImproperlyConfigured(f"The colour of the service must look like #1d70b8, not {self.colour}")


def actor_of(request: HttpRequest) -> Actor:
    """Who is asking; nobody until the sign-in middleware says otherwise."""
    return getattr(request, "actor", ANONYMOUS)


def is_shown(permission: str, actor: Actor) -> bool:
    """Tell whether a menu entry is for this actor: "" is for everyone, else a state, or permissions of
    which one is enough.
    """
    signed_in = actor.key != ANONYMOUS.key
    states = {"": True, "signed-in": signed_in, "signed-out": not signed_in}
    if permission in states:
        return states[permission]
    return any(actor.scope.may(one) for one in permission.split())


def navigation(request: HttpRequest, menu: Iterable[tuple[str, str, str]]) -> list[dict[str, Any]]:
    """What of a menu this actor may do, with the part they are in marked."""
    entries = []
    for text, url_name, permission in menu:
        if not is_shown(permission, actor_of(request)):
            continue
        try:
            href = reverse(url_name)
        except NoReverseMatch:  # a package that is not installed has no menu entry
            continue
        here = request.path == href
        inside = href != "/" and request.path.startswith(href)
        entries.append({"text": text, "href": href, "current": here, "active": inside and not here})
    return entries


def page(request: HttpRequest) -> dict[str, Any]:
    """The context processor of the Jinja2 backend."""
    return {
        "actor": actor_of(request),
        "navigation": navigation(request, settings.NAVIGATION),
        "account_links": navigation(request, settings.ACCOUNT_LINKS),
        "product": Product(**settings.PRODUCT),
        "cspNonce": str(getattr(request, "csp_nonce", "")),  # a lazy one counts as empty until it is read
    }
