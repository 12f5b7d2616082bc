"""What the page of one place shows beside the place: its history, numbers, contacts, and lines of the log."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from junction.core.audit.models import AuditEntry
from junction.core.scope import Scope
from junction.registry.models import (
    Area,
    Contact,
    Identifier,
    Organisation,
    Place,
    Registration,
    RegistrationLink,
)

from .places import live_registrations, places, registrations

History = list[tuple[Registration, list[RegistrationLink]]]


def history(scope: Scope, place: Place) -> History:
    """Everything registered on a place, each with what it followed; two statements."""
    found = list(registrations(scope, place))
    links: dict[int, list[RegistrationLink]] = {one.pk: [] for one in found}
    for link in RegistrationLink.objects.filter(successor__in=found).select_related("predecessor"):
        links[link.successor_id or 0].append(link)
    return [(one, links[one.pk]) for one in found]


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


def positions_near(scope: Scope, place: Place) -> list[tuple[float, float]]:
    """Longitude and latitude of the other open places of its council that this scope sees; 500 at most."""
    if place.council_id is None:
        return []
    near = places(scope).filter(council_id=place.council_id, closed_on__isnull=True).exclude(pk=place.pk)
    found = near.order_by("pk").values_list("longitude", "latitude")[:500]
    return [(east, north) for east, north in found if east is not None and north is not None]
