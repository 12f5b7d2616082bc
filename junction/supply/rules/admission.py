"""Decides whether a provider may order on the portal on a day, and if not, why not.

Said once: the page that shows a provider how it stands and the order that is placed ask the same rule, so
that neither offers what the other refuses. What decides is dated data: the routes open to its type and size,
its wave, and the limits of its band.
"""

from collections.abc import Collection
from datetime import date

from junction.core.playbook import NoRuleInForce

from .limits import limits_on
from .routes import PORTAL, may_use
from .waves import waves_on

CLOSED = "closed"  # the place is
NO_PORTAL = "no-portal"  # there was no portal on that day
OTHER_ROUTES = "other-routes"  # providers of this type and size turn elsewhere
OPENS_LATER = "opens-later"  # it is let on from a day that is known
WAITS_FOR_WAVE = "waits-for-wave"  # its wave has not been opened
NO_LIMITS = "no-limits"  # no band of the limits holds it


def why_not(
    provider_type: str,
    size: int | None,
    *,
    areas: Collection[str],
    opens_on: date | None,
    day: date,
    closed_on: date | None = None,
) -> str:
    """Return why a provider may not order on `day`, or nothing where it may."""
    if closed_on is not None and closed_on <= day:
        return CLOSED
    try:
        if not may_use(PORTAL, day=day, provider_type=provider_type, size=size):
            return OTHER_ROUTES
        limits, waves = limits_on(day), waves_on(day)
    except NoRuleInForce:
        return NO_PORTAL
    if opens_on is not None:
        if opens_on > day:
            return OPENS_LATER
    elif waves.wave_of(provider_type, size, frozenset(areas)):
        return WAITS_FOR_WAVE
    return "" if limits.allowed(provider_type, size, day) else NO_LIMITS
