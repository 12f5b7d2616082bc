"""Whether a role fits what it is to be held over, and whether a scope covers the whole of that.

An organisation counts as reached by an officer only when every live place of it is: otherwise inviting its
head office would open homes of other councils.
"""

from django.db.models import QuerySet

from junction.core.scope import Scope
from junction.registry import queries as registry
from junction.registry.models import Area, Organisation, Place, Registration

from ..rules import Over, Role


def fits(scope: Scope, over: Over, role: Role) -> bool:
    """Tell whether the role may be held over this kind of thing, and this exists. Says nothing of reach."""
    return over.kind in role.over and _exists(over, role)


def _exists(over: Over, role: Role) -> bool:
    if over.kind == "place":
        return Place.objects.filter(pk=over.place_id or 0, merged_into=None).exists()
    if over.kind == "organisation":
        return Organisation.objects.filter(pk=over.organisation_id or 0).exists()
    if over.kind == "area":
        kind = Area.objects.filter(pk=over.area_id).values_list("kind", flat=True).first()
        return kind is not None and (not role.area_kinds or kind in role.area_kinds)
    return True


def covers(scope: Scope, over: Over, *, permission: str) -> bool:
    """Tell whether `scope` carries `permission` over the whole of `over`."""
    reach = scope.reach(permission)
    if reach.national:
        return True
    if over.kind == "area":
        return over.area_id in reach.areas
    reached = registry.places(scope, permission=permission)
    if over.kind == "place":
        return reached.filter(pk=over.place_id or 0).exists()
    if over.kind == "organisation":
        return over.organisation_id in reach.organisations or _all_places_of(over, reached)
    return False


def _all_places_of(over: Over, reached: QuerySet[Place]) -> bool:
    live = Registration.objects.filter(organisation=over.organisation_id or 0, ended_recorded_at=None)
    return live.exists() and not live.exclude(place__in=reached.values("pk")).exists()
