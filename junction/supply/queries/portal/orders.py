"""Orders on the portal as those who may see them see them: a provider its own, officers those of their
area.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, QuerySet

from junction.core.scope import Scope
from junction.registry.models import Place
from junction.registry.queries import places

from ...models import Consignment, Order, OrderLine

SEE = "supply.see"
ORDER = "supply.order"
STATES = Order.State.choices
OVER = (Order.State.REFUSED, Order.State.CANCELLED)


@dataclass(frozen=True, slots=True)
class OrderLineSeen:
    """One line in base units of its item."""

    item: str
    code: str
    base_unit: str
    plural_unit: str
    pack: int
    pack_name: str
    asked: int
    granted: int
    shipped: int
    received: int
    reason: str


@dataclass(frozen=True, slots=True)
class Parcel:
    """One consignment of an order, as far as who waits for it is told."""

    state: str
    carrier: str
    tracking: str
    promised_on: date | None
    dispatched_at: datetime | None
    delivered_at: datetime | None


@dataclass(frozen=True, slots=True)
class OrderSeen:
    """One order with its lines and what was sent for it."""

    order: Order
    lines: tuple[OrderLineSeen, ...]
    parcels: tuple[Parcel, ...]


def orders_of(scope: Scope, place_id: int, *, permission: str = SEE) -> QuerySet[Order]:
    """Return every order for a place by whatever route, newest first."""
    seen = places(scope, permission=permission).filter(pk=place_id).order_by().values("pk")
    return Order.objects.filter(place__in=seen).select_related("from_depot").order_by("-ordered_at", "-id")


def orders_by(scope: Scope, *, permission: str = SEE) -> QuerySet[Order]:
    """Return every order on the portal for the places in reach, newest first."""
    found = Order.objects.filter(route=Order.Route.PORTAL).select_related(
        "place", "from_depot", "place__council"
    )
    if not scope.reach(permission).national:
        found = found.filter(place__in=places(scope, permission=permission).order_by().values("pk"))
    return found.order_by("-ordered_at", "-id")


def order_seen(scope: Scope, order_id: int, *, permission: str = SEE) -> OrderSeen:
    """Return one order of a place in reach. Raise `Order.DoesNotExist` when there is none."""
    order = Order.objects.select_related("place", "from_depot").get(pk=order_id, place__isnull=False)
    if not places(scope, permission=permission).filter(pk=order.place_id or 0).exists():
        raise Order.DoesNotExist
    parcels = order.consignments.exclude(state=Consignment.State.CANCELLED).order_by("pk")
    return OrderSeen(
        order=order,
        lines=tuple(_line(line) for line in _lines([order_id])),
        parcels=tuple(
            Parcel(p.state, p.carrier, p.tracking, p.promised_on, p.dispatched_at, p.delivered_at)
            for p in parcels
        ),
    )


def usual_order(scope: Scope, place_id: int) -> dict[str, int]:
    """Return what the last order of a place asked for, as base units by item's code; nothing before the
    first.
    """
    last = (
        orders_of(scope, place_id, permission=ORDER).filter(route=Order.Route.PORTAL).exclude(state__in=OVER)
    )
    newest = last.values_list("pk", flat=True).first()
    return {line.item.code: line.asked for line in _lines([newest])} if newest else {}


def orderable_places(scope: Scope, *, text: str = "") -> QuerySet[Place]:
    """Return the open places somebody may order for, by name; of some words, those whose name holds them."""
    found = places(scope, permission=ORDER).filter(closed_on__isnull=True)
    return (found.filter(name__icontains=text) if text else found).order_by("name", "id")


def granted(orders: QuerySet[Order], how: str) -> QuerySet[Order]:
    """Keep the orders granted in part (something, but not all), or in full."""
    short = OrderLine.objects.filter(order=OuterRef("pk"), granted__lt=F("asked"))
    found = orders.exclude(state=Order.State.REFUSED)
    return found.filter(Exists(short)) if how == "in-part" else found.filter(~Exists(short))


def may_order_for(scope: Scope, order: Order) -> bool:
    """Tell whether somebody may order for the place of an order."""
    return places(scope, permission=ORDER).filter(pk=order.place_id or 0).exists()


def may_cancel(scope: Scope, order: Order) -> bool:
    """Tell whether somebody may take an order back now."""
    is_early = order.route == Order.Route.PORTAL and order.state == Order.State.RESERVED
    return is_early and may_order_for(scope, order)


def _lines(order_ids: Iterable[int]) -> QuerySet[OrderLine]:
    return OrderLine.objects.filter(order__in=list(order_ids)).select_related("item", "pack").order_by("pk")


def _line(line: OrderLine) -> OrderLineSeen:
    return OrderLineSeen(
        item=line.item.name,
        code=line.item.code,
        base_unit=line.item.base_unit,
        plural_unit=line.item.plural_unit,
        pack=line.pack.quantity if line.pack else 1,
        pack_name=line.pack.name if line.pack else "",
        asked=line.asked,
        granted=line.granted,
        shipped=line.shipped,
        received=line.received,
        reason=line.reason,
    )
