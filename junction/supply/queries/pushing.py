"""Emergency drops: whom one would reach, what it needs, and how far each is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from junction.core.calendar import local_day
from junction.core.jobs.backlog import is_given_up
from junction.core.scope import Scope
from junction.registry import queries as registry
from junction.registry.models import Place

from ..models import Balance, Consignment, ConsignmentLine, Depot, Drop, DropOrder, Lot, Order
from ..rules.lots import LotState
from ..rules.stock_book import stock_book
from .depots import SEE, STOCK, Standing, standings

REGISTERED = "cqc-location"


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
    again_within_days: int


def reached(scope: Scope, areas: Sequence[str], *, now: datetime) -> Reached:
    """Count them."""
    found, days = (
        providers(scope, areas, on=local_day(now)),
        stock_book(local_day(now)).drop_again_within_days,
    )
    rows = found.values_list("council__name").annotate(n=Count("pk")).order_by("council__name")
    by_council = tuple((name or "No council known", n) for name, n in rows)
    recent = DropOrder.objects.filter(
        order__place=OuterRef("pk"), drop__approved_at__gte=now - timedelta(days=days)
    )
    return Reached(sum(n for _, n in by_council), by_council, found.filter(Exists(recent)).count(), days)


def available_at(scope: Scope, depot: Depot) -> Mapping[str, int]:
    """What a depot has available, by item's code; for whoever keeps it."""
    if not scope.reach(STOCK).national:
        return {}
    rows = Balance.objects.filter(account__depot=depot, account__kind="available", quantity__gt=0)
    return dict(rows.values_list("item__code", "quantity"))


def _seen(scope: Scope) -> QuerySet[Drop]:
    return Drop.objects.all() if scope.reach(SEE).national else Drop.objects.none()


def drops(scope: Scope) -> QuerySet[Drop]:
    """Drops, the newest first, with how far each is; for whoever sees the nation."""
    sent, came = ["dispatched", "delivered", "disputed"], ["delivered", "disputed"]
    state = "parts__order__consignments__state__in"
    return (
        _seen(scope)
        .select_related("depot")
        .annotate(
            picked=Count("parts", filter=Q(**{state: ["picked", *sent]}), distinct=True),
            sent=Count("parts", filter=Q(**{state: sent}), distinct=True),
            confirmed=Count("parts", filter=Q(**{state: came}), distinct=True),
        )
    )


def drop(scope: Scope, drop_id: int) -> Drop:
    """Return one with how far it is. Raise `Drop.DoesNotExist`."""
    return drops(scope).get(pk=drop_id)


def drop_to_send(scope: Scope, drop_id: int) -> Drop:
    """Return one and its depot, uncounted. Raise `Drop.DoesNotExist`."""
    return _seen(scope).select_related("depot").get(pk=drop_id)


def is_at_work(scope: Scope, drop: Drop) -> bool:
    """Tell whether a job makes this drop or sends it off, or waits to."""
    return _seen(scope).filter(pk=drop.pk).exists() and not is_given_up(drop.job)


def parts(scope: Scope, drop: Drop) -> QuerySet[Order]:
    """The orders of a drop, by place."""
    seen = _seen(scope).filter(pk=drop.pk).order_by().values("pk")
    found = Order.objects.filter(dropped__drop__in=seen).select_related("place", "place__council")
    return found.order_by("place__name", "pk")


def unconfirmed(scope: Scope, drop: Drop, *, on: date, within_days: int) -> QuerySet[Consignment]:
    """Consignments of a drop that nobody confirmed so many days after the promised one."""
    due = on - timedelta(days=within_days)
    found = Consignment.objects.filter(order__in=parts(scope, drop).order_by().values("pk"))
    return found.filter(state="dispatched", promised_on__lte=due).select_related("order__place")


def to_send(scope: Scope, drop: Drop, *, after: int = 0, most: int) -> list[int]:
    """Orders of a drop of which something is still to be picked, beyond a number, at most so many."""
    waiting = parts(scope, drop).filter(state__in=["reserved", "picking"], pk__gt=after).order_by("pk")
    return list(waiting.values_list("pk", flat=True)[:most])


def _picked(scope: Scope, drop: Drop) -> QuerySet[Consignment]:
    """Consignments of a drop that are picked and not sent."""
    return Consignment.objects.filter(order__in=parts(scope, drop).order_by().values("pk"), state="picked")


def _held_back(scope: Scope, drop: Drop, *, at: datetime) -> dict[int, Standing]:
    """Lots in picked consignments of a drop that may not leave, and how each stands."""
    lots = Lot.objects.filter(consigned__consignment__in=_picked(scope, drop)).distinct()
    found = standings(scope, lots, at=at, depot_id=drop.depot_id)
    return {pk: one for pk, one in found.items() if one.state is not LotState.USABLE}


def ready_to_go(scope: Scope, drop: Drop, *, at: datetime, most: int) -> list[int]:
    """Picked consignments of a drop that hold no lot which may not leave, at most so many."""
    stays = ConsignmentLine.objects.filter(consignment=OuterRef("pk"), lot__in=_held_back(scope, drop, at=at))
    found = _picked(scope, drop).filter(~Exists(stays)).order_by("pk")
    return list(found.values_list("pk", flat=True)[:most])


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """A lot that may not leave, why, and the picked consignments of a drop that stay for it."""

    standing: Standing
    why: str
    consignments: int
    first: Sequence[Consignment]  # to put back, the first some


def left_behind(scope: Scope, drop: Drop, *, at: datetime, most: int = 20) -> list[LeftBehind]:
    """What of a drop stays at the depot, lot by lot."""
    found = []
    for pk, standing in sorted(_held_back(scope, drop, at=at).items()):
        stays = _picked(scope, drop).filter(lines__lot=pk).select_related("order__place").order_by("pk")
        why = "; ".join(hold.reason for hold in standing.holds)
        found.append(LeftBehind(standing, why, stays.count(), list(stays[:most])))
    return found
