"""Which rows were there at a moment: added by then, and not yet taken back."""

from datetime import datetime

from django.db.models import Q


def known_at(as_at: datetime | None, *, added: str = "added_at", ended: str = "withdrawn_at") -> Q:
    """Return the condition that a row was there, and not taken back, at a moment; now without one."""
    if as_at is None:
        return Q(**{f"{ended}__isnull": True})
    still = Q(**{f"{ended}__isnull": True}) | Q(**{f"{ended}__gt": as_at})
    return Q(**{f"{added}__lte": as_at}) & still


def current_at(as_at: datetime | None) -> Q:
    """Return the condition that a version was the current one at a moment; now without one."""
    return known_at(as_at, added="recorded_at", ended="superseded_at")
