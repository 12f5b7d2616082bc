"""What a depot has to pick, pack and send; and consignments as those who send or await them see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from junction.core.calendar import local_day
from junction.core.personal.queries import shown
from junction.core.reading.rules import seen
from junction.core.scope import Scope
from junction.registry.queries import places

from ..models import Consignment, ConsignmentLine, Depot, Discrepancy, Order, OrderLine
from ..rules.reading import CONSIGNMENT
from ..rules.stock_book import stock_book
from .depots import SEE, STOCK, depots

ORDER = "supply.order"
ROUTES = [(str(route.value), str(route.label)) for route in Order.Route]
STATES = [(str(state.value), str(state.label)) for state in Consignment.State]
ORDER_STATES = [(str(state.value), str(state.label)) for state in Order.State]
ARRIVING = [pair for pair in STATES if pair[0] in ("dispatched", "disputed", "delivered")]
OPEN = ("reserved", "picking")
TAKEN = ~Q(consigned__consignment__state__in=["planned", "cancelled"])


@dataclass(frozen=True, slots=True)
class ToPick:
    """A line of which something is still to be picked: so many base units."""

    line_id: int
    order_id: int
    item_id: int
    left: int


def to_pick(scope: Scope, depot: Depot) -> QuerySet[Order]:
    """Orders that a depot has to pick, the oldest first; nothing for whoever does not keep it."""
    kept = depots(scope, permission=STOCK).filter(pk=depot.pk)
    found = Order.objects.filter(from_depot__in=kept, state__in=OPEN)
    return found.order_by("ordered_at", "pk")


def lines_to_pick(scope: Scope, order_ids: Iterable[int]) -> list[ToPick]:
    """What is left to pick of these orders, in the order in which they were made."""
    wanted = OrderLine.objects.filter(
        order__in=list(order_ids), order__from_depot__in=depots(scope, permission=STOCK)
    )
    left = wanted.annotate(taken=Coalesce(Sum("consigned__quantity", filter=TAKEN), 0))
    rows = left.filter(granted__gt=F("taken")).order_by("order__ordered_at", "order_id", "pk")
    return [
        ToPick(line.pk, line.order_id, line.item_id, line.granted - line.taken)
        for line in rows.only("pk", "order_id", "item_id", "granted")
    ]


def pick_list(scope: Scope, depot: Depot) -> QuerySet[Order]:
    """Orders of a depot of which something is still to be picked."""
    lines = OrderLine.objects.filter(order__in=to_pick(scope, depot)).annotate(
        taken=Coalesce(Sum("consigned__quantity", filter=TAKEN), 0)
    )
    left = lines.filter(granted__gt=F("taken")).values("order")
    found = to_pick(scope, depot).filter(pk__in=left)
    return found.select_related("place", "organisation", "to_depot")


def order_to_pick(scope: Scope, order_id: int) -> Order:
    """One order that a depot of this scope has to pick. Raise `Order.DoesNotExist`."""
    kept = depots(scope, permission=STOCK)
    found = Order.objects.filter(from_depot__in=kept, state__in=OPEN)
    return found.select_related("from_depot", "place", "organisation", "to_depot").get(pk=order_id)


def consignments(scope: Scope, *, permission: str = SEE) -> QuerySet[Consignment]:
    """Consignments that this scope sends from a depot, or that go to places, bodies or depots in reach."""
    reach = scope.reach(permission)
    found = Consignment.objects.select_related(
        "order__place", "order__organisation", "order__to_depot", "from_depot"
    )
    if reach.national:
        return found
    kept = depots(scope, permission=permission).order_by().values("pk")
    own = places(scope, permission=permission).order_by().values("pk")
    return found.filter(
        Q(from_depot__in=kept)
        | Q(order__to_depot__in=kept)
        | Q(order__place__in=own)
        | Q(order__organisation__in=reach.organisations)
    )


def consignment(scope: Scope, consignment_id: int, *, permission: str = SEE) -> Consignment:
    """Return one. Raise `Consignment.DoesNotExist`."""
    return consignments(scope, permission=permission).get(pk=consignment_id)


def who_took_in(one: Consignment) -> str:
    """Return who took in a consignment in reach, as long as it is kept; that it was read is in the log."""
    if not one.received_by:
        return ""
    seen(CONSIGNMENT, one.pk, "received_by")
    return shown(one.received_by)


def consignment_to_send(scope: Scope, consignment_id: int) -> Consignment:
    """One that this scope sends, locked. Raise `Consignment.DoesNotExist`."""
    kept = depots(scope, permission=STOCK)
    found = Consignment.objects.select_related("order", "from_depot").filter(from_depot__in=kept)
    return found.select_for_update(of=("self",)).get(pk=consignment_id)


def sent_from(scope: Scope, depot: Depot) -> QuerySet[Consignment]:
    """The consignments of a depot, the newest first."""
    kept = depots(scope, permission=STOCK).filter(pk=depot.pk)
    return consignments(scope).filter(from_depot__in=kept).order_by("-made_at", "-pk")


def picked_here(scope: Scope, depot: Depot, *, also: Iterable[int] = ()) -> QuerySet[Consignment]:
    """What is picked at a depot and has not left, the first picked first; `also`: of these what is back."""
    back = Q(state="cancelled", picked_at__isnull=False, pk__in=list(also))
    found = sent_from(scope, depot).filter(Q(state="picked") | back)
    return found.order_by("picked_at", "pk")


def left_behind(scope: Scope, depot: Depot, *, at: datetime) -> QuerySet[Consignment]:
    """What was picked at a depot and should have left: by its own clock, or so long after it was picked."""
    latest = at - timedelta(hours=stock_book(local_day(at)).promise["leave_within_hours"])
    late = Q(picked_at__lt=latest) | Q(order__ask__dispatch_by__lt=at)
    return picked_here(scope, depot).filter(late)


def may_confirm(scope: Scope, found: Consignment) -> bool:
    """Tell whether this scope may say what arrived: the receiver, or the depot by its carrier's proof."""
    kept = depots(scope, permission=STOCK)
    order = found.order
    if kept.filter(Q(pk=found.from_depot_id) | Q(pk=order.to_depot_id or 0)).exists():
        return True
    if order.place_id:
        return places(scope, permission=ORDER).filter(pk=order.place_id).exists()
    return order.organisation_id in scope.reach(ORDER).organisations


def may_correct(scope: Scope, found: Consignment, *, on: date) -> bool:
    """Tell whether what was said to have arrived may still be corrected on a day."""
    if found.delivered_at is None or found.state not in ("delivered", "disputed"):
        return False
    arrived_on = local_day(found.delivered_at)
    days = stock_book(arrived_on).promise["correct_within_days"]
    return on <= arrived_on + timedelta(days=days) and may_confirm(scope, found)


def arrivals(scope: Scope) -> QuerySet[Consignment]:
    """What is on its way to places, bodies and depots of this scope, or came and differed."""
    reach = scope.reach(ORDER)
    own = places(scope, permission=ORDER).order_by().values("pk")
    kept = depots(scope, permission=STOCK).order_by().values("pk")
    mine = Q(order__to_depot__in=kept) | Q(order__organisation__in=reach.organisations)
    if not reach.national:
        mine |= Q(order__place__in=own)
    found = consignments(scope).filter(mine, state__in=["dispatched", "disputed", "delivered"])
    return found.order_by(F("delivered_at").desc(nulls_first=True), "promised_on", "pk")


def lines_of(scope: Scope, found: Consignment) -> list[ConsignmentLine]:
    """The lines of a consignment that was found through its scope, with what was said of each."""
    lines = ConsignmentLine.objects.filter(consignment__in=consignments(scope), consignment_id=found.pk)
    related = lines.select_related("item", "lot", "order_line")
    return list(related.prefetch_related("discrepancies", "corrections"))


def open_discrepancies(scope: Scope) -> QuerySet[Discrepancy]:
    """What arrived otherwise than sent from depots of this scope and is not answered, the oldest first."""
    kept = depots(scope, permission=STOCK)
    found = Discrepancy.objects.filter(outcome="", line__consignment__from_depot__in=kept)
    return found.select_related("line__item", "line__lot", "line__consignment__order__place")


@dataclass(frozen=True, slots=True)
class Late:
    """How many consignments are past their promised day, at a depot."""

    on_the_way: int
    late: int


def lateness(scope: Scope, depot: Depot, *, on: date) -> Late:
    """How many are on the way from a depot, and how many of them late."""
    under_way = sent_from(scope, depot).filter(state="dispatched")
    return Late(under_way.count(), under_way.filter(promised_on__lt=on).count())


def waiting_for_stock(scope: Scope, depot: Depot) -> QuerySet[OrderLine]:
    """Lines that were made for somebody when there was not enough, the oldest first; their depot has more.

    Only of orders that somebody decided on (replacements, releases): what a provider asks for itself is
    granted by the rules of its own route.
    """
    kept = depots(scope, permission=STOCK).filter(pk=depot.pk)
    found = OrderLine.objects.filter(
        order__from_depot__in=kept,
        order__channel="system",
        order__state__in=["asked", "reserved", "picking"],
        order__sent_on_to=None,  # what went on to the next route is not reserved here as well
        reason="out-of-stock",
        granted__lt=F("asked"),
    )
    return found.select_related("order").order_by("order__ordered_at", "pk")
