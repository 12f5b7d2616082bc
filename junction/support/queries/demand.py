"""What organisations and places ask volunteers for, in reach; and for whom one may ask."""

from django.db.models import Count, Q, QuerySet

from junction.core.scope import Scope
from junction.registry.models import Organisation
from junction.registry.queries import places

from ..models import Demand
from .volunteers import KEEP

ASK = "support.demand"
MOST = 500  # to choose from


def who_may_ask(scope: Scope) -> list[tuple[str, str]]:
    """Return for which organisations and places one may ask, by code and name."""
    reach = scope.reach(ASK)
    found = Organisation.objects.order_by("name")
    if not reach.national:
        found = found.filter(Q(pk__in=reach.organisations) | Q(area_id__in=reach.areas))
    bodies = [(f"organisation:{pk}", name) for pk, name in found.values_list("pk", "name")[:MOST]]
    if reach.national or not (reach.places or reach.organisations):
        return bodies
    mine = places(scope, permission=ASK).order_by("name").values_list("pk", "name")[:MOST]
    return bodies + [(f"place:{pk}", name) for pk, name in mine]


def demands(scope: Scope) -> QuerySet[Demand]:
    """Return what was asked for: by those one may ask for, or within the area one keeps volunteers of."""
    keeps, asks = scope.reach(KEEP), scope.reach(ASK)
    found = Demand.objects.select_related("organisation", "place", "area").annotate(
        taken=Count("tasks", filter=Q(tasks__state__in=["accepted", "done"]))
    )
    if keeps.national:
        return found
    mine = Q(area_id__in=keeps.areas) | Q(organisation_id__in=asks.organisations)
    mine |= Q(organisation__area_id__in=asks.areas)
    if asks.places or asks.organisations:
        mine |= Q(place__in=places(scope, permission=ASK).order_by().values("pk"))
    return found.filter(mine)


def one_demand(scope: Scope, number: int) -> Demand:
    """Return one of them. Raise `Demand.DoesNotExist`."""
    return demands(scope).get(pk=number)


def of_state(scope: Scope, rows: QuerySet[Demand], *, is_open: bool) -> QuerySet[Demand]:
    """Narrow what was read within a scope to what is open, or to the rest."""
    return rows.filter(closed_at__isnull=is_open)
