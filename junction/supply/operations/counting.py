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

from ..models import Account, Act, CountLine, Depot, Lot, LotBalance, StockCount
from ..queries import depots as queries
from ..rules.cutting import CutReason
from ..rules.stock_book import Reason, stock_book
from . import ledger
from .accounts import account_of, accounts_of
from .cutting import Cut, cut_orders, let_go_on
from .holding import sweep
from .shelves import lock_orders, lock_shelves
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
    on_shelf, free = _locked_shelf(depot, lines)
    book = stock_book(counted_on)
    count = StockCount.objects.create(
        depot=depot, counted_on=counted_on, recorded_at=now, recorded_by=by.key, note=note
    )
    reasons = _reasons(lines, on_shelf, book.count_reasons)
    CountLine.objects.bulk_create(
        CountLine(
            count=count, item_id=line.lot.item_id, lot=line.lot, expected=on_shelf.get(line.lot.pk, 0),
            counted=line.counted, reason=reason.code if reason else "", note=line.note,
        )
        for line, reason in reasons
    )  # fmt: skip
    differing = [
        (line, line.counted - on_shelf.get(line.lot.pk, 0), reason) for line, reason in reasons if reason
    ]
    _settle(count, differing, free, by=by, now=now)
    sweep([line.lot.pk for line in lines], depots=[depot], by=by, now=now)
    record(
        at=now, by=by, verb="supply.stock.counted", subject=f"count:{count.pk}", playbook=book.reference,
        depot=depot.code, lots=len(lines), differing=len(differing),
    )  # fmt: skip
    return count


def _locked_shelf(depot: Depot, lines: Sequence[Counted]) -> tuple[dict[int, int], dict[int, int]]:
    """What the books say lies on the shelf of each lot, and what of each item is promised to nobody.

    Nobody else can move any of it before this ends.
    """
    shelf, items = accounts_of(depot)["available"], {line.lot.item_id for line in lines}
    lock_orders([depot], items)
    here = lock_shelves([depot], items)
    rows = LotBalance.objects.select_for_update().filter(
        account=shelf, lot__in=[line.lot.pk for line in lines]
    )
    on_shelf = {row.lot_id: row.quantity for row in rows.order_by("account_id", "lot_id")}
    return on_shelf, {item: here.get((shelf.pk, item), 0) for item in items}


def _reasons(
    lines: Sequence[Counted], on_shelf: Mapping[int, int], known: Mapping[str, Reason]
) -> list[tuple[Counted, Reason | None]]:
    found = []
    for line in lines:
        expected = on_shelf.get(line.lot.pk, 0)
        if line.expected is not None and line.expected != expected:
            raise StockMoved
        found.append((line, _reason(known, line, expected)))
    return found


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
    count: StockCount,
    differing: Sequence[tuple[Counted, int, Reason]],
    free: dict[int, int],
    *,
    by: Actor,
    now: datetime,
) -> None:
    """Post what was found before what is gone, all at once; what is free goes before what is promised."""
    accounts = accounts_of(count.depot)
    shelf, promised = accounts["available"].pk, accounts["reserved"].pk
    found, lost = account_of(Account.Kind.FOUND).pk, account_of(Account.Kind.LOST).pk
    moves: list[ledger.Move] = []
    short: dict[int, int] = {}
    for line, difference, reason in sorted(differing, key=lambda one: one[1] < 0):
        item = line.lot.item_id
        if difference > 0:
            moves.append(_move(count, line, difference, found, shelf, reason))
            free[item] += difference
            continue
        available = min(free[item], -difference)
        free[item] -= available
        short[item] = short.get(item, 0) - difference - available
        pairs = [(available, shelf), (-difference - available, promised)]
        moves += [_move(count, line, units, source, lost, reason) for units, source in pairs if units]
    ledger.post(moves, by=by, now=now)
    cuts: list[Cut] = []
    for item, units in sorted(short.items()):
        cuts += cut_orders(count.depot, item, units, reason=CutReason.COUNTED, now=now) if units else []
    let_go_on(cuts, by=by, now=now)


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
