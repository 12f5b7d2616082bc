"""Decide on an order that waits at a desk: line by line, from one depot, in one transaction.

What is granted is reserved in the ledger and leaves by express; what is not, and is still needed, goes to
the next route at once. Two who decide at the same moment meet at the row of the ask: the second is told it
was decided.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.refusals import Refusal
from junction.core.scope import Actor

from ..models import Account, Act, Ask, Consignment, Depot, Order, Problem
from ..queries.board import DECIDE, ask_of
from ..queries.sources import depots_to_send_from
from ..rules.deciding import Granted, may_follow, outcome, problems, remainder, state_after
from ..rules.onward import routes_on
from ..rules.urgency import Line, line_on
from .accounts import accounts_of
from .ledger import Move, post
from .onward import routes_of, send_on_lines
from .telling import tell

GRANT = (
    "UPDATE supply_orderline l SET granted = d.granted, reason = d.reason"
    " FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) AS d(id, granted, reason)"
    " WHERE l.id = d.id AND l.order_id = %s"
)


class AlreadyDecided(Refusal):
    """This has been decided already. Look at it again."""


class CannotDecide(Refusal):
    """Every line needs a whole number up to what was asked, and a reason where it is less."""

    status: ClassVar[int] = 422


class NeedsADepot(CannotDecide):
    """Select the depot it comes from."""


class CannotSendOn(Refusal):
    """Choose a route that this need has not been to, and say why."""

    status: ClassVar[int] = 422


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decides: base units for each line by its number, codes of reasons, and where from."""

    granted: Mapping[int, int]  # lines left out are granted in full
    reasons: Mapping[int, str]
    depot_id: int | None = None
    why: str = ""


@transaction.atomic
def decide(order_id: int, decision: Decision, *, by: Actor, now: datetime) -> str:
    """Decide on an order at a desk in reach; return "approved", "in part" or "refused".

    Raise `Ask.DoesNotExist` out of reach, `AlreadyDecided`, `CannotDecide`, `NeedsADepot` or `NotEnough`.
    """
    ask = _locked(order_id, "approve", by=by)
    order, line = ask.order, line_on(local_day(now))
    asked = {one.pk: one for one in order.lines.all()}
    lines = [
        Granted(pk, one.asked, decision.granted.get(pk, one.asked), decision.reasons.get(pk, ""))
        for pk, one in asked.items()
    ]
    wrong = problems(lines, reasons=line.reasons)
    result = outcome(lines)
    if wrong or not set(decision.granted) <= set(asked):
        raise CannotDecide(lines=wrong)
    _grant(order, lines)
    depot = None
    if result != "refused":
        depot = _depot(decision.depot_id, by=by, now=now)
        _reserve(order, depot, [(asked[one.line_id].item_id, one.granted) for one in lines], by=by, now=now)
    _settle(ask, "refuse" if depot is None else "approve", result, why=decision.why, by=by, now=now)
    rest = {asked[pk].item_id: left for pk, left in remainder(lines, going_on=_going_on(line)).items()}
    _say(ask, result, lines, depot, why=decision.why, by=by, now=now)
    why = decision.why.strip() or _reasons_in_words(lines, line)
    tell(order, result, by=by, now=now, depot=depot.name if depot else "", why=why,
         rest="What is still needed goes on." if rest else "")  # fmt: skip
    if rest:
        send_on_lines(order, rest, priority=ask.priority, why=why, by=by, now=now)
    return result


@transaction.atomic
def send_on(order_id: int, *, route: str, why: str, by: Actor, now: datetime) -> Order | Problem:
    """Send a whole order at a desk in reach to another route, with the reason; it keeps its history."""
    ask = _locked(order_id, "send-on", by=by)
    order = ask.order
    ways = routes_on(local_day(now)).ways(order.route, been_to=routes_of(order))
    chosen = next((way for way in ways if way.code == route), None)
    if chosen is None or not why.strip():
        raise CannotSendOn
    rest = {one.item_id: one.asked for one in order.lines.all()}
    _settle(ask, "send-on", Ask.Outcome.SENT_ON, why=why, by=by, now=now)
    record(
        at=now,
        by=by,
        verb="supply.request.sent-on",
        subject=f"order:{order.pk}",
        why=why.strip(),
        route=route,
    )
    return send_on_lines(order, rest, priority=ask.priority, why=why.strip(), chosen=chosen, by=by, now=now)


@transaction.atomic
def withdraw(order_id: int, *, why: str, by: Actor, now: datetime) -> None:
    """Take back what was asked for and is not decided yet: for who may order for the place."""
    ask = _locked(order_id, "withdraw", by=by, permission="supply.order")
    if not why.strip():
        raise CannotSendOn("Say why it is no longer needed.")
    _settle(ask, "withdraw", Ask.Outcome.WITHDRAWN, why=why, by=by, now=now)
    record(at=now, by=by, verb="supply.request.withdrawn", subject=f"order:{order_id}", why=why.strip())
    tell(ask.order, "withdrawn", by=by, now=now)


def _locked(order_id: int, step: str, *, by: Actor, permission: str = DECIDE) -> Ask:
    """Return an undecided ask, locked; whoever does not reach it is told that it does not exist."""
    ask_of(by.scope, order_id, permission=permission)
    found = Ask.objects.select_for_update(of=("self",)).select_related("order__place", "order__sent_on_from")
    ask = found.get(pk=order_id)
    if ask.settled_at is not None or not may_follow(step, ask.order.state):
        raise AlreadyDecided
    return ask


def _grant(order: Order, lines: Sequence[Granted]) -> None:
    """Write every line in one statement, however many there are."""
    ids, granted = [line.line_id for line in lines], [line.granted for line in lines]
    reasons = [line.reason if line.unmet else "" for line in lines]
    with connection.cursor() as cursor:
        cursor.execute(GRANT, [ids, granted, reasons, order.pk])


def _depot(depot_id: int | None, *, by: Actor, now: datetime) -> Depot:
    try:
        return depots_to_send_from(by.scope, now=now).get(pk=depot_id or 0)
    except ObjectDoesNotExist:
        raise NeedsADepot from None


def _reserve(
    order: Order, depot: Depot, granted: Iterable[tuple[int, int]], *, by: Actor, now: datetime
) -> None:
    """Bind the stock in the ledger, and plan the consignment that leaves by express."""
    accounts = accounts_of(depot)
    shelf, bound = accounts[Account.Kind.AVAILABLE].pk, accounts[Account.Kind.RESERVED].pk
    moves = [
        Move(item, number, shelf, bound, Act.RESERVE, reference=f"order:{order.pk}")
        for item, number in granted
        if number
    ]
    post(moves, by=by, now=now)
    Order.objects.filter(pk=order.pk).update(from_depot=depot)
    promised = local_day(order.needed_by) if order.needed_by else None
    Consignment.objects.create(
        order=order, from_depot=depot, state=Consignment.State.PLANNED, is_express=True, promised_on=promised,
        made_at=now,
    )  # fmt: skip


def _settle(ask: Ask, step: str, result: str, *, why: str, by: Actor, now: datetime) -> None:
    ask.settled_at, ask.settled_by, ask.outcome, ask.why = now, by.key, result, why.strip()[:500]
    ask.save(update_fields=["settled_at", "settled_by", "outcome", "why"])
    Order.objects.filter(pk=ask.order_id).update(state=state_after(step), changed_at=now)


def _going_on(line: Line) -> frozenset[str]:
    return frozenset(code for code, reason in line.reasons.items() if reason.goes_on)


def _reasons_in_words(lines: Sequence[Granted], line: Line) -> str:
    """Return why less was granted, each reason once."""
    codes = dict.fromkeys(one.reason for one in lines if one.unmet)
    return "; ".join(line.reasons[code].text for code in codes)


def _say(
    ask: Ask,
    result: str,
    lines: Sequence[Granted],
    depot: Depot | None,
    *,
    why: str,
    by: Actor,
    now: datetime,
) -> None:
    record(
        at=now, by=by, verb="supply.request.decided", subject=f"order:{ask.order_id}", why=why.strip(),
        playbook=ask.order.playbook, outcome=result, depot=depot.code if depot else None, lines=len(lines),
        granted_in_full=sum(not line.unmet for line in lines), late=now > ask.decide_by,
    )  # fmt: skip
