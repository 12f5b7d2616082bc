"""What the page of one place shows beside the place: its history, numbers, contacts, and lines of the log."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from junction.core.audit.models import AuditEntry
from junction.core.scope import Scope
from junction.registry.models import (
    Area,
    Closing,
    Contact,
    Identifier,
    Organisation,
    Place,
    Registration,
    RegistrationLink,
)

from .lists import closings_of
from .places import live_registrations, places, registrations


@dataclass(slots=True)
class Registered:
    """One registration of a history, with what it followed, and when Junction came to know of it."""

    registration: Registration
    known_at: datetime
    followed: list[RegistrationLink] = field(default_factory=list)


def history(scope: Scope, place: Place) -> list[Registered]:
    """Everything registered on a place, oldest first; three statements."""
    found = list(registrations(scope, place))
    return as_registered(scope, found, closings_of(scope, place))


def as_registered(
    scope: Scope,
    found: Sequence[Registration],
    closings: Iterable[Closing],
    *,
    as_at: datetime | None = None,
) -> list[Registered]:
    """Return registrations of a place in scope with what each followed.

    An end that was a mistake is left out: the registration that goes on in its stead stands for both.
    """
    mistaken = {one.closed_at: one.reopened_at for one in closings if one.was_a_mistake}
    stands_for = _goes_on_as(found, mistaken)
    shown = {one.pk: Registered(one, one.recorded_at) for one in found if stands_for[one.pk] == one.pk}
    for one in found:
        goes_on = shown[stands_for[one.pk]]
        goes_on.known_at = min(goes_on.known_at, one.recorded_at)
    links = RegistrationLink.objects.filter(successor__in=found).select_related("predecessor")
    for link in links.filter(recorded_at__lte=as_at) if as_at else links:
        shown[stands_for[link.successor_id or 0]].followed.append(link)
    return list(shown.values())


def _goes_on_as(
    found: Sequence[Registration], mistaken: Mapping[datetime, datetime | None]
) -> dict[int, int]:
    """Each registration to itself, or to that which began again when its end was found to be a mistake."""
    begun = {(one.place_id, one.identifier, one.recorded_at): one.pk for one in found}
    goes_on: dict[int, int] = {}
    for one in sorted(found, key=lambda one: one.recorded_at, reverse=True):  # a second mistake leads on
        again = mistaken.get(one.ended_recorded_at) if one.ended_recorded_at else None
        after = begun.get((one.place_id, one.identifier, again)) if again else None
        goes_on[one.pk] = goes_on[after] if after else one.pk
    return goes_on


def _borne_by(scope: Scope, place: Place) -> Q:
    seen = places(scope).filter(pk=place.pk)
    return Q(place__in=seen) | Q(place__merged_into__in=seen)


def identifiers_of(scope: Scope, place: Place) -> QuerySet[Identifier]:
    """Numbers of a place and of those merged into it."""
    return Identifier.objects.filter(_borne_by(scope, place), withdrawn_at__isnull=True).order_by(
        "kind", "value"
    )


def contacts_of(scope: Scope, place: Place) -> QuerySet[Contact]:
    """Ways to reach a place in use now."""
    return Contact.objects.filter(_borne_by(scope, place), ended_at__isnull=True).order_by("kind", "id")


def audit_lines(scope: Scope, place: Place) -> QuerySet[AuditEntry]:
    """The last lines of the log about a place, for who may see the log there."""
    seen = places(scope, permission="audit.see").filter(pk=place.pk).exists()
    return AuditEntry.objects.filter(subject=f"place:{place.pk}" if seen else "").order_by("-at", "-id")[:20]


def councils_of(scope: Scope) -> list[tuple[str, str]]:
    """Councils with places in scope, code and name, by name."""
    there = places(scope).filter(council_id=OuterRef("pk"))
    return list(Area.objects.filter(Exists(there)).order_by("name").values_list("code", "name"))


def places_in(scope: Scope, area: str) -> QuerySet[Place]:
    """Places in scope that lie in an area of the lowest tier, or for which a council answers."""
    return places(scope).filter(Q(area_id=area) | Q(council_id=area))


def places_run_by(scope: Scope, organisation: Organisation) -> QuerySet[Place]:
    """Places in scope that an organisation runs now."""
    live = live_registrations(scope).filter(organisation=organisation)
    return (
        places(scope)
        .filter(Q(pk__in=live.values("place")) | Q(merged_from__in=live.values("place")))
        .distinct()
    )


def positions_near(scope: Scope, place: Place, *, as_at: datetime | None = None) -> list[tuple[float, float]]:
    """Longitude and latitude of the other open places of its council that this scope sees; 500 at most."""
    if place.council_id is None:
        return []
    near = (
        places(scope, as_at=as_at)
        .filter(council_id=place.council_id, closed_on__isnull=True)
        .exclude(pk=place.pk)
    )
    found = near.order_by("pk").values_list("longitude", "latitude")[:500]
    return [(east, north) for east, north in found if east is not None and north is not None]
