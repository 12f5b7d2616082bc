"""A physical count: what differs from the books becomes a movement, each with its reason.

The books are read under the same locks that movements take, so that nothing moves between comparing and
writing. Whoever counted saw other books meanwhile is told to look again (`StockMoved`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.scope import Actor

from ..models import Account, Act, Balance, CountLine, Depot, Lot, LotBalance, StockCount
from ..queries import depots as queries
from ..rules.stock_book import Reason, stock_book
from . import ledger
from .accounts import account_of, accounts_of
from .holding import cut_orders, sweep
from .shelves import lock_shelves
from .stock_refusals import NoReasonForDifference, ReasonDoesNotFit, StockMoved

ACTS = {"lose": Act.LOSE, "find": Act.FIND, "correct": Act.CORRECT}


@dataclass(frozen=True, slots=True)
class Counted:
    """One lot as somebody counted it on the shelf; `expected` is what they were shown, or None."""

    lot: Lot
    counted: int
    expected: int | None = None
    reason: str = ""
    note: str = ""


@transaction.atomic
def count_stock(
    *, depot_code: str, lines: Sequence[Counted], counted_on: date, note: str, by: Actor, now: datetime
) -> StockCount:
    """Write a count down, and set the books right by it.

    Raise `Depot.DoesNotExist`, `StockMoved`, `NoReasonForDifference` and `ReasonDoesNotFit`.
    """
    depot = queries.depot(by.scope, depot_code, permission=queries.STOCK)
    on_shelf = _locked_shelf(depot, lines)
    book = stock_book(counted_on)
    count = StockCount.objects.create(
        depot=depot, counted_on=counted_on, recorded_at=now, recorded_by=by.key, note=note
    )
    for line in lines:
        expected = on_shelf.get(line.lot.pk, 0)
        if line.expected is not None and line.expected != expected:
            raise StockMoved
        reason = _reason(book.count_reasons, line, expected)
        CountLine.objects.create(
            count=count, item_id=line.lot.item_id, lot=line.lot, expected=expected, counted=line.counted,
            reason=reason.code if reason else "", note=line.note,
        )  # fmt: skip
        if reason:
            _settle(count, line, line.counted - expected, reason, by=by, now=now)
    sweep([line.lot.pk for line in lines], depots=[depot], by=by, now=now)
    differing = sum(line.counted != on_shelf.get(line.lot.pk, 0) for line in lines)
    record(
        at=now, by=by, verb="supply.stock.counted", subject=f"count:{count.pk}", playbook=book.reference,
        depot=depot.code, lots=len(lines), differing=differing,
    )  # fmt: skip
    return count


def _locked_shelf(depot: Depot, lines: Sequence[Counted]) -> dict[int, int]:
    """What the books say lies on the shelf of each lot, which nobody else can move before this ends."""
    accounts = accounts_of(depot)
    lock_shelves([depot], {line.lot.item_id for line in lines})
    rows = LotBalance.objects.select_for_update().filter(
        account=accounts["available"], lot__in=[line.lot.pk for line in lines]
    )
    return {row.lot_id: row.quantity for row in rows.order_by("account_id", "lot_id")}


def _reason(reasons: Mapping[str, Reason], line: Counted, expected: int) -> Reason | None:
    if line.counted == expected:
        return None
    if line.reason not in reasons:
        raise NoReasonForDifference(lot=line.lot.number)
    reason = reasons[line.reason]
    if reason.act not in ("correct", "find" if line.counted > expected else "lose"):
        raise ReasonDoesNotFit(lot=line.lot.number)
    return reason


def _settle(
    count: StockCount, line: Counted, difference: int, reason: Reason, *, by: Actor, now: datetime
) -> None:
    accounts = accounts_of(count.depot)
    shelf, item = accounts["available"].pk, line.lot.item_id
    if difference > 0:
        found = account_of(Account.Kind.FOUND).pk
        ledger.post([_move(count, line, difference, found, shelf, reason)], by=by, now=now)
        return
    lost = account_of(Account.Kind.LOST).pk
    free = Balance.objects.filter(account=shelf, item=item).values_list("quantity", flat=True).first() or 0
    available = min(free, -difference)
    reserved = -difference - available
    pairs = [(available, shelf), (reserved, accounts["reserved"].pk)]
    moves = [_move(count, line, quantity, source, lost, reason) for quantity, source in pairs if quantity]
    ledger.post(moves, by=by, now=now)
    if reserved:
        cut_orders(count.depot, item, reserved, by=by, now=now)


def _move(
    count: StockCount, line: Counted, quantity: int, source: int, target: int, reason: Reason
) -> ledger.Move:
    return ledger.Move(
        item_id=line.lot.item_id,
        quantity=quantity,
        from_account=source,
        to_account=target,
        act=ACTS[reason.act],
        lot_id=line.lot.pk,
        reference=f"count:{count.pk}",
        about_on=count.counted_on,
    )
