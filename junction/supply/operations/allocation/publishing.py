"""Publish a draft: its orders are made, the stock is reserved for them, and nothing of it changes any more.

Whoever approves it gives the reason, and a job does it: a nation's run makes tens of thousands of orders. One
order goes to each recipient from each depot that serves it. Should any of the stock have been promised to
others meanwhile, nothing is done at all, and the run is a draft again that says so.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction

from junction.core.audit.operations import record
from junction.core.jobs import defer
from junction.core.refusals import Refusal
from junction.core.scope import Actor
from junction.people.queries import actor_of_key

from ...models import (
    Account,
    Act,
    AllocationLine,
    AllocationOrder,
    AllocationRun,
    Depot,
    Order,
    Pack,
)
from ..accounts import accounts_of
from ..ledger import Move, post
from ..refusals import NotEnough
from .drafts import draft_of
from .refusals import NothingToPublish, StockHasGone

PUBLISH = "supply.publish_allocation"
BATCH = 2_000
HUBS = (Depot.Kind.HUB, Depot.Kind.WHOLESALER)
COPY = (
    "COPY supply_orderline (order_id, item_id, pack_id, asked, granted, shipped, received, reason) FROM STDIN"
)
NO_ACCESS = "Whoever approved it has no access any more. Publish it again."
OUR_FAULT = "It could not be published. The fault lies with this service; try again."
READ = ("place_id", "to_depot_id", "item_id", "sources")


class Part(NamedTuple):
    """What one line of a run is sent from one depot, in packs."""

    item_id: int
    packs: int


class Granted(NamedTuple):
    """One line of an order, in base units."""

    order: Order
    item_id: int
    pack_id: int
    units: int


Parts = dict[
    tuple[int | None, int | None, int], list[Part]
]  # by place or depot that receives, and the sender


@transaction.atomic
def approve_allocation(*, run_id: int, why: str, by: Actor, now: datetime) -> AllocationRun:
    """Let a draft be published by a job. Raise `DoesNotExist`, `RunHasMovedOn`, `NothingToPublish`."""
    run = draft_of(run_id, by=by)
    if not AllocationLine.objects.filter(run=run).exclude(sources=[]).exists():
        raise NothingToPublish
    run.trouble = ""
    _settle(run, AllocationRun.State.SETTLING, why, by=by, now=now)
    record(at=now, by=by, verb="supply.allocation.approved", subject=f"allocation:{run.pk}", why=why)
    defer(PUBLISH, run_id=run.pk)
    return run


def publish_approved(run_id: int, *, by: Actor, now: datetime) -> None:
    """Publish a run that was approved, with what its approver may do by now; else it is a draft again."""
    waiting = AllocationRun.objects.filter(pk=run_id, state=AllocationRun.State.SETTLING)
    key = waiting.values_list("settled_by", flat=True).first()
    if key is None:
        return
    approver = by if key.startswith("system:") else actor_of_key(key, now=now)
    if approver is None:
        _back_to_draft(run_id, NO_ACCESS, by=by, now=now)
        return
    try:
        publish_allocation(run_id=run_id, by=approver, now=now)
    except ObjectDoesNotExist:  # a run out of reach: the role ended meanwhile
        _back_to_draft(run_id, NO_ACCESS, by=by, now=now)
    except Refusal as refused:
        _back_to_draft(run_id, str(refused), by=by, now=now)
    except Exception:
        _back_to_draft(run_id, OUR_FAULT, by=by, now=now)
        raise  # into the log of the worker


@transaction.atomic
def publish_allocation(*, run_id: int, by: Actor, now: datetime) -> AllocationRun:
    """Publish a run that was approved. Raise `DoesNotExist`, `RunHasMovedOn`, `StockHasGone`."""
    run = draft_of(run_id, by=by, state=AllocationRun.State.SETTLING)
    parts = _parts(run)
    orders = _orders(run, parts, by=by, now=now)
    lines = list(_granted(run, orders, parts))
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for line in lines:
            copy.write_row((line.order.pk, line.item_id, line.pack_id, line.units, line.units, 0, 0, ""))
    try:
        _reserve(orders, lines, by=by, now=now)
    except NotEnough as short:
        raise StockHasGone("", **short.about) from short
    AllocationOrder.objects.bulk_create(
        (AllocationOrder(run=run, order=order) for order in orders), batch_size=BATCH
    )
    _settle(run, AllocationRun.State.PUBLISHED, run.settled_why, by=by, now=now)
    record(
        at=now, by=by, verb="supply.allocation.published", subject=f"allocation:{run.pk}",
        why=run.settled_why, playbook=run.playbook[:100], inputs=run.inputs_sha256,
        result=run.result_sha256, seed=run.seed, orders=len(orders),
    )  # fmt: skip
    return run


@transaction.atomic
def _back_to_draft(run_id: int, trouble: str, *, by: Actor, now: datetime) -> None:
    waiting = AllocationRun.objects.filter(pk=run_id, state=AllocationRun.State.SETTLING)
    if waiting.update(
        state=AllocationRun.State.DRAFT, trouble=trouble[:300], settled_at=None, settled_why=""
    ):
        subject = f"allocation:{run_id}"
        record(at=now, by=by, verb="supply.allocation.not-published", subject=subject, why=trouble[:300])


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
    rows = AllocationLine.objects.filter(run=run).exclude(sources=[]).order_by("number")
    for place, to_depot, item_id, sources in rows.values_list(*READ).iterator():
        for depot, packs in sources:
            parts.setdefault((place, to_depot, depot), []).append(Part(item_id, packs))
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


def _granted(run: AllocationRun, orders: list[Order], parts: Parts) -> Iterator[Granted]:
    """Yield the lines of all orders.

    Nobody asked for more than is sent: what a claim lacks stands in the run, and the next run claims it
    again.
    """
    packs: dict[int, Pack] = {one.item_id: one.pack for one in run.stocks.select_related("pack")}
    for order, mine in zip(orders, parts.values(), strict=True):
        for part in mine:
            pack = packs[part.item_id]
            yield Granted(order, part.item_id, pack.pk, part.packs * pack.quantity)


def _reserve(orders: list[Order], lines: list[Granted], *, by: Actor, now: datetime) -> None:
    depots = Depot.objects.in_bulk({order.from_depot_id for order in orders})
    accounts = {pk: accounts_of(depot) for pk, depot in depots.items()}
    moves = [
        Move(
            item_id=line.item_id,
            quantity=line.units,
            from_account=accounts[line.order.from_depot_id or 0][Account.Kind.AVAILABLE].pk,
            to_account=accounts[line.order.from_depot_id or 0][Account.Kind.RESERVED].pk,
            act=Act.RESERVE,
            reference=f"order:{line.order.pk}",
        )
        for line in lines
    ]
    for start in range(0, len(moves), BATCH):
        post(moves[start : start + BATCH], by=by, now=now)
