"""A lot is called back: held everywhere, all who had some told, their answers moved in the ledger.

What a reader has left is moved from them to what is recalled; the rest of what was delivered counts as used.
Who wants a replacement asks for it in the same step: an order by the route, from the depot, that served them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.jobs import defer
from junction.core.scope import Actor

from ..models import Account, Act, ConsignmentLine, Lot, LotHold, Order, Recall, RecallNotice
from ..queries import depots as depot_queries
from ..queries import recalls as queries
from . import ledger
from .accounts import account_of
from .holding import sweep
from .stock_refusals import AlreadyRecalled, AlreadySaid, MayNotKeepStock, MoreThanThereIs, RecallIsOver
from .supplying import Because, Receiver, make_order

TELL = "supply.tell_recall"


@transaction.atomic
def start_recall(
    *, lot_id: int, reason: str, instructions: str, source: str, by: Actor, now: datetime
) -> Recall:
    """Call a lot back. Raise `MayNotKeepStock` without a national reach, `AlreadyRecalled`."""
    if not by.scope.reach(depot_queries.STOCK).national:
        raise MayNotKeepStock
    lot = Lot.objects.select_for_update().get(pk=lot_id)
    if Recall.objects.filter(lot=lot, ended_at__isnull=True).exists():
        raise AlreadyRecalled
    made = Recall.objects.create(
        lot=lot, reason=reason, instructions=instructions, source=source, started_at=now, started_by=by.key
    )
    LotHold.objects.create(lot=lot, kind="recall", reason=reason, from_at=now, from_by=by.key)
    had = queries.who_had(by.scope, lot)
    RecallNotice.objects.bulk_create(
        (
            RecallNotice(
                recall=made, place_id=place, organisation_id=body, depot_id=depot, delivered=quantity,
                told_at=now,
            )
            for place, body, depot, quantity in had
        ),
        batch_size=5_000,
    )  # fmt: skip
    held = sweep([lot.pk], by=by, now=now).get(lot.item_id, 0)
    record(
        at=now,
        by=by,
        verb="supply.recall.started",
        subject=f"lot:{lot.pk}",
        why=reason,
        told=len(had),
        held=held,
    )
    defer(TELL, recall_id=made.pk, again=False)
    return made


@transaction.atomic
def remind(*, recall_id: int, by: Actor, now: datetime) -> int:
    """Write again to all who have not answered; return how many those are. Raise `RecallIsOver`."""
    recall = _held(recall_id, by)
    waiting = RecallNotice.objects.filter(recall=recall, acknowledged_at__isnull=True)
    reminded = waiting.update(reminded_at=now)
    record(at=now, by=by, verb="supply.recall.reminded", subject=f"lot:{recall.lot_id}", waiting=reminded)
    defer(TELL, recall_id=recall.pk, again=True)
    return reminded


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reader says: how much they have set aside, and whether they want it replaced."""

    set_aside: int
    replace: bool = False


@transaction.atomic
def answer_recall(notice_id: int, answer: Answer, *, by: Actor, now: datetime) -> RecallNotice:
    """Acknowledge a recall.

    Raise `RecallNotice.DoesNotExist`, `RecallIsOver`, `AlreadySaid`, `MoreThanThereIs`.
    """
    found = queries.notice(by.scope, notice_id)
    if Recall.objects.select_for_update().get(pk=found.recall_id).ended_at:  # the recall before its notices
        raise RecallIsOver
    notice = RecallNotice.objects.select_for_update().get(pk=notice_id)
    if notice.acknowledged_at:
        raise AlreadySaid
    left = queries.left_with(by.scope, notice)
    if answer.set_aside > left.quantity:
        raise MoreThanThereIs(left=left.quantity)
    ledger.post(_moves(notice, left, answer.set_aside), by=by, now=now)
    notice.acknowledged_at, notice.acknowledged_by = now, by.key
    notice.set_aside = answer.set_aside
    if answer.replace and answer.set_aside and not notice.depot_id:
        notice.replacement = _replacement(notice, answer.set_aside, by=by, now=now)
    notice.save()
    record(
        at=now, by=by, verb="supply.recall.answered", subject=f"recall:{notice.recall_id}", notice=notice.pk,
        set_aside=answer.set_aside, replaced=bool(notice.replacement_id),
    )  # fmt: skip
    return notice


def _moves(notice: RecallNotice, left: queries.Left, set_aside: int) -> Sequence[ledger.Move]:
    """What is set aside is recalled; of a provider, the rest is used; of a depot, the rest stays held."""
    lot, moves = notice.recall.lot, []
    recalled, used = account_of(Account.Kind.RECALLED).pk, account_of(Account.Kind.CONSUMED).pk
    for account, quantity in left.by_account:
        aside = min(quantity, set_aside)
        set_aside -= aside
        ways = [(aside, recalled, Act.RECALL)]
        ways += [] if notice.depot_id else [(quantity - aside, used, Act.CONSUME)]
        moves += [
            ledger.Move(lot.item_id, units, account, target, act, lot.pk, f"recall:{notice.recall_id}")
            for units, target, act in ways
            if units
        ]
    return moves


def _replacement(notice: RecallNotice, quantity: int, *, by: Actor, now: datetime) -> Order | None:
    """An order by the route, and from the depot, that last brought the lot there; none when nothing did."""
    lines = ConsignmentLine.objects.filter(
        lot=notice.recall.lot_id, consignment__state__in=["delivered", "disputed"]
    )
    if notice.place_id:
        lines = lines.filter(consignment__order__place=notice.place_id)
    else:
        lines = lines.filter(consignment__order__organisation=notice.organisation_id)
    last = lines.select_related("consignment__order", "consignment__from_depot").order_by("-pk").first()
    if last is None:
        return None
    order = last.consignment.order
    because = Because(order.route, f"In place of lot {notice.recall.lot.number}, which is recalled")
    to = Receiver(notice.place_id, notice.organisation_id)
    wanted = {notice.recall.lot.item: quantity}
    return make_order(because, to=to, depot=last.consignment.from_depot, wanted=wanted, by=by, now=now)


@transaction.atomic
def end_recall(*, recall_id: int, is_mistake: bool, why: str, by: Actor, now: datetime) -> Recall:
    """End a recall. After a mistake the lot may be given out again; otherwise it stays held for good."""
    recall = _held(recall_id, by)
    recall.ended_at, recall.ended_by = now, by.key
    recall.save(update_fields=["ended_at", "ended_by"])
    moved = 0
    if is_mistake:
        holds = LotHold.objects.filter(lot=recall.lot_id, kind="recall", from_at=recall.started_at)
        holds.filter(until_at__isnull=True).update(until_at=now, until_by=by.key)
        moved = sweep([recall.lot_id], by=by, now=now).get(recall.lot.item_id, 0)
    record(
        at=now, by=by, verb="supply.recall.ended", subject=f"lot:{recall.lot_id}", why=why,
        mistake=is_mistake, moved=moved,
    )  # fmt: skip
    return recall


def _held(recall_id: int, by: Actor) -> Recall:
    if not by.scope.reach(depot_queries.STOCK).national:
        raise MayNotKeepStock
    found = Recall.objects.select_for_update(of=("self",)).select_related("lot").get(pk=recall_id)
    if found.ended_at:
        raise RecallIsOver
    return found
