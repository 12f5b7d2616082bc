"""Work of people by the clock: addresses and sessions that are no longer needed are forgotten."""

from typing import Any

from django.core.cache import caches
from django.utils import timezone

from junction.core.jobs import every
from junction.core.sessions import SessionStore

from . import operations, queries


@every("40 3 * * *", "people.forget_old_invitations")
def forget_old_invitations() -> None:
    operations.forget_old_invitations(by=queries.system_actor("retention"), now=timezone.now())


@every("50 3 * * *", "people.forget_ended_sessions")
def forget_ended_sessions() -> None:
    """A session may hold what somebody typed; nobody opens it again once it has ended."""
    SessionStore.clear_expired()


@every("*/10 * * * *", "people.forget_ended_limits")
def forget_ended_limits() -> None:
    """Who asked how often from where, once no limit counts it any more."""
    limits: Any = caches["default"]  # a `LimitsCache`
    limits.clear_expired()
