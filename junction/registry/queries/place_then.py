"""What the page of one place shows when it looks back: what had been recorded of it by a moment.

What was taken back or ended later stood then, and is shown so. Contacts are not looked back at: they are
people's, and shown only while they are in use.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from junction.core.audit.models import AuditEntry
from junction.core.scope import Scope
from junction.registry.models import (
    Closing,
    Identifier,
    Merge,
    Organisation,
    Place,
    Registration,
    as_known,
)

from .earlier import Change, changes
from .place_page import Registered, as_registered
from .places import OLDEST_FIRST, merged_at, reached


@dataclass(frozen=True, slots=True)
class PlaceThen:
    """The place as it was known, with all that was known around it by then."""

    place: Place
    history: list[Registered]
    closings: list[Closing]
    identifiers: QuerySet[Identifier]
    merges: list[Merge]
    changes: list[Change]
    lines: QuerySet[AuditEntry]


def place_then(scope: Scope, place: Place, *, as_at: datetime) -> PlaceThen:
    """Return what had been recorded by `as_at` of a place this scope reaches now or reached then."""
    seen = reached(scope, as_at=as_at).filter(pk=place.pk).exists()
    family = [place.pk, *merged_at(scope, as_at=as_at, into=[place.pk])] if seen else []
    sees_log = reached(scope, permission="audit.see", as_at=as_at).filter(pk=place.pk).exists()
    closings = _closings(family, as_at)
    return PlaceThen(
        place=place,
        history=as_registered(scope, _registrations(family, as_at), closings, as_at=as_at),
        closings=closings,
        identifiers=Identifier.objects.filter(_known("withdrawn_at", as_at), place__in=family).order_by(
            "kind", "value"
        ),
        merges=_merges(scope, family, as_at),
        changes=[one for one in changes(scope, place, as_at=as_at) if one.at <= as_at],
        lines=AuditEntry.objects.filter(
            subject=f"place:{place.pk}" if sees_log else "", at__lte=as_at
        ).order_by("-at", "-id")[:20],
    )


def _known(until: str, as_at: datetime) -> Q:
    not_over = Q(**{f"{until}__isnull": True}) | Q(**{f"{until}__gt": as_at})
    return not_over & Q(recorded_at__lte=as_at)


def _registrations(family: list[int], as_at: datetime) -> list[Registration]:
    found = as_known(Registration, as_at).filter(place__in=family)
    runs = Prefetch("organisation", as_known(Organisation, as_at))
    rows = list(found.prefetch_related(runs).order_by(*OLDEST_FIRST))
    for one in rows:
        if one.ended_recorded_at and one.ended_recorded_at > as_at:
            one.registered_until = one.ended_recorded_at = None
    return rows


def _closings(family: list[int], as_at: datetime) -> list[Closing]:
    rows = list(Closing.objects.filter(place__in=family, closed_at__lte=as_at))
    for one in rows:
        if one.reopened_at and one.reopened_at > as_at:
            one.reopened_at = one.reopened_on = None
    return rows


def _merges(scope: Scope, family: list[int], as_at: datetime) -> list[Merge]:
    """Merges in which the place took part, where both places are seen; by the names of then."""
    seen = reached(scope, as_at=as_at).order_by().values("pk")
    took_part: Any = Q(kept__in=family) | Q(gone__in=family)
    found = Merge.objects.filter(took_part, merged_at__lte=as_at, kept__in=seen, gone__in=seen)
    sides = (Prefetch(side, as_known(Place, as_at)) for side in ("kept", "gone"))
    rows = list(found.prefetch_related(*sides))
    for one in rows:
        if one.undone_at and one.undone_at > as_at:
            one.undone_at = None
    return rows
