"""What is known around a place beside its returns: emergencies that cover it, calls made to it, whom to ring.

Calls are shown to whoever may read its returns, the place itself included; what a caller noted for colleagues
only to those who chase.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from junction.core.calls.models import Call
from junction.core.calls.queries import calls_to
from junction.core.scope import Scope
from junction.registry import queries as registry
from junction.registry.models import Contact, Incident, IncidentArea, Place

CALLS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Incidents in force where the place lies, the newest calls, its numbers; and whether it has a page."""

    incidents: Sequence[Incident]
    calls: Sequence[Call]
    phones: Sequence[Contact]
    has_page: bool  # in the registry, for this scope


def surroundings(scope: Scope, place: Place, *, at: datetime) -> Surroundings:
    """Return what was known around a place by a moment; telephone numbers are those of now."""
    has_page = scope.may("registry.see")
    phones = registry.contacts_of(scope, place).filter(kind=Contact.Kind.PHONE) if has_page else []
    return Surroundings(
        incidents=incidents_over(scope, place, at=at),
        calls=calls_to("place", [place.pk], as_at=at)[:CALLS_SHOWN],
        phones=list(phones),
        has_page=has_page,
    )


def incidents_over(scope: Scope, place: Place, *, at: datetime) -> list[Incident]:
    """Return the emergencies in force at a moment for an area in which the place lies, newest first."""
    if place.area_id is None:
        return []
    above = registry.ancestors(scope, place.area_id).order_by().values("code")
    joined = IncidentArea.objects.filter(
        Q(area_id=place.area_id) | Q(area__in=above), incident_id=OuterRef("pk"), joined_at__lte=at
    )
    in_force = Q(stood_down_at__isnull=True) | Q(stood_down_at__gt=at)
    found = registry.incidents(scope).filter(in_force, Exists(joined), started_at__lte=at)
    return list(found.prefetch_related(None))
