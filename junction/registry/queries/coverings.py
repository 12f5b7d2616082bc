"""Which incidents cover which areas, and since when: what decides whom an incident asks.

An incident covers the areas it was declared for or extended to, and all inside them, from the local day each
joined up to the day before it is stood down. With `as_at`, as that was known at the moment: what joined
later had not joined, what was stood down later was in force.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from junction.core.calendar import LOCAL, local_day
from junction.core.scope import Scope
from junction.registry.models import AreaInside, Incident, IncidentArea, gives, lies_in, valid_on
from junction.registry.rules.incidents import Covering, Playbook

from .areas import inside
from .places import places

COLUMNS = (
    "incident_id",
    "incident__name",
    "incident__playbook",
    "area__name",
    "joined_at",
    "incident__stood_down_at",
)
ORDER = ("incident__started_at", "incident_id", "joined_at", "area__name")


def areas_covered(
    scope: Scope, playbooks: Collection[str], *, on: date, as_at: datetime | None = None
) -> QuerySet[AreaInside, Any]:
    """Return the codes of all areas that an incident with one of these playbooks covers on a day.

    No statement of its own: it is written into the one that asks for places.
    """
    joined = IncidentArea.objects.filter(_in_force(on, as_at), incident__playbook__in=list(playbooks))
    covered = AreaInside.objects.filter(valid_on(on), ancestor_id__in=joined.values("area_id"))
    return covered.order_by().values("descendant_id")


def coverings(
    scope: Scope, codes: Iterable[str], *, on: date, as_at: datetime | None = None
) -> Mapping[str, tuple[Covering, ...]]:
    """Return for each area the incidents that cover it or once did, the first declared first; one statement.

    Which areas lay in which is taken as on the day `on`.
    """
    wanted = list(codes)
    rows = IncidentArea.objects.filter(
        valid_on(on, start="area__holds__valid_from", end="area__holds__valid_until"),
        area__holds__descendant_id__in=wanted,
    )
    found: dict[str, list[Covering]] = {code: [] for code in wanted}
    known = _known(rows, as_at).order_by(*ORDER)
    for code, *columns in known.values_list("area__holds__descendant_id", *COLUMNS):
        found[code].append(_covering(*columns, as_at=as_at))
    return {code: tuple(each) for code, each in found.items()}


def coverings_in_reach(
    scope: Scope, *, permission: str, on: date, as_at: datetime | None = None
) -> tuple[Covering, ...]:
    """Return what incidents in force on a day cover within reach, the first declared first; one statement.

    An incident of a region is one of each council in it.
    """
    reach = scope.reach(permission)
    if not reach:
        return ()
    rows = IncidentArea.objects.filter(_in_force(on, as_at))
    if not reach.national:
        held = AreaInside.objects.filter(valid_on(on), ancestor_id=OuterRef("area_id"))
        mine = Q(descendant_id__in=reach.areas)
        if reach.places or reach.organisations:
            own = places(scope, permission=permission, as_at=as_at).order_by()
            mine |= Q(descendant_id__in=own.values("area_id"))
        rows = rows.filter(Exists(held.filter(mine)))
    return tuple(_covering(*row, as_at=as_at) for row in rows.order_by(*ORDER).values_list(*COLUMNS))


def areas_of_incident(
    scope: Scope, one: Incident, *, on: date, as_at: datetime | None = None
) -> frozenset[str]:
    """Return the codes of all areas an incident covers on a day; none when it is over by then."""
    rows = one.incident_areas.filter(_in_force(on, as_at))
    return inside(rows.values_list("area_id", flat=True), on=on)


def places_to_ask(scope: Scope, codes: Collection[str], playbook: Playbook, *, on: date) -> list[int]:
    """Count for each thing a playbook asks the open places in reach that lie in these areas today."""
    there = lies_in(sorted(inside(codes, on=on)))
    found = places(scope).filter(there, closed_on__isnull=True).order_by()
    return [found.filter(gives(ask.service_types)).count() for ask in playbook.asks]


def _in_force(on: date, as_at: datetime | None) -> Q:
    """An area of an incident is covered on a day: it joined by its end, and no end came before that."""
    end = datetime.combine(on, time(), LOCAL) + timedelta(days=1)
    lasts = Q(incident__stood_down_at__isnull=True) | Q(incident__stood_down_at__gte=end)
    if as_at is None:
        return lasts & Q(joined_at__lt=end)
    return (lasts | Q(incident__stood_down_at__gt=as_at)) & Q(joined_at__lt=end, joined_at__lte=as_at)


def _known(rows: QuerySet[IncidentArea], as_at: datetime | None) -> QuerySet[IncidentArea]:
    return rows if as_at is None else rows.filter(joined_at__lte=as_at)


def _covering(
    incident_id: int,
    name: str,
    playbook: str,
    area: str,
    joined_at: datetime,
    ended_at: datetime | None,
    *,
    as_at: datetime | None,
) -> Covering:
    if ended_at is not None and as_at is not None and ended_at > as_at:
        ended_at = None
    until = local_day(ended_at) if ended_at else None
    return Covering(incident_id, name, playbook, area, local_day(joined_at), until)
