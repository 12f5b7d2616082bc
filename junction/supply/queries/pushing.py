"""Emergency drops: whom one would reach, what it needs, and how far each is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from junction.core.scope import Scope
from junction.registry import queries as registry
from junction.registry.models import Place

from ..models import Balance, Consignment, Depot, Drop, DropOrder, Order
from .depots import SEE, STOCK

REGISTERED = "cqc-location"
AGAIN = timedelta(days=7)


def providers(scope: Scope, areas: Sequence[str], *, on: date) -> QuerySet[Place]:
    """Every registered provider that is open, in these areas or in the nation; for a national reach."""
    if not scope.reach(STOCK).national:
        return Place.objects.none()
    live = registry.live_registrations(scope).filter(identifier_kind=REGISTERED, place_id=OuterRef("pk"))
    found = registry.places(scope, permission=STOCK).filter(Exists(live), closed_on__isnull=True)
    if areas:
        inside = registry.inside(areas, on=on)
        found = found.filter(Q(area_id__in=inside) | Q(council_id__in=inside))
    return found


@dataclass(frozen=True, slots=True)
class Reached:
    """Whom a drop would reach: how many in all, by council, and how many a drop of the last days served."""

    places: int
    by_council: tuple[tuple[str, int], ...]
    served: int


def reached(scope: Scope, areas: Sequence[str], *, now: datetime) -> Reached:
    """Count them."""
    found = providers(scope, areas, on=now.date())
    rows = found.values_list("council__name").annotate(n=Count("pk")).order_by("council__name")
    by_council = tuple((name or "No council known", n) for name, n in rows)
    recent = DropOrder.objects.filter(order__place=OuterRef("pk"), drop__approved_at__gte=now - AGAIN)
    return Reached(sum(n for _, n in by_council), by_council, found.filter(Exists(recent)).count())


def available_at(scope: Scope, depot: Depot) -> Mapping[str, int]:
    """What a depot has available, by item's code; for whoever keeps it."""
    if not scope.reach(STOCK).national:
        return {}
    rows = Balance.objects.filter(account__depot=depot, account__kind="available", quantity__gt=0)
    return dict(rows.values_list("item__code", "quantity"))


def drops(scope: Scope) -> QuerySet[Drop]:
    """Drops, the newest first, with how far each is; for whoever sees the nation."""
    found = Drop.objects.all() if scope.reach(SEE).national else Drop.objects.none()
    sent, came = ["dispatched", "delivered", "disputed"], ["delivered", "disputed"]
    state = "parts__order__consignments__state__in"
    return found.select_related("depot").annotate(
        picked=Count("parts", filter=Q(**{state: ["picked", *sent]}), distinct=True),
        sent=Count("parts", filter=Q(**{state: sent}), distinct=True),
        confirmed=Count("parts", filter=Q(**{state: came}), distinct=True),
    )


def drop(scope: Scope, drop_id: int) -> Drop:
    """Return one. Raise `Drop.DoesNotExist`."""
    return drops(scope).get(pk=drop_id)


def parts(scope: Scope, drop: Drop) -> QuerySet[Order]:
    """The orders of a drop, by place."""
    seen = drops(scope).filter(pk=drop.pk).order_by().values("pk")
    found = Order.objects.filter(dropped__drop__in=seen).select_related("place", "place__council")
    return found.order_by("place__name", "pk")


def unconfirmed(scope: Scope, drop: Drop, *, on: date, within_days: int) -> QuerySet[Consignment]:
    """Consignments of a drop that nobody confirmed so many days after the promised one."""
    due = on - timedelta(days=within_days)
    found = Consignment.objects.filter(order__in=parts(scope, drop).order_by().values("pk"))
    return found.filter(state="dispatched", promised_on__lte=due).select_related("order__place")


def to_send(scope: Scope, drop: Drop, *, most: int) -> list[int]:
    """Orders of a drop of which something is still to be picked, at most so many."""
    waiting = parts(scope, drop).filter(state__in=["reserved"]).order_by("pk")
    return list(waiting.values_list("pk", flat=True)[:most])


def picked_of(scope: Scope, drop: Drop, *, most: int) -> list[int]:
    """Consignments of a drop that are picked and not sent, at most so many."""
    found = Consignment.objects.filter(order__in=parts(scope, drop).order_by().values("pk"), state="picked")
    return list(found.order_by("pk").values_list("pk", flat=True)[:most])
