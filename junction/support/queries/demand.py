"""What organisations and places ask volunteers for, in reach; and for whom one may ask."""

from django.db.models import Count, Q, QuerySet

from junction.core.scope import Scope
from junction.registry.models import Organisation
from junction.registry.queries import places

from ..models import Demand
from .volunteers import KEEP

ASK = "support.demand"
MOST = 500  # to choose from
DIGITS = 18  # of a number, at the most


def may_ask_for(scope: Scope, code: str) -> bool:
    """Tell whether one may ask for an organisation or place by its code, "organisation:3" or "place:7"."""
    kind, _, number = code.partition(":")
    if not number.isdecimal() or not number.isascii() or len(number) > DIGITS:
        return False
    if kind == "organisation":
        return _bodies(scope).filter(pk=int(number)).exists()
    is_place = kind == "place" and _asks_for_places(scope)
    return is_place and places(scope, permission=ASK).filter(pk=int(number)).exists()


def _asks_for_places(scope: Scope) -> bool:
    """Homes ask for themselves; nobody else does for them."""
    reach = scope.reach(ASK)
    return not reach.national and bool(reach.places or reach.organisations)


def _bodies(scope: Scope) -> QuerySet[Organisation]:
    reach = scope.reach(ASK)
    found = Organisation.objects.order_by("name")
    if not reach.national:
        found = found.filter(Q(pk__in=reach.organisations) | Q(area_id__in=reach.areas))
    return found


def who_may_ask(scope: Scope) -> list[tuple[str, str]]:
    """Return for which organisations and places one may ask, by code and name; the first of very many."""
    found = _bodies(scope)
    bodies = [(f"organisation:{pk}", name) for pk, name in found.values_list("pk", "name")[:MOST]]
    if not _asks_for_places(scope):
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
