"""Push a kit to every registered provider: one decision, an order for each place, sent off in batches."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.jobs import defer
from junction.core.scope import Actor

from ..models import Act, Depot, Drop, DropOrder, Item, Order, OrderLine
from ..queries import depots as depot_queries
from ..queries import pushing as queries
from ..rules.pushing import needed, too_small
from ..rules.stock_book import stock_book
from . import ledger, picking
from .accounts import accounts_of
from .stock_refusals import KitTooSmall, MayNotKeepStock, NobodyToReach, NotEnoughForDrop, NothingToPick

SEND = "supply.send_drop"
BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Decided:
    """A drop as somebody decides on it."""

    depot_code: str
    kit: Mapping[str, int]  # base units for each place, by item's code
    areas: Sequence[str]
    promised_on: date
    why: str


@transaction.atomic
def approve_drop(decided: Decided, *, by: Actor, now: datetime) -> Drop:
    """Make the orders of a drop and reserve all of it, or nothing.

    Raise `MayNotKeepStock`, `KitTooSmall`, `NobodyToReach`, `NotEnoughForDrop`.
    """
    if not by.scope.reach(depot_queries.STOCK).national:
        raise MayNotKeepStock
    depot = depot_queries.depot(by.scope, decided.depot_code, permission=depot_queries.STOCK)
    book = stock_book(local_day(now))
    if small := too_small(decided.kit, book.emergency_kit):
        raise KitTooSmall(at_least=dict(small))
    found = queries.providers(by.scope, decided.areas, on=local_day(now))
    places = list(found.order_by("pk").values_list("pk", flat=True))
    if not places:
        raise NobodyToReach
    wants = needed(decided.kit, places=len(places), available=queries.available_at(by.scope, depot))
    if short := {one.item_code: one.short for one in wants if one.short}:
        raise NotEnoughForDrop(short=short)
    drop = Drop.objects.create(
        depot=depot, playbook=book.reference, kit=dict(decided.kit), areas=list(decided.areas),
        why=decided.why, promised_on=decided.promised_on, approved_at=now, approved_by=by.key,
        places=len(places),
    )  # fmt: skip
    _make_orders(drop, depot, places, by=by, now=now)
    record(
        at=now, by=by, verb="supply.drop.approved", subject=f"drop:{drop.pk}", why=decided.why,
        playbook=book.reference, places=len(places), kit=dict(decided.kit), depot=depot.code,
    )  # fmt: skip
    return drop


def _make_orders(drop: Drop, depot: Depot, places: Sequence[int], *, by: Actor, now: datetime) -> None:
    items = {item.code: item for item in Item.objects.filter(code__in=drop.kit)}
    orders = Order.objects.bulk_create(
        (
            Order(
                route=Order.Route.EMERGENCY_DROP, state="reserved", place_id=place, from_depot=depot,
                ordered_at=now, ordered_by=by.key, channel="system", changed_at=now, why=drop.why,
                playbook=drop.playbook,
            )
            for place in places
        ),
        batch_size=5_000,
    )  # fmt: skip
    DropOrder.objects.bulk_create((DropOrder(drop=drop, order=order) for order in orders), batch_size=5_000)
    kit = [(items[code], units) for code, units in drop.kit.items() if units]
    OrderLine.objects.bulk_create(
        (
            OrderLine(order=order, item=item, asked=units, granted=units)
            for order in orders
            for item, units in kit
        ),
        batch_size=5_000,
    )  # fmt: skip
    accounts = accounts_of(depot)
    source, target = accounts["available"].pk, accounts["reserved"].pk
    moves = [
        ledger.Move(item.pk, units, source, target, Act.RESERVE, reference=f"order:{order.pk}")
        for order in orders
        for item, units in kit
    ]
    ledger.post(moves, by=by, now=now)


@transaction.atomic
def begin_to_send(drop_id: int, *, carrier: str, by: Actor, now: datetime) -> Drop:
    """Let a job pick and send a drop, batch by batch. Raise `MayNotKeepStock`."""
    if not by.scope.reach(depot_queries.STOCK).national:
        raise MayNotKeepStock
    drop = Drop.objects.get(pk=drop_id)
    defer(SEND, once=f"{SEND}:{drop.pk}", drop_id=drop.pk, carrier=carrier)
    record(at=now, by=by, verb="supply.drop.sending", subject=f"drop:{drop.pk}", carrier=carrier)
    return drop


def send_batch(drop_id: int, *, carrier: str, by: Actor, now: datetime) -> int:
    """Pick and send the next orders of a drop; return how many consignments went, 0 at the end."""
    drop = queries.drop(by.scope, drop_id)
    with transaction.atomic():
        if orders := queries.to_send(by.scope, drop, most=BATCH):
            try:
                picking.pick(orders, depot_code=drop.depot.code, by=by, now=now)
            except NothingToPick:
                return 0
        ready = queries.picked_of(by.scope, drop, most=BATCH)
        if not ready:
            return 0
        sent = picking.dispatch(
            ready, depot_code=drop.depot.code, carrier=carrier, promised_on=drop.promised_on, by=by, now=now
        )
    return len(sent)
