"""Put what was picked back on the shelf: one consignment, or all that were chosen together, all or none.

What was granted stays reserved for its order. Where a lot is held by now it goes to what is held instead, and
orders are cut as by any hold. Who puts back again what is back already changes nothing.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.db import transaction

from junction.core.audit.operations import Entry, record_many
from junction.core.scope import Actor

from ..models import Act, Consignment, ConsignmentLine, Depot, Order
from ..queries import depots as depot_queries
from ..queries import picking as queries
from . import ledger
from .accounts import accounts_of
from .holding import sweep
from .shelves import lock_orders, lock_shelves
from .stock_refusals import NotPicked

PICKED, BACK = Consignment.State.PICKED, Consignment.State.CANCELLED


@transaction.atomic
def unpick(consignment_id: int, *, why: str, by: Actor, now: datetime) -> Consignment:
    """Put one consignment back on the shelf; what was granted stays reserved. Raise `NotPicked`."""
    held = queries.consignment_to_send(by.scope, consignment_id)
    if held.state != PICKED:
        raise NotPicked
    _put_back([held], held.from_depot, why=why, by=by, now=now)
    return held


@transaction.atomic
def put_back(
    consignment_ids: Iterable[int], *, depot_code: str, why: str, by: Actor, now: datetime
) -> list[Consignment]:
    """Put all of these back on the shelf of a depot, or none; return those that were not back already.

    Raise `Depot.DoesNotExist` out of reach, `NotPicked` where one is another depot's, or neither picked nor
    put back.
    """
    depot = depot_queries.depot(by.scope, depot_code, permission=depot_queries.STOCK)
    wanted = set(consignment_ids)
    found = Consignment.objects.select_for_update().filter(pk__in=wanted, from_depot=depot).order_by("pk")
    held = [one for one in found if one.state == PICKED or (one.state == BACK and one.picked_at)]
    if not wanted or {one.pk for one in held} != wanted:
        raise NotPicked
    waiting = [one for one in held if one.state == PICKED]
    if waiting:
        _put_back(waiting, depot, why=why, by=by, now=now)
    return waiting


def _put_back(held: Sequence[Consignment], depot: Depot, *, why: str, by: Actor, now: datetime) -> None:
    """Move everything in these consignments back; they are locked, and all are picked."""
    lines = list(ConsignmentLine.objects.filter(consignment__in=held).order_by("pk"))
    items = {line.item_id for line in lines}
    lock_orders([depot], items)  # where a lot is held by now, the sweep below cuts some of them
    lock_shelves([depot], items)
    accounts = accounts_of(depot)
    source, target = accounts["picked"].pk, accounts["reserved"].pk
    ledger.post([ledger.Move.of(line, source, target, Act.UNPICK) for line in lines], by=by, now=now)
    for one in held:
        one.state, one.note = BACK, why[:300]
    Consignment.objects.bulk_update(held, ["state", "note"], batch_size=2_000)
    _wait_again({one.order_id for one in held}, now)
    sweep({line.lot_id for line in lines}, depots=[depot], by=by, now=now)
    entries = [Entry(f"consignment:{one.pk}", {"order": one.order_id}, why) for one in held]
    record_many(at=now, by=by, verb="supply.consignment.unpicked", entries=entries)


def _wait_again(order_ids: Collection[int], now: datetime) -> None:
    """Orders of which nothing else is picked wait to be picked again."""
    others = Consignment.objects.filter(order__in=order_ids, state=PICKED).values("order")
    waiting = Order.objects.filter(pk__in=order_ids).exclude(pk__in=others)
    waiting.update(state=Order.State.RESERVED, changed_at=now)
