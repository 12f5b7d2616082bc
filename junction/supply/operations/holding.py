"""What may not be given out lies apart: quarantine, holds, recalls and lots past their last day.

A hold moves what lies on the shelf of a depot to its account of held stock. What is available goes first.
What is reserved goes as well, since nobody may be sent it: the newest orders of that item are then granted
less, with the reason, and their remainder goes on (`cutting`). When the last hold ends, all of it is
available again.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.scope import Actor

from ..models import Account, Act, Balance, Depot, Lot, LotBalance, LotHold
from ..queries import depots as queries
from ..rules.cutting import reason_of
from ..rules.lots import LotState
from . import ledger
from .accounts import accounts_of
from .cutting import Cut, cut_orders, let_go_on
from .shelves import lock_orders, lock_shelves
from .stock_refusals import CannotEndHold, MayNotKeepStock

OUT_OF_DATE = "Past its last day of use"


@transaction.atomic
def hold_lot(*, lot_id: int, kind: str, depot_code: str, reason: str, by: Actor, now: datetime) -> LotHold:
    """Hold a lot back at one depot, or everywhere ("": a national reach). Raise `MayNotKeepStock`."""
    depot = _depot(depot_code, by)
    if depot is None and not by.scope.reach(queries.STOCK).national:
        raise MayNotKeepStock
    lot = Lot.objects.select_for_update().get(pk=lot_id)  # nobody takes some in or sends some off meanwhile
    hold = LotHold.objects.create(lot=lot, depot=depot, kind=kind, reason=reason, from_at=now, from_by=by.key)
    moved = sweep([lot.pk], depots=[depot] if depot else None, by=by, now=now)
    record(
        at=now, by=by, verb="supply.lot.held", subject=f"lot:{lot.pk}", why=reason, kind=kind,
        depot=depot_code, moved=moved.get(lot.item_id, 0),
    )  # fmt: skip
    return hold


@transaction.atomic
def end_hold(*, hold_id: int, reason: str, by: Actor, now: datetime) -> LotHold:
    """End a hold. Raise `MayNotKeepStock`, and `CannotEndHold` for a recall and for what has ended."""
    hold = LotHold.objects.select_for_update(of=("self",)).select_related("depot", "lot").get(pk=hold_id)
    reach = by.scope.reach(queries.STOCK)
    if not (reach.national or (hold.depot and _reaches(hold.depot, by))):
        raise MayNotKeepStock
    if hold.until_at or hold.kind == LotHold.Kind.RECALL:
        raise CannotEndHold
    _end(hold, by=by, now=now)
    depots = [hold.depot] if hold.depot else None
    moved = sweep([hold.lot_id], depots=depots, by=by, now=now).get(hold.lot.item_id, 0)
    record(
        at=now, by=by, verb="supply.lot.released", subject=f"lot:{hold.lot_id}", why=reason, kind=hold.kind,
        moved=moved,
    )  # fmt: skip
    return hold


def sweep(
    lot_ids: Iterable[int], *, depots: Iterable[Depot] | None = None, by: Actor, now: datetime
) -> dict[int, int]:
    """Bring shelves in line with how lots stand at each depot; return base units moved, by item.

    A step inside another's transaction, which writes the line of the log.
    """
    rows = LotBalance.objects.filter(
        lot__in=list(lot_ids), quantity__gt=0, account__kind__in=["available", "held"]
    ).select_related("lot__item", "account__depot")
    if depots is not None:
        rows = rows.filter(account__depot__in=list(depots))
    places = rows.order_by().values_list("account__depot", "lot__item").distinct()
    here = {depot for depot, _ in places}, {item for _, item in places}
    lock_orders(*here)
    lock_shelves(*here)
    moved: dict[int, int] = defaultdict(int)
    cuts: list[Cut] = []
    by_depot: dict[int, list[LotBalance]] = {}
    for row in rows.order_by("account__depot_id", "lot_id"):
        by_depot.setdefault(row.account.depot_id or 0, []).append(row)
    for depot_id, held in by_depot.items():
        standing = queries.standings(by.scope, [row.lot for row in held], at=now, depot_id=depot_id)
        for row in held:
            state = standing[row.lot_id].state
            if (state is LotState.USABLE) != (row.account.kind == "held"):
                continue
            moved[row.lot.item_id] += row.quantity
            if state is LotState.USABLE:
                _put_back(row, by=by, now=now)
            else:
                cuts += _set_aside(row, state, by=by, now=now)
    let_go_on(cuts, by=by, now=now)
    return dict(moved)


def _set_aside(row: LotBalance, state: LotState, *, by: Actor, now: datetime) -> list[Cut]:
    depot = row.account.depot
    if depot is None:
        return []
    accounts = accounts_of(depot)
    shelf = [accounts["available"].pk, accounts["reserved"].pk]
    locked = Balance.objects.select_for_update().filter(account__in=shelf, item=row.lot.item_id)
    free = {one.account_id: one.quantity for one in locked.order_by("account_id", "item_id")}
    available = min(free.get(accounts["available"].pk, 0), row.quantity)
    reserved = row.quantity - available
    moves = [
        _move(row, quantity, accounts[kind], accounts["held"], Act.HOLD)
        for kind, quantity in (("available", available), ("reserved", reserved))
        if quantity
    ]
    ledger.post(moves, by=by, now=now)
    return cut_orders(depot, row.lot.item_id, reserved, reason=reason_of(state), now=now) if reserved else []


def _put_back(row: LotBalance, *, by: Actor, now: datetime) -> None:
    depot = row.account.depot
    if depot is None:
        return
    accounts = accounts_of(depot)
    ledger.post(
        [_move(row, row.quantity, accounts["held"], accounts["available"], Act.UNHOLD)], by=by, now=now
    )


def _move(row: LotBalance, quantity: int, source: Account, target: Account, act: Act) -> ledger.Move:
    return ledger.Move(
        item_id=row.lot.item_id,
        quantity=quantity,
        from_account=source.pk,
        to_account=target.pk,
        act=act,
        lot_id=row.lot_id,
        reference=f"lot:{row.lot_id}",
    )


@transaction.atomic
def hold_what_is_past_its_day(*, by: Actor, now: datetime) -> dict[int, int]:
    """Set aside what lies on a shelf past its last day; return how many base units, by item."""
    day = local_day(now)
    lots = Lot.objects.filter(balances__quantity__gt=0, balances__account__kind="available").distinct()
    wanted = sorted(
        pk
        for pk, standing in queries.standings(by.scope, lots, at=now).items()
        if standing.expires_on is not None and standing.expires_on < day
    )
    moved = sweep(wanted, by=by, now=now)
    if moved:
        record(
            at=now, by=by, verb="supply.lots.expired", subject="lots:expired", why=OUT_OF_DATE, lots=wanted,
            moved={str(item): units for item, units in sorted(moved.items())},
        )  # fmt: skip
    return moved


def _end(hold: LotHold, *, by: Actor, now: datetime) -> None:
    hold.until_at, hold.until_by = now, by.key
    hold.save(update_fields=["until_at", "until_by"])


def _depot(code: str, by: Actor) -> Depot | None:
    return queries.depot(by.scope, code, permission=queries.STOCK) if code else None


def _reaches(depot: Depot, by: Actor) -> bool:
    return queries.depots(by.scope, permission=queries.STOCK).filter(pk=depot.pk).exists()
