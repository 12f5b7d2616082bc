"""Which emergencies are declared where, as known at a moment, and what is therefore asked of whom on a day.

Everybody who may see incidents sees those that touch an area within reach: declared for the area itself, for
one it lies in, or for one inside it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Prefetch, Q, QuerySet

from junction.core.calendar import LOCAL
from junction.core.scope import Scope
from junction.registry.models import AreaInside, Incident, IncidentArea, Place, valid_on
from junction.registry.rules.incidents import Ask, playbooks, strictest

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


def incident(scope: Scope, incident_id: int) -> Incident:
    """Return one incident; raise `Incident.DoesNotExist` when there is none within reach."""
    return incidents(scope).get(pk=incident_id)


def timeline(scope: Scope, one: Incident) -> list[Step]:
    """Return what happened, the newest first."""
    steps: dict[datetime, list[IncidentArea]] = defaultdict(list)
    for link in one.incident_areas.select_related("area").order_by("area__name"):
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
    if one.stood_down_at:
        lines.append(Step(one.stood_down_at, "Stood down", (), one.stood_down_why))
    return sorted(lines, key=lambda step: step.at, reverse=True)


def asked_by_area(scope: Scope, codes: Iterable[str], *, on: date) -> Mapping[str, tuple[Ask, ...]]:
    """Return for each area code what the incidents in force there ask on a day, in one statement.

    An incident asks from the local day its area joined, up to the day before it is stood down.
    """
    wanted = list(codes)
    start = datetime.combine(on, time(), LOCAL)
    end = start + timedelta(days=1)
    link = "ancestor__incident_areas"
    ended = f"{link}__incident__stood_down_at"
    rows = AreaInside.objects.filter(
        valid_on(on),
        Q(**{f"{ended}__isnull": True}) | Q(**{f"{ended}__gte": end}),
        descendant_id__in=wanted,
        **{f"{link}__joined_at__lt": end},
    ).order_by(f"{link}__incident__started_at", f"{link}__incident_id")
    books = playbooks(on)
    asks: dict[str, list[Ask]] = {code: [] for code in wanted}
    for code, name in rows.values_list("descendant_id", f"{link}__incident__playbook"):
        asks[code] += books[name].asks
    return {code: strictest(found) for code, found in asks.items()}


def asked_of(scope: Scope, code: str, *, on: date, service_type: str = "") -> tuple[Ask, ...]:
    """Return what is asked in an area on a day, of one kind of service when it is given."""
    asks = asked_by_area(scope, [code], on=on)[code]
    return tuple(ask for ask in asks if not service_type or service_type in ask.service_types)


def _touching(scope: Scope) -> set[str]:
    reach = scope.reach(SEE)
    own = set(reach.areas)
    if reach.places or reach.organisations:
        held: QuerySet[Place] = places(scope, permission=SEE)
        own |= set(held.exclude(area=None).values_list("area_id", flat=True))
    above = AreaInside.objects.filter(descendant_id__in=own).values_list("ancestor_id", flat=True)
    return own | set(above)
