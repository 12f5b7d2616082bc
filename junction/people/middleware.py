"""Puts `request.actor` on every request: who asks and what they may see, worked out when first used.

Whoever holds a role that asks for a second factor and has none is led to set one up before anything else;
until then the role is not in the scope either. Whose second factor was sealed under another secret key is
told so, since no code can be right any more.
"""

from collections.abc import Callable
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from junction.core.pages import render
from junction.core.scope import ANONYMOUS, NOBODY, Actor
from junction.core.sealing import Unreadable

from . import operations, queries

log = structlog.get_logger("junction.people")

OPEN_WITHOUT_SECOND_FACTOR = frozenset(
    {
        "account_logout", "account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn",
        "mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_list_webauthn", "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes", "mfa_download_recovery_codes", "people:accept_invitation",
        "core:accessibility", "core:privacy", "core:cookies",
    }
)  # fmt: skip


class ActorMiddleware:
    """Stands after Django's authentication and the sign-in library's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.actor = SimpleLazyObject(lambda: actor_of(request))  # type: ignore[attr-defined] # what doors read of it
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *rest: Any) -> HttpResponseBase | None:
        """Lead to the second factor; machines' doors answer for themselves."""
        match = request.resolver_match
        if request.path.startswith("/api/") or match is None:
            return None
        if match.view_name in OPEN_WITHOUT_SECOND_FACTOR or not request.user.is_authenticated:
            return None
        return redirect("mfa_index") if _standing(request).lacks_second_factor else None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Say what happened when a second factor cannot be read, and write it down."""
        if not isinstance(exception, Unreadable):
            return None
        stage: Any = getattr(request, "_login_stage", None)  # between password and code nobody is signed in
        user = stage.login.user if stage else request.user
        key = f"user:{user.pk}" if user.pk else ANONYMOUS.key
        log.error("a second factor was sealed under another secret key", actor=key)
        operations.record_sign_in("second-factor.unreadable", by=Actor(key, "", NOBODY), now=timezone.now())
        return render(request, "people/second_factor_unreadable.html", status=503)


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in person, or nobody."""
    user = request.user
    if not user.is_authenticated:
        return ANONYMOUS
    name = getattr(user, "name", "") or "You"
    return Actor(key=f"user:{user.pk}", name=name, scope=_standing(request).scope)


def _standing(request: HttpRequest) -> queries.Standing:
    """Read once for each request."""
    kept: queries.Standing | None = getattr(request, "standing", None)
    if kept is None:
        kept = queries.standing_of_user(request.user.pk or 0, now=timezone.now())
        request.standing = kept  # type: ignore[attr-defined] # kept for this request
    return kept
