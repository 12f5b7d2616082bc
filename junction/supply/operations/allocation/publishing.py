"""Publish a draft: its orders are made, the stock is reserved for them, and nothing of it changes any more.

One order goes to each recipient from each depot that serves it. Should any of the stock have been promised to
others meanwhile, nothing is done at all.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.scope import Actor

from ...models import (
    Account,
    Act,
    AllocationLine,
    AllocationOrder,
    AllocationRun,
    Depot,
    Order,
    OrderLine,
    Pack,
)
from ..accounts import accounts_of
from ..ledger import Move, post
from ..refusals import NotEnough
from .drafts import draft_of
from .refusals import NothingToPublish, StockHasGone

BATCH = 2_000
SHARED = "shared"  # reason of a line that is granted less than it claimed
HUBS = (Depot.Kind.HUB, Depot.Kind.WHOLESALER)
Part = tuple[AllocationLine, int]  # and its packs from one depot
Parts = dict[
    tuple[int | None, int | None, int], list[Part]
]  # by place or depot that receives, and the sender


@transaction.atomic
def publish_allocation(*, run_id: int, why: str, by: Actor, now: datetime) -> AllocationRun:
    """Publish a run. Raise `DoesNotExist`, `RunHasMovedOn`, `NothingToPublish`, `StockHasGone`."""
    run = draft_of(run_id, by=by)
    parts = _parts(run)
    if not parts:
        raise NothingToPublish
    orders = _orders(run, parts, by=by, now=now)
    lines = OrderLine.objects.bulk_create(_order_lines(run, orders, parts), batch_size=BATCH)
    try:
        _reserve(orders, lines, by=by, now=now)
    except NotEnough as short:
        raise StockHasGone("", **short.about) from short
    AllocationOrder.objects.bulk_create(
        (AllocationOrder(run=run, order=order) for order in orders), batch_size=BATCH
    )
    _settle(run, AllocationRun.State.PUBLISHED, why, by=by, now=now)
    record(
        at=now, by=by, verb="supply.allocation.published", subject=f"allocation:{run.pk}", why=why,
        playbook=run.playbook[:100], inputs=run.inputs_sha256, result=run.result_sha256, seed=run.seed,
        orders=len(orders),
    )  # fmt: skip
    return run


@transaction.atomic
def give_up_allocation(*, run_id: int, why: str, by: Actor, now: datetime) -> AllocationRun:
    """Give a draft up: it stays on record and nothing follows from it. Raise as `publish_allocation` does."""
    run = draft_of(run_id, by=by)
    _settle(run, AllocationRun.State.GIVEN_UP, why, by=by, now=now)
    record(at=now, by=by, verb="supply.allocation.given-up", subject=f"allocation:{run.pk}", why=why)
    return run


def _settle(run: AllocationRun, state: AllocationRun.State, why: str, *, by: Actor, now: datetime) -> None:
    run.state, run.settled_at, run.settled_by, run.settled_why = state, now, by.key, why
    run.save(update_fields=["state", "settled_at", "settled_by", "settled_why"])


def _parts(run: AllocationRun) -> Parts:
    parts: Parts = {}
    for line in AllocationLine.objects.filter(run=run).exclude(sources=[]).order_by("number"):
        for depot, packs in line.sources:
            parts.setdefault((line.place_id, line.to_depot_id, depot), []).append((line, packs))
    return parts


def _orders(run: AllocationRun, parts: Parts, *, by: Actor, now: datetime) -> list[Order]:
    kinds = dict(Depot.objects.values_list("pk", "kind"))
    return Order.objects.bulk_create(
        (
            Order(
                route=_route(to_depot, kinds[depot]), state=Order.State.RESERVED, place_id=place,
                to_depot_id=to_depot, from_depot_id=depot, ordered_at=now, ordered_by=by.key,
                channel="system", playbook=run.playbook[:80], why=f"Run {run.pk}: {run.name}"[:300],
                changed_at=now,
            )
            for place, to_depot, depot in parts
        ),
        batch_size=BATCH,
    )  # fmt: skip


def _route(to_depot: int | None, kind: str) -> Order.Route:
    if to_depot is not None:
        return Order.Route.LRF_DROP
    return Order.Route.EMERGENCY_DROP if kind in HUBS else Order.Route.ONWARD


def _order_lines(run: AllocationRun, orders: list[Order], parts: Parts) -> Iterator[OrderLine]:
    """Yield the lines of all orders: what a claim is short of stands in the first order that serves it."""
    packs: dict[int, Pack] = {one.item_id: one.pack for one in run.stocks.select_related("pack")}
    told: set[int] = set()
    for order, mine in zip(orders, parts.values(), strict=True):
        for line, sent in mine:
            pack = packs[line.item_id]
            short = 0 if line.pk in told else max(0, line.claim - line.final)
            told.add(line.pk)
            yield OrderLine(
                order=order,
                item_id=line.item_id,
                pack=pack,
                asked=(sent + short) * pack.quantity,
                granted=sent * pack.quantity,
                reason=SHARED if short else "",
            )


def _reserve(orders: list[Order], lines: list[OrderLine], *, by: Actor, now: datetime) -> None:
    depots = Depot.objects.in_bulk({order.from_depot_id for order in orders})
    accounts = {pk: accounts_of(depot) for pk, depot in depots.items()}
    moves = [
        Move(
            item_id=line.item_id,
            quantity=line.granted,
            from_account=accounts[line.order.from_depot_id][Account.Kind.AVAILABLE].pk,
            to_account=accounts[line.order.from_depot_id][Account.Kind.RESERVED].pk,
            act=Act.RESERVE,
            reference=f"order:{line.order_id}",
        )
        for line in lines
    ]
    for start in range(0, len(moves), BATCH):
        post(moves[start : start + BATCH], by=by, now=now)
