"""What arrived: proof of delivery, what differed line by line, and the answer that sets the ledger right.

What the receiver says came goes to the receiver. What did not come stays in transit until the depot has found
out: lost, back on the shelf, or there after all. More than was sent is taken from the shelf once the depot
says that it did send more. Who took the delivery in is a personal value and kept outside facts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.personal.operations import keep
from junction.core.scope import Actor

from ..models import Account, Act, Consignment, ConsignmentLine, Discrepancy, Order, OrderLine
from ..queries import depots as depot_queries
from ..queries import picking as queries
from ..rules.stock_book import Reason, stock_book
from . import ledger
from .accounts import account_of, accounts_of
from .holding import sweep
from .stock_refusals import (
    AlreadyAnswered,
    MayNotKeepStock,
    NoReasonForArrival,
    NotOnItsWay,
    OutcomeDoesNotFit,
)
from .supplying import Because, Receiver, make_order
from .telling import tell_all


@dataclass(frozen=True, slots=True)
class Said:
    """What the receiver says of one line."""

    received: int
    reason: str = ""
    note: str = ""


@transaction.atomic
def confirm_arrival(
    consignment_id: int, *, said: Mapping[int, Said], received_by: str, by: Actor, now: datetime
) -> Consignment:
    """Write down what arrived; lines of which nothing is said came as they were sent.

    Raise `Consignment.DoesNotExist` out of reach, `NotOnItsWay`, `NoReasonForArrival`.
    """
    seen = queries.consignment(by.scope, consignment_id)
    if not queries.may_confirm(by.scope, seen):
        raise Consignment.DoesNotExist
    held = Consignment.objects.select_for_update(of=("self",)).select_related("order", "from_depot").get(
        pk=seen.pk
    )  # fmt: skip
    if held.state != Consignment.State.DISPATCHED:
        raise NotOnItsWay
    lines = list(held.lines.select_related("lot").order_by("pk"))
    differing = _take_in(held, lines, said, by=by, now=now)
    held.state = Consignment.State.DISPUTED if differing else Consignment.State.DELIVERED
    held.delivered_at = now
    if received_by.strip():
        until = local_day(now) + timedelta(days=stock_book(local_day(now)).keep_receiver_days)
        held.received_by = keep(received_by.strip(), kind="name", by=by, now=now, retention_until=until)
    held.save(update_fields=["state", "delivered_at", "received_by"])
    settle_order(held.order, now)
    tell_all([held.order_id], "delivered", by=by, now=now)
    record(
        at=now, by=by, verb="supply.consignment.delivered", subject=f"consignment:{held.pk}",
        order=held.order_id, differing=differing,
    )  # fmt: skip
    return held


def _take_in(
    held: Consignment, lines: list[ConsignmentLine], said: Mapping[int, Said], *, by: Actor, now: datetime
) -> int:
    """Move what came, write down what did not; return how many lines differ."""
    reasons = stock_book(local_day(now)).arrival_reasons
    source, target = accounts_of(held.from_depot)["in-transit"].pk, receiving_account(held.order).pk
    moves, differing = [], 0
    for line in lines:
        word = said.get(line.pk, Said(line.quantity))
        if word.received != line.quantity:
            must_fit(reasons.get(word.reason), more=word.received > line.quantity)
            line.difference, differing = word.reason, differing + 1
            dispute(line, line.quantity - word.received, word, by=by, now=now)
        line.received = word.received
        came = min(word.received, line.quantity)
        if came:
            moves.append(move(line, came, source, target, Act.DELIVER))
        OrderLine.objects.filter(pk=line.order_line_id).update(received=F("received") + came)
    ledger.post(moves, by=by, now=now)
    ConsignmentLine.objects.bulk_update(lines, ["received", "difference"])
    if held.order.to_depot is not None:
        sweep([line.lot_id for line in lines], depots=[held.order.to_depot], by=by, now=now)
    return differing


def must_fit(reason: Reason | None, *, more: bool) -> None:
    """Refuse a reason that does not fit what came."""
    if reason is None or reason.is_more != more:
        raise NoReasonForArrival


def dispute(line: ConsignmentLine, missing: int, word: Said, *, by: Actor, now: datetime) -> None:
    """Write down what did not come as it was sent; the depot answers it."""
    Discrepancy.objects.create(
        line=line, missing=missing, reason=word.reason, note=word.note, reported_at=now, reported_by=by.key
    )


def receiving_account(order: Order) -> Account:
    """Where what is delivered for an order lies from then on."""
    if order.to_depot is not None:
        return accounts_of(order.to_depot)["available"]
    if order.place_id:
        return account_of(Account.Kind.AT_PROVIDER, place_id=order.place_id)
    return account_of(Account.Kind.AT_RECIPIENT, organisation_id=order.organisation_id)


@transaction.atomic
def answer_discrepancy(
    discrepancy_id: int, *, outcome: str, answer: str, replace: bool, by: Actor, now: datetime
) -> Discrepancy:
    """Say what was found out, set the ledger right, and send what is missing again when asked.

    Raise `MayNotKeepStock`, `AlreadyAnswered`, `OutcomeDoesNotFit`, and `NotEnough` where more is said to
    have been sent than lies on the shelf.
    """
    open_ones = Discrepancy.objects.select_for_update(of=("self",)).select_related(
        "line__consignment__order", "line__consignment__from_depot", "line__item"
    )
    found = open_ones.get(pk=discrepancy_id)
    consignment = found.line.consignment
    kept = depot_queries.depots(by.scope, permission=depot_queries.STOCK)
    if not kept.filter(pk=consignment.from_depot_id).exists():
        raise MayNotKeepStock
    if found.outcome:
        raise AlreadyAnswered
    Consignment.objects.select_for_update(of=("self",)).get(pk=consignment.pk)
    reason = stock_book(local_day(now)).outcomes.get(outcome)
    if reason is None or reason.to == "corrected" or reason.is_more != (found.missing < 0):
        raise OutcomeDoesNotFit
    _set_right(found, reason, by=by, now=now)
    if replace and found.missing > 0 and reason.to != "arrived":
        found.replaced_by = _again(found, by=by, now=now)
    found.outcome, found.answer, found.answered_at, found.answered_by = outcome, answer, now, by.key
    found.save()
    _close(consignment, now)
    record(
        at=now, by=by, verb="supply.discrepancy.answered", subject=f"consignment:{consignment.pk}",
        why=answer, outcome=outcome, line=found.line_id, units=found.missing,
    )  # fmt: skip
    return found


def _set_right(found: Discrepancy, reason: Reason, *, by: Actor, now: datetime) -> None:
    line, consignment = found.line, found.line.consignment
    own = accounts_of(consignment.from_depot)
    receiver = receiving_account(consignment.order).pk
    transit, shelf = own["in-transit"].pk, own["available"].pk
    ways = {
        "lost": (transit, account_of(Account.Kind.LOST).pk, Act.LOSE),
        "shelf": (transit, shelf, Act.RETURN),
        "arrived": (transit, receiver, Act.DELIVER),
        "shelf-out": (shelf, receiver, Act.CORRECT),
    }
    if reason.to not in ways:
        return
    source, target, act = ways[reason.to]
    quantity = abs(found.missing)
    ledger.post([move(line, quantity, source, target, act)], by=by, now=now)
    if reason.to == "arrived":
        ConsignmentLine.objects.filter(pk=line.pk).update(received=F("received") + quantity)
        OrderLine.objects.filter(pk=line.order_line_id).update(received=F("received") + quantity)
    if reason.to == "shelf":
        sweep([line.lot_id], depots=[consignment.from_depot], by=by, now=now)


def _again(found: Discrepancy, *, by: Actor, now: datetime) -> Order:
    consignment = found.line.consignment
    order = consignment.order
    to = Receiver(order.place_id, order.organisation_id, order.to_depot_id)
    why = f"In place of what did not arrive with consignment {consignment.pk}"
    because = Because(order.route, why)
    wanted = {found.line.item: found.missing}
    return make_order(because, to=to, depot=consignment.from_depot, wanted=wanted, by=by, now=now)


def _close(consignment: Consignment, now: datetime) -> None:
    """A consignment of which every difference is answered is delivered."""
    if Discrepancy.objects.filter(line__consignment=consignment, outcome="").exists():
        return
    Consignment.objects.filter(pk=consignment.pk).update(state=Consignment.State.DELIVERED)
    settle_order(consignment.order, now)


def settle_order(order: Order, now: datetime) -> None:
    """An order is delivered when all that was granted was sent and no consignment is open."""
    Order.objects.select_for_update().get(pk=order.pk)  # of two that settle at once the later sees the other
    if OrderLine.objects.filter(order=order, granted__gt=F("shipped")).exists():
        return
    done = (Consignment.State.DELIVERED, Consignment.State.CANCELLED)
    if order.consignments.exclude(state__in=done).exists():
        return
    Order.objects.filter(pk=order.pk).update(state=Order.State.DELIVERED, changed_at=now)


def move(
    line: ConsignmentLine, quantity: int, source: int, target: int, act: Act, *, about_on: date | None = None
) -> ledger.Move:
    """So much of a line from one account to another, today or on a day."""
    return ledger.Move(
        item_id=line.item_id, quantity=quantity, from_account=source, to_account=target, act=act,
        lot_id=line.lot_id, reference=f"consignment:{line.consignment_id}", about_on=about_on,
    )  # fmt: skip
