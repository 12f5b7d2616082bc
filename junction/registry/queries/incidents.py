"""Which emergencies are declared where, and what happened, as known at a moment.

Everybody who may see incidents sees those that touch an area within reach: declared for the area itself, for
one it lies in, or for one inside it.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from junction.core.scope import Scope
from junction.registry.models import AreaInside, Incident, IncidentArea, Place

from .places import places

SEE = "incidents.see"


@dataclass(frozen=True, slots=True)
class Step:
    """One line of an incident's timeline."""

    at: datetime
    what: str
    areas: tuple[str, ...]
    why: str


def incidents(scope: Scope, *, as_at: datetime | None = None) -> QuerySet[Incident]:
    """Return the incidents within reach, the newest first; with `as_at`, those declared by then.

    Each has `areas_then`: the links to its areas that were joined by then.
    """
    joined = IncidentArea.objects.select_related("area").order_by("joined_at", "area__name")
    found = Incident.objects.all()
    if as_at:
        joined = joined.filter(joined_at__lte=as_at)
        found = found.filter(started_at__lte=as_at)
    found = found.prefetch_related(Prefetch("incident_areas", joined, to_attr="areas_then"))
    reach = scope.reach(SEE)
    if reach.national:
        return found
    touching = IncidentArea.objects.filter(area__in=_touching(scope))
    if as_at:
        touching = touching.filter(joined_at__lte=as_at)
    return found.filter(pk__in=touching.values("incident"))


def incident(scope: Scope, incident_id: int, *, as_at: datetime | None = None) -> Incident:
    """Return one incident; raise `Incident.DoesNotExist` when there is none within reach."""
    return incidents(scope, as_at=as_at).get(pk=incident_id)


def timeline(scope: Scope, one: Incident, *, as_at: datetime | None = None) -> list[Step]:
    """Return what had happened by a moment (by now, without one), the newest first."""
    steps: dict[datetime, list[IncidentArea]] = defaultdict(list)
    links = one.incident_areas.select_related("area").order_by("area__name")
    for link in links.filter(joined_at__lte=as_at) if as_at else links:
        steps[link.joined_at].append(link)
    lines = [
        Step(
            at,
            "Declared" if at == one.started_at else "Extended",
            tuple(link.area.name for link in links),
            one.why if at == one.started_at else links[0].why,
        )
        for at, links in steps.items()
    ]
    if one.stood_down_at and (as_at is None or one.stood_down_at <= as_at):
        lines.append(Step(one.stood_down_at, "Stood down", (), one.stood_down_why))
    return sorted(lines, key=lambda step: step.at, reverse=True)


def _touching(scope: Scope) -> set[str]:
    reach = scope.reach(SEE)
    own = set(reach.areas)
    if reach.places or reach.organisations:
        held: QuerySet[Place] = places(scope, permission=SEE)
        own |= set(held.exclude(area=None).values_list("area_id", flat=True))
    above = AreaInside.objects.filter(descendant_id__in=own).values_list("ancestor_id", flat=True)
    return own | set(above)
