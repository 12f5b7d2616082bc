"""Puts `request.actor` on every request: who asks and what they may see, worked out when first used."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from junction.core.scope import Actor

from . import queries


def actor_middleware(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware, to stand after Django's authentication."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        request.actor = SimpleLazyObject(lambda: actor_of(request))  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in person, or nobody."""
    user = request.user
    if not user.is_authenticated:
        return queries.ANONYMOUS
    return queries.actor_of_user(user.pk, name=getattr(user, "name", ""), on=timezone.localdate())
