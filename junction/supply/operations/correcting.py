"""A delivery that was confirmed is corrected by whoever may confirm it, within the days the playbook gives.

What moves is the difference between what was said and what is said now: more that came goes on from transit
to the receiver, less goes back there until the depot has answered. What the depot has answered about a line
stands, since the ledger was set right by it. Each correction is kept, and the pages of the delivery show it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import transaction
from django.db.models import F

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.refusals import Refusal
from junction.core.scope import Actor

from ..models import Act, ArrivalCorrection, Consignment, ConsignmentLine, Discrepancy, Order, OrderLine
from ..queries import picking as queries
from ..rules.stock_book import StockBook, stock_book
from . import ledger
from .accounts import accounts_of
from .arriving import Said, dispute, move, must_fit, receiving_account, settle_order
from .holding import sweep


class NothingToCorrect(Refusal):
    """Nobody has said yet what arrived, or nothing of it changes. The delivery's page shows how it stands."""


class CorrectionTooLate(Refusal):
    """A delivery is corrected only in the days after it. Ask the depot, which can set the ledger right."""


class AnsweredAlready(Refusal):
    """The depot has answered about this line, and the ledger was set right by it. Ask the depot."""


class NoReasonToCorrect(Refusal):
    """Say why it is corrected."""

    status: ClassVar[int] = 422


class NoSuchLine(Refusal):
    """A line is not of this delivery. Look at it again."""

    status: ClassVar[int] = 422


@transaction.atomic
def correct_arrival(
    consignment_id: int, *, said: Mapping[int, Said], why: str, by: Actor, now: datetime
) -> Consignment:
    """Correct what arrived, by the numbers of lines. Raise `Consignment.DoesNotExist` out of reach.

    Raise `NothingToCorrect`, `CorrectionTooLate`, `AnsweredAlready`, `NoReasonForArrival`,
    `NoReasonToCorrect`, and `NotEnough` where the receiver no longer has what is to go back.
    """
    seen = queries.consignment(by.scope, consignment_id)
    if not queries.may_confirm(by.scope, seen):
        raise Consignment.DoesNotExist
    found = Consignment.objects.select_for_update(of=("self",)).select_related("order", "from_depot")
    held = found.get(pk=seen.pk)
    book = _book_of(held, now)
    if not why.strip():
        raise NoReasonToCorrect
    lines = _changed(held, said)
    for line in lines:
        _correct(line, said[line.pk], why.strip()[:300], book, held, by=by, now=now)
    _end(held, lines, why.strip(), book, by=by, now=now)
    return held


def _book_of(held: Consignment, now: datetime) -> StockBook:
    """Return the rules in force on the day it arrived, while it may still be corrected."""
    if held.delivered_at is None or held.state not in (
        Consignment.State.DELIVERED, Consignment.State.DISPUTED,
    ):  # fmt: skip
        raise NothingToCorrect
    arrived_on = local_day(held.delivered_at)
    book = stock_book(arrived_on)
    last = arrived_on + timedelta(days=book.promise["correct_within_days"])
    if local_day(now) > last:
        raise CorrectionTooLate(f"This delivery could be corrected until {last:%-d %B %Y}. Ask the depot.")
    return book


def _changed(held: Consignment, said: Mapping[int, Said]) -> list[ConsignmentLine]:
    """The lines of which something else is said than before, in the order of the delivery."""
    lines = {line.pk: line for line in held.lines.select_for_update().order_by("pk")}
    if not set(said) <= set(lines):
        raise NoSuchLine
    changed = [line for pk, line in lines.items() if pk in said and said[pk].received != line.received]
    if not changed:
        raise NothingToCorrect
    return changed


def _correct(
    line: ConsignmentLine,
    word: Said,
    why: str,
    book: StockBook,
    held: Consignment,
    *,
    by: Actor,
    now: datetime,
) -> None:
    before = line.received or 0
    differs = word.received != line.quantity
    if differs:
        must_fit(book.arrival_reasons.get(word.reason), more=word.received > line.quantity)
    _withdraw(line, book, by=by, now=now)
    if differs:
        dispute(line, line.quantity - word.received, word, by=by, now=now)
    _post(line, min(word.received, line.quantity) - min(before, line.quantity), held, by=by, now=now)
    line.received, line.difference = word.received, word.reason if differs else ""
    line.save(update_fields=["received", "difference"])
    ArrivalCorrection.objects.create(
        line=line, before=before, after=word.received, why=why, recorded_at=now, recorded_by=by.key
    )


def _withdraw(line: ConsignmentLine, book: StockBook, *, by: Actor, now: datetime) -> None:
    """End what was reported before: it is answered by who reported it. What the depot has answered stands."""
    reported = list(Discrepancy.objects.select_for_update().filter(line=line))
    corrected = {code for code, outcome in book.outcomes.items() if outcome.to == "corrected"}
    if any(one.outcome and one.outcome not in corrected for one in reported):
        raise AnsweredAlready
    for one in reported:
        if one.outcome:
            continue
        is_more = one.missing < 0
        one.outcome = next(code for code in corrected if book.outcomes[code].is_more == is_more)
        one.answer, one.answered_at, one.answered_by = "Corrected by the receiver", now, by.key
        one.save(update_fields=["outcome", "answer", "answered_at", "answered_by"])


def _post(line: ConsignmentLine, more: int, held: Consignment, *, by: Actor, now: datetime) -> None:
    """Move the difference on to the receiver, or back to where it waits for the depot's answer."""
    if not more:
        return
    transit = accounts_of(held.from_depot)["in-transit"].pk
    receiver = receiving_account(held.order).pk
    source, target, act = (transit, receiver, Act.DELIVER) if more > 0 else (receiver, transit, Act.CORRECT)
    arrived_on = local_day(held.delivered_at or now)  # so that what was used since is reckoned from what came
    ledger.post([move(line, abs(more), source, target, act, about_on=arrived_on)], by=by, now=now)
    OrderLine.objects.filter(pk=line.order_line_id).update(received=F("received") + more)


def _end(
    held: Consignment,
    lines: Sequence[ConsignmentLine],
    why: str,
    book: StockBook,
    *,
    by: Actor,
    now: datetime,
) -> None:
    """Say how the delivery stands by now, and write the line of the log."""
    is_open = Discrepancy.objects.filter(line__consignment=held, outcome="").exists()
    held.state = Consignment.State.DISPUTED if is_open else Consignment.State.DELIVERED
    held.save(update_fields=["state"])
    if is_open:
        Order.objects.filter(pk=held.order_id, state=Order.State.DELIVERED).update(
            state=Order.State.DISPATCHED, changed_at=now
        )
    settle_order(held.order, now)
    if held.order.to_depot is not None:
        sweep([line.lot_id for line in lines], depots=[held.order.to_depot], by=by, now=now)
    record(
        at=now, by=by, verb="supply.consignment.corrected", subject=f"consignment:{held.pk}", why=why,
        playbook=book.reference, order=held.order_id, lines={str(line.pk): line.received for line in lines},
    )  # fmt: skip
