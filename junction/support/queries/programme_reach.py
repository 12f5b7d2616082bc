"""Who reads programmes and launches, and who keeps them; which areas may be chosen for them.

The nation keeps them. Councils, forums and regions read what runs in the whole nation, in their areas, inside
them, or in an area around them. Whoever holds no area (a home, a group) reads none.
"""

from datetime import date, datetime

from django.db.models import Q

from junction.core.calendar import local_day
from junction.core.scope import Scope
from junction.people.queries import memberships
from junction.people.rules import roles
from junction.registry.models import Area, AreaInside
from junction.registry.queries import areas as registry_areas

SEE, KEEP, HEAR = "support.see", "support.programmes", "support.hear"
KINDS = ("region", "lrf", "county", "unitary")


def in_area(scope: Scope, *, field: str = "area", permission: str = SEE) -> Q:
    """Return the condition that a row of an area (none: the nation) is read within a scope."""
    reach = scope.reach(permission)
    if reach.national:
        return Q()
    if not reach.areas:
        return Q(pk__in=[])
    around = AreaInside.objects.filter(descendant__in=reach.areas).values("ancestor_id")
    return (
        Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__in": reach.areas}) | Q(**{f"{field}__in": around})
    )


def within_area(scope: Scope, *, field: str = "area", permission: str = SEE) -> Q:
    """Return the condition that a row of an area lies inside what a scope reaches."""
    reach = scope.reach(permission)
    return Q() if reach.national else Q(**{f"{field}__in": reach.areas})


def is_centre(scope: Scope) -> bool:
    """Tell whether one keeps programmes and launches for the nation."""
    return scope.reach(KEEP).national


def keepers(scope: Scope, *, now: datetime) -> list[str]:
    """Return the keys of those who keep programmes for the nation, whoever has done so for longest first."""
    carrying = [name for name, role in roles(local_day(now)).items() if KEEP in role.permissions]
    held = memberships(scope, now=now).filter(role__in=carrying, user__is_active=True, area__isnull=True)
    rows = held.order_by("valid_from", "pk").values_list("user_id", flat=True)
    return list(dict.fromkeys(f"user:{number}" for number in rows))


def areas_to_choose(scope: Scope, *, on: date, permission: str = KEEP) -> list[tuple[str, str]]:
    """Return code and name of the regions, forums and councils in reach on a day, regions first."""
    reach = scope.reach(permission)
    found = registry_areas(scope, on=on).filter(kind__in=KINDS)
    if not reach.national:
        found = found.filter(pk__in=reach.areas)
    rank = {kind: at for at, kind in enumerate(KINDS)}
    ordered = sorted(found, key=lambda one: (min(rank[one.kind], 2), one.name))
    return [(one.pk, _named(one)) for one in ordered]


def _named(one: Area) -> str:
    words = {"region": " (region)", "lrf": " (forum)"}
    return f"{one.name}{words.get(one.kind, '')}"
