"""Pick what was granted, first to expire first; send it off.

One order or thousands go the same way: shelves are read once for each item, needs stand in the order in which
orders were made, and each is served from the lots in turn. A person may choose other lots, with a reason.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from junction.core.audit.operations import Entry, record_many
from junction.core.calendar import local_day, working_days_after
from junction.core.scope import Actor

from ..models import Act, Consignment, ConsignmentLine, Depot, Lot, Order, OrderLine
from ..queries import depots as depot_queries
from ..queries import picking as queries
from ..rules.lots import LotState, in_order, pick_in_order
from ..rules.stock_book import stock_book
from . import ledger
from .accounts import accounts_of
from .shelves import lock_shelves
from .stock_refusals import ChoiceNotThere, LotHeldSince, NoReasonForChoice, NothingToPick, NotPicked
from .telling import tell_all

Taken = tuple[int, int, int]  # line, lot, quantity


@dataclass(frozen=True, slots=True)
class Chosen:
    """So much of a lot for a line of the order, chosen by a person."""

    line_id: int
    lot_id: int
    quantity: int


@transaction.atomic
def pick(
    order_ids: Iterable[int],
    *,
    depot_code: str,
    chosen: Sequence[Chosen] = (),
    why: str = "",
    express: bool = False,
    by: Actor,
    now: datetime,
) -> list[Consignment]:
    """Pick what is left of these orders; return the consignments, none for orders that nothing is there for.

    Raise `Depot.DoesNotExist` out of reach, `NothingToPick`, `ChoiceNotThere`, `NoReasonForChoice`.
    """
    depot = depot_queries.depot(by.scope, depot_code, permission=depot_queries.STOCK)
    orders = queries.to_pick(by.scope, depot).filter(pk__in=list(order_ids))
    locked = {
        order.pk: order for order in orders.select_for_update(of=("self",)).order_by("ordered_at", "pk")
    }
    lock_shelves([depot], OrderLine.objects.filter(order__in=locked).values_list("item_id", flat=True))
    lines = queries.lines_to_pick(by.scope, locked)
    proposed = propose(lines, depot, by=by, now=now)
    taken = _as_chosen(lines, chosen, proposed, why) if chosen else proposed
    if not taken:
        raise NothingToPick
    made = _consign(locked, lines, taken, depot, note=why, express=express, now=now)
    _move_to_picked(made, depot, by=by, now=now)
    Order.objects.filter(pk__in=[one.order_id for one in made]).update(
        state=Order.State.PICKING, changed_at=now
    )
    record_many(
        at=now, by=by, verb="supply.order.picked",
        entries=[Entry(f"order:{one.order_id}", {"consignment": one.pk}, why) for one in made],
    )  # fmt: skip
    return made


def propose(lines: Sequence[queries.ToPick], depot: Depot, *, by: Actor, now: datetime) -> list[Taken]:
    """Which lot serves which line with how much, first to expire first, in the order of the lines."""
    day = local_day(now)
    by_item: dict[int, list[queries.ToPick]] = defaultdict(list)
    for line in lines:
        by_item[line.item_id].append(line)
    shelves = depot_queries.on_shelf(by.scope, depot, by_item, at=now)
    taken: list[Taken] = []
    for item_id, wanted in by_item.items():
        lots = in_order(shelves.get(item_id, []), on=day)
        found = pick_in_order([line.left for line in wanted], lots)
        taken += [
            (wanted[need].line_id, lots[lot].lot_id, quantity)
            for need, lot, quantity in zip(
                found.need.tolist(), found.lot.tolist(), found.quantity.tolist(), strict=True
            )
        ]
    return taken


def _as_chosen(
    lines: Sequence[queries.ToPick], chosen: Sequence[Chosen], proposed: list[Taken], why: str
) -> list[Taken]:
    """What a person chose, if it is no more than is left of each line; other lots need a reason."""
    left = {line.line_id: line.left for line in lines}
    taken = [(one.line_id, one.lot_id, one.quantity) for one in chosen if one.quantity]
    for line_id, _, quantity in taken:
        if line_id not in left or quantity < 0:
            raise ChoiceNotThere
        left[line_id] -= quantity
    if any(rest < 0 for rest in left.values()):
        raise ChoiceNotThere
    if set(taken) != set(proposed) and not why.strip():
        raise NoReasonForChoice
    return taken


def _consign(
    orders: dict[int, Order],
    lines: Sequence[queries.ToPick],
    taken: list[Taken],
    depot: Depot,
    *,
    note: str,
    express: bool,
    now: datetime,
) -> list[Consignment]:
    """Write consignments down with their lines, as many as orders are served."""
    of_line = {line.line_id: line for line in lines}
    served = list(dict.fromkeys(of_line[line_id].order_id for line_id, _, _ in taken))
    made = _begun([orders[pk] for pk in served], depot, note=note[:300], express=express, now=now)
    ConsignmentLine.objects.bulk_create(
        (
            ConsignmentLine(
                consignment=made[of_line[line_id].order_id], order_line_id=line_id,
                item_id=of_line[line_id].item_id, lot_id=lot_id, quantity=quantity,
            )
            for line_id, lot_id, quantity in taken
        ),
        batch_size=5_000,
    )  # fmt: skip
    return [made[pk] for pk in served]


def _begun(
    orders: Sequence[Order], depot: Depot, *, note: str, express: bool, now: datetime
) -> dict[int, Consignment]:
    """A picked consignment for each order: the one that was planned, or a new one."""
    planned = list(Consignment.objects.filter(order__in=orders, state="planned", from_depot=depot))
    for one in planned:
        one.state, one.picked_at, one.note = "picked", now, note
    Consignment.objects.bulk_update(planned, ["state", "picked_at", "note"])
    begun = {one.order_id: one for one in planned}
    new = [
        Consignment(
            order=order, from_depot=depot, state="picked", is_express=express, made_at=now, picked_at=now,
            note=note,
        )
        for order in orders
        if order.pk not in begun
    ]  # fmt: skip
    Consignment.objects.bulk_create(new, batch_size=5_000)
    return begun | {one.order_id: one for one in new}


def _move_to_picked(made: Sequence[Consignment], depot: Depot, *, by: Actor, now: datetime) -> None:
    accounts = accounts_of(depot)
    lines = ConsignmentLine.objects.filter(consignment__in=[one.pk for one in made])
    source, target = accounts["reserved"].pk, accounts["picked"].pk
    ledger.post([ledger.Move.of(line, source, target, Act.PICK) for line in lines], by=by, now=now)


@transaction.atomic
def dispatch(
    consignment_ids: Iterable[int],
    *,
    depot_code: str,
    carrier: str,
    tracking: str = "",
    promised_on: date | None = None,
    by: Actor,
    now: datetime,
) -> list[Consignment]:
    """Send picked consignments off; without a day, by the promise in force.

    Raise `Depot.DoesNotExist`, `NotPicked` where one is not picked, and `LotHeldSince`.
    """
    depot = depot_queries.depot(by.scope, depot_code, permission=depot_queries.STOCK)
    wanted = sorted(set(consignment_ids))
    found = Consignment.objects.select_for_update().filter(pk__in=wanted, from_depot=depot, state="picked")
    sent = list(found.order_by("pk"))
    if len(sent) != len(wanted) or not sent:
        raise NotPicked
    lines = list(ConsignmentLine.objects.filter(consignment__in=wanted).select_related("lot"))
    _must_be_free_to_go(lines, depot, by=by, now=now)
    accounts = accounts_of(depot)
    source, target = accounts["picked"].pk, accounts["in-transit"].pk
    ledger.post([ledger.Move.of(line, source, target, Act.DISPATCH) for line in lines], by=by, now=now)
    for one in sent:
        one.carrier, one.tracking = carrier, tracking
    reference = _promise(sent, promised_on, now)
    _ship(lines, [one.order_id for one in sent], now)
    tell_all([one.order_id for one in sent], "dispatched", by=by, now=now)
    record_many(
        at=now, by=by, verb="supply.consignment.dispatched", playbook=reference,
        entries=[Entry(f"consignment:{one.pk}", {"carrier": carrier, "order": one.order_id}) for one in sent],
    )  # fmt: skip
    return sent


def _must_be_free_to_go(lines: Sequence[ConsignmentLine], depot: Depot, *, by: Actor, now: datetime) -> None:
    """Refuse to send what is held. Who holds a lot back locks it too: before this looks, or after."""
    list(Lot.objects.select_for_update().filter(pk__in={line.lot_id for line in lines}).order_by("pk"))
    lots = [line.lot for line in lines]
    at = depot_queries.not_before_holds(by.scope, lots, now)  # one may have been held since `now` was read
    standing = depot_queries.standings(by.scope, lots, at=at, depot_id=depot.pk)
    bad = sorted({one.lot.number for one in standing.values() if one.state is not LotState.USABLE})
    if bad:
        raise LotHeldSince(lots=bad)


def _promise(sent: Sequence[Consignment], promised_on: date | None, now: datetime) -> str:
    """Say of each by which day it comes, and keep that it is on its way; return the version of the rule."""
    day = local_day(now)
    book = stock_book(day)
    for one in sent:
        days = book.promise["express_days" if one.is_express else "working_days"]
        one.state, one.dispatched_at = Consignment.State.DISPATCHED, now
        one.promised_on = promised_on or working_days_after(day, days)
    Consignment.objects.bulk_update(
        sent, ["state", "dispatched_at", "carrier", "tracking", "promised_on"], batch_size=2_000
    )
    return book.reference


def _ship(lines: Sequence[ConsignmentLine], order_ids: Sequence[int], now: datetime) -> None:
    """Add what is sent to the lines of the orders; an order of which nothing is left is on its way."""
    sent: dict[int, int] = defaultdict(int)
    for line in lines:
        sent[line.order_line_id] += line.quantity
    held = list(OrderLine.objects.select_for_update().filter(pk__in=sent).order_by("pk"))
    for one in held:
        one.shipped += sent[one.pk]
    OrderLine.objects.bulk_update(held, ["shipped"], batch_size=5_000)
    waiting = OrderLine.objects.filter(order__in=order_ids, granted__gt=F("shipped")).values("order")
    Order.objects.filter(pk__in=order_ids).exclude(pk__in=waiting).update(
        state=Order.State.DISPATCHED, changed_at=now
    )
