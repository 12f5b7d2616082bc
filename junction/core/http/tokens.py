"""Who calls the API: a bearer token, looked up by its SHA-256 in one statement.

Core knows no tokens: the setting API_ACTOR_OF_TOKEN names the function `(sha256, *, now) -> Actor | None`
that does.
"""

import hashlib
from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.module_loading import import_string
from ninja.errors import AuthenticationError
from ninja.security import HttpBearer

from junction.core.scope import Actor, TokenHash

from .limits import FailureLimit, address

MAX_LENGTH = 200  # a longer one is no token of ours and not worth hashing


class TokenAuth(HttpBearer):
    """Puts the token's actor on the request; a request without a good token goes no further."""

    def __init__(self) -> None:
        super().__init__()
        self.failures = FailureLimit()

    @cached_property
    def actor_of_token(self) -> Callable[..., Actor | None]:
        found: Callable[..., Actor | None] = import_string(settings.API_ACTOR_OF_TOKEN)
        return found

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Return the actor, or None; an address that keeps guessing is refused unheard."""
        self.failures.check(request)
        actor = self._actor(token)
        if actor is None:
            self.failures.count(request)
        else:
            request.actor = actor  # type: ignore[attr-defined] # what doors read of it
        return actor

    def _actor(self, token: str) -> Actor | None:
        if not token or len(token) > MAX_LENGTH:
            return None
        digest = hashlib.sha256(token.encode()).hexdigest()
        return self.actor_of_token(digest, now=timezone.now())  # noqa: TID251 -- the API's own door


class TokenLater(TokenAuth):
    """For doors that look up the tokens of many requests at once: `request.auth` is the hash alone.

    Such a door raises `unknown` when there is no token with that hash.
    """

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Return the hash; an address that keeps guessing is refused unheard."""
        self.failures.check(request)
        if not token or len(token) > MAX_LENGTH:
            return None
        return TokenHash(hashlib.sha256(token.encode()).hexdigest())

    def plainly(self, request: HttpRequest) -> TokenHash | None:
        """Return the hash of a plain bearer token of an address that has not kept guessing; None for
        others.
        """
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if (
            scheme != "Bearer"
            or not 0 < len(token) <= MAX_LENGTH
            or self.failures.bucket.look(address(request))
        ):
            return None
        return TokenHash(hashlib.sha256(token.encode()).hexdigest())

    def unknown(self, request: HttpRequest) -> AuthenticationError:
        """Count a failure, and return what to raise."""
        self.failures.count(request)
        return AuthenticationError()


TokenLater.__name__ = (
    TokenAuth.__name__
)  # the API's description names one way to sign in: it is the same token
