"""What the history of a thing's owners says: how often handed over, how long anybody had it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Span:
    """One owner, from a moment until another (None: still)."""

    owner: str
    owned_from: datetime
    owned_until: datetime | None = None
    reason: str = ""


def owner_at(spans: Sequence[Span], moment: datetime) -> str | None:
    """Return who owned the thing at `moment`, if anybody did."""
    for span in spans:
        if span.owned_from <= moment and (span.owned_until is None or moment < span.owned_until):
            return span.owner
    return None


def as_known(spans: Sequence[Span], moment: datetime) -> list[Span]:
    """Return the spans as they were known at `moment`: without later ones; what ended later had not ended."""
    seen = [span for span in spans if span.owned_from <= moment]
    return [
        replace(span, owned_until=None) if span.owned_until and span.owned_until > moment else span
        for span in seen
    ]


def hand_overs(spans: Sequence[Span]) -> int:
    """Count the times the thing went from one owner to another, with or without a gap between."""
    return sum(before.owner != after.owner for before, after in pairwise(spans))


def age(spans: Sequence[Span], now: datetime) -> timedelta:
    """Return for how long the thing has been anybody's: since it was first taken."""
    return now - spans[0].owned_from if spans else timedelta()


def held_for(spans: Sequence[Span], now: datetime) -> timedelta:
    """Return for how long the present owner has had it; nothing when it has none."""
    if not spans or spans[-1].owned_until is not None:
        return timedelta()
    return now - spans[-1].owned_from


def nobody_for(spans: Sequence[Span], now: datetime) -> timedelta:
    """Return for how long in all nobody owned it after it was first taken."""
    gaps = timedelta()
    for before, after in pairwise(spans):
        gaps += after.owned_from - (before.owned_until or after.owned_from)
    if spans and spans[-1].owned_until is not None:
        gaps += now - spans[-1].owned_until
    return gaps


def nobodys_since(spans: Sequence[Span], began: datetime) -> datetime | None:
    """Return since when nobody owns a thing that there is since `began`; None while somebody does."""
    if not spans:
        return began
    return spans[-1].owned_until
