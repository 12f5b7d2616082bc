"""Make an order that somebody else decided on, and reserve for it what there is.

A replacement, a release and a drop are orders like any other: picked, sent and followed alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.scope import Actor

from ..models import Act, Balance, Depot, Item, Order, OrderLine
from ..queries import depots, picking
from . import ledger
from .accounts import accounts_of
from .shelves import lock_shelves

OUT_OF_STOCK = "out-of-stock"


@dataclass(frozen=True, slots=True)
class Receiver:
    """Exactly one of these."""

    place_id: int | None = None
    organisation_id: int | None = None
    to_depot_id: int | None = None


@dataclass(frozen=True, slots=True)
class Because:
    """By which route somebody is sent something, and why."""

    route: str
    why: str
    playbook: str = ""
    channel: str = "system"


@transaction.atomic
def make_order(
    because: Because,
    *,
    to: Receiver,
    depot: Depot,
    wanted: Mapping[Item, int],
    by: Actor,
    now: datetime,
) -> Order:
    """Make one order and reserve what its depot has of each item; the rest stays asked for, with its reason.

    Whoever calls has made sure that `by` may.
    """
    accounts = accounts_of(depot)
    source, target = accounts["available"].pk, accounts["reserved"].pk
    granted = _there_is(source, wanted)
    order = Order.objects.create(
        route=because.route, state="reserved" if any(granted.values()) else "asked", from_depot=depot,
        place_id=to.place_id, organisation_id=to.organisation_id, to_depot_id=to.to_depot_id,
        ordered_at=now, ordered_by=by.key, channel=because.channel, changed_at=now,
        why=because.why[:300], playbook=because.playbook,
    )  # fmt: skip
    _write_lines(order, wanted, granted)
    moves = [
        ledger.Move(item.pk, quantity, source, target, Act.RESERVE, reference=f"order:{order.pk}")
        for item, quantity in granted.items()
        if quantity
    ]
    ledger.post(moves, by=by, now=now)
    record(
        at=now, by=by, verb="supply.order.made", subject=f"order:{order.pk}", why=because.why,
        playbook=because.playbook, route=because.route, depot=depot.code,
    )  # fmt: skip
    return order


def _there_is(available: int, wanted: Mapping[Item, int]) -> dict[Item, int]:
    """How much of each item can be granted; nobody else can take it before this ends."""
    items = [item.pk for item in wanted]
    locked = Balance.objects.select_for_update().filter(account=available, item__in=items)
    free = {row.item_id: row.quantity for row in locked.order_by("account_id", "item_id")}
    return {item: min(quantity, free.get(item.pk, 0)) for item, quantity in wanted.items()}


def _write_lines(order: Order, wanted: Mapping[Item, int], granted: Mapping[Item, int]) -> None:
    OrderLine.objects.bulk_create(
        OrderLine(
            order=order, item=item, asked=quantity, granted=granted[item],
            reason="" if granted[item] == quantity else OUT_OF_STOCK,
        )
        for item, quantity in wanted.items()
    )  # fmt: skip


@transaction.atomic
def reserve_waiting(*, depot_code: str, by: Actor, now: datetime) -> int:
    """Reserve what a depot has now for lines that were made without enough stock; return how many orders.

    Raise `Depot.DoesNotExist` out of reach.
    """
    depot = depots.depot(by.scope, depot_code, permission=depots.STOCK)
    waiting = picking.waiting_for_stock(by.scope, depot)
    accounts = accounts_of(depot)
    source, target = accounts["available"].pk, accounts["reserved"].pk
    here = lock_shelves([depot], waiting.order_by().values_list("item_id", flat=True))
    free = {item: quantity for (account, item), quantity in here.items() if account == source}
    lines = list(waiting.select_for_update(of=("self",)))
    moves, served = [], set()
    for line in lines:
        more = min(line.asked - line.granted, free.get(line.item_id, 0))
        if not more:
            continue
        free[line.item_id] -= more
        line.granted += more
        line.reason = "" if line.granted == line.asked else OUT_OF_STOCK
        served.add(line.order_id)
        reference = f"order:{line.order_id}"
        moves.append(ledger.Move(line.item_id, more, source, target, Act.RESERVE, reference=reference))
    ledger.post(moves, by=by, now=now)
    OrderLine.objects.bulk_update(lines, ["granted", "reason"])
    Order.objects.filter(pk__in=served, state="asked").update(state="reserved", changed_at=now)
    if served:
        subject = f"depot:{depot.pk}"
        record(at=now, by=by, verb="supply.orders.reserved", subject=subject, orders=sorted(served))
    return len(served)
