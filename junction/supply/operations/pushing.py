"""Push a kit to every registered provider: one decision, and a job that makes an order for each place.

The job makes all orders and reserves all of it in one transaction, or nothing: should its worker die, nothing
of it was done and another does it once. What it could not do stands with the drop, and nothing is reserved.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.jobs import defer
from junction.core.refusals import Refusal
from junction.core.scope import Actor
from junction.core.telling import Tell
from junction.people.queries import actor_of_key

from ..models import Act, Depot, Drop, DropOrder, Item, Order, OrderLine
from ..queries import depots as depot_queries
from ..queries import pushing as queries
from ..rules.pushing import needed, too_small
from ..rules.stock_book import stock_book
from . import ledger
from .accounts import accounts_of
from .refusals import NotEnough
from .stock_refusals import DropIsOver, KitTooSmall, MayNotKeepStock, NobodyToReach, NotEnoughForDrop

MAKE = "supply.make_drop"
BATCH = 2_000  # orders of one statement
DONE = "UPDATE supply_drop SET done = %s WHERE id = %s AND state = 'making'"
NO_ACCESS = "Whoever approved it has no access any more. Plan it again."
OUR_FAULT = "It could not be made. The fault lies with this service; plan it again."


@dataclass(frozen=True, slots=True)
class Decided:
    """A drop as somebody decides on it. Deciding twice under one `key` is deciding once."""

    depot_code: str
    kit: Mapping[str, int]  # base units for each place, by item's code
    areas: Sequence[str]
    promised_on: date
    why: str
    key: str = ""


@transaction.atomic
def approve_drop(decided: Decided, *, by: Actor, now: datetime) -> Drop:
    """Let a job make the orders of a drop and reserve all of it.

    Raise `MayNotKeepStock`, `KitTooSmall`, `NobodyToReach`, `NotEnoughForDrop`.
    """
    if not by.scope.reach(depot_queries.STOCK).national:
        raise MayNotKeepStock
    depot = depot_queries.depot(by.scope, decided.depot_code, permission=depot_queries.STOCK)
    book = stock_book(local_day(now))
    if small := too_small(decided.kit, book.emergency_kit):
        raise KitTooSmall(at_least=dict(small))
    places = queries.providers(by.scope, decided.areas, on=local_day(now)).count()
    _look(decided.kit, depot, places, by=by)
    about = {
        "depot": depot, "playbook": book.reference, "kit": dict(decided.kit), "areas": list(decided.areas),
        "why": decided.why, "promised_on": decided.promised_on, "approved_at": now, "approved_by": by.key,
        "places": places, "state": Drop.State.MAKING,
    }  # fmt: skip
    if decided.key:
        drop, is_new = Drop.objects.get_or_create(key=decided.key, defaults=about)
        if not is_new:
            return drop
    else:
        drop = Drop.objects.create(**about)
    record(
        at=now, by=by, verb="supply.drop.approved", subject=f"drop:{drop.pk}", why=decided.why,
        playbook=book.reference, places=places, kit=dict(decided.kit), depot=depot.code,
    )  # fmt: skip
    _begin(drop)
    return drop


@transaction.atomic
def make_again(drop_id: int, *, by: Actor, now: datetime) -> Drop:
    """Begin a drop again that no job is at any more, such as after a server's death. Raise `DropIsOver`."""
    if not by.scope.reach(depot_queries.STOCK).national:
        raise MayNotKeepStock
    drop = Drop.objects.select_for_update().get(pk=drop_id)
    if drop.state != Drop.State.MAKING or queries.is_at_work(by.scope, drop):
        raise DropIsOver
    record(at=now, by=by, verb="supply.drop.begun-again", subject=f"drop:{drop.pk}")
    _begin(drop)
    return drop


def _begin(drop: Drop) -> None:
    drop.job = defer(MAKE, drop_id=drop.pk)
    drop.save(update_fields=["job"])


def _look(kit: Mapping[str, int], depot: Depot, places: int, *, by: Actor) -> None:
    if not places:
        raise NobodyToReach
    wants = needed(kit, places=places, available=queries.available_at(by.scope, depot))
    if short := {one.item_code: one.short for one in wants if one.short}:
        raise NotEnoughForDrop(short=short)


def make_drop(drop_id: int, *, by: Actor, now: datetime) -> None:
    """Make the orders of a drop that was approved, with what its approver may do by now; else say why not."""
    drop = Drop.objects.filter(pk=drop_id, state=Drop.State.MAKING).select_related("depot").first()
    if drop is None:
        return
    key = drop.approved_by
    approver = by if key.startswith("system:") else actor_of_key(key, now=now)
    if approver is None or not approver.scope.reach(depot_queries.STOCK).national:
        _refuse(drop_id, NO_ACCESS, by=by, now=now)
        return
    try:
        with _telling(drop_id) as tell:
            _make(drop, tell, by=approver, now=now)
    except DropIsOver:
        return
    except Refusal as refused:
        _refuse(drop_id, str(refused), by=by, now=now)
    except Exception:
        _refuse(drop_id, OUR_FAULT, by=by, now=now)
        raise  # into the log of the worker


@transaction.atomic
def _make(drop: Drop, tell: Tell, *, by: Actor, now: datetime) -> None:
    found = queries.providers(by.scope, drop.areas, on=local_day(now))
    places = list(found.order_by("pk").values_list("pk", flat=True))
    _look(drop.kit, drop.depot, len(places), by=by)
    items = {item.code: item for item in Item.objects.filter(code__in=drop.kit)}
    kit = [(items[code], units) for code, units in drop.kit.items() if units]
    accounts = accounts_of(drop.depot)
    source, target = accounts["available"].pk, accounts["reserved"].pk
    moves = [
        ledger.Move(item.pk, units * len(places), source, target, Act.RESERVE, reference=f"drop:{drop.pk}")
        for item, units in kit
    ]
    try:
        ledger.post(moves, by=by, now=now)
    except NotEnough as short:
        raise NotEnoughForDrop("", **short.about) from short
    for start in range(0, len(places), BATCH):
        _make_orders(drop, places[start : start + BATCH], kit, by=by, now=now)
        tell(min(start + BATCH, len(places)), len(places))
    waits = Drop.objects.filter(pk=drop.pk, state=Drop.State.MAKING)
    if not waits.update(state=Drop.State.READY, places=len(places), done=len(places)):
        raise DropIsOver  # another made it meanwhile, and what this one made is undone
    record(at=now, by=by, verb="supply.drop.made", subject=f"drop:{drop.pk}", places=len(places))


def _make_orders(
    drop: Drop, places: Sequence[int], kit: Sequence[tuple[Item, int]], *, by: Actor, now: datetime
) -> None:
    orders = Order.objects.bulk_create(
        Order(
            route=Order.Route.EMERGENCY_DROP, state=Order.State.RESERVED, place_id=place,
            from_depot=drop.depot, ordered_at=now, ordered_by=by.key, channel="system", changed_at=now,
            why=drop.why, playbook=drop.playbook,
        )
        for place in places
    )  # fmt: skip
    DropOrder.objects.bulk_create(DropOrder(drop=drop, order=order) for order in orders)
    OrderLine.objects.bulk_create(
        OrderLine(order=order, item=item, asked=units, granted=units)
        for order in orders
        for item, units in kit
    )


@transaction.atomic
def _refuse(drop_id: int, trouble: str, *, by: Actor, now: datetime) -> None:
    waits = Drop.objects.filter(pk=drop_id, state=Drop.State.MAKING)
    if waits.update(state=Drop.State.FAILED, trouble=trouble[:300], done=0):
        record(at=now, by=by, verb="supply.drop.not-made", subject=f"drop:{drop_id}", why=trouble[:300])


@contextmanager
def _telling(drop_id: int) -> Iterator[Tell]:
    """Give what tells how far the orders are, over a connection of its own: nothing else is seen yet."""
    outside = connection.copy()

    def tell(done: int, of: int) -> None:
        with outside.cursor() as cursor:
            cursor.execute(DONE, [done, drop_id])

    try:
        yield tell
    finally:
        outside.close()
