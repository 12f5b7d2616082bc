"""What was lacking of orders that nobody decides on, such as the portal's, goes on as well.

Where less than half of a line was granted, a job sends all that the order lacks on; where more was, whoever
ordered does it with one tap if they still need it. Either way once, with its history, and only while the
order is young. So many orders go in one transaction, in a handful of statements.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from junction.core.audit.operations import Entry, record_many
from junction.core.calendar import local_day
from junction.core.refusals import Refusal
from junction.core.scope import Actor

from ..models import Order, OrderLine, Problem
from ..queries.leftovers import ORDER, has_leftover, lines_left_short, orders_left_short
from ..rules.onward import routes_on
from .onward import Remainder, send_on_many

BATCH = 2_000  # orders of one transaction
WHY = "There was too little stock"


class NothingLeft(Refusal):
    """Nothing of this order is left that could go on, or it has gone on already."""


@transaction.atomic
def send_leftover_on(order_id: int, *, by: Actor, now: datetime) -> Order | Problem:
    """Send what lacked of one order of a place in reach to the next route. Raise `NothingLeft`."""
    held = Order.objects.select_for_update(of=("self",)).select_related("place", "organisation", "to_depot")
    order = held.filter(pk=order_id).first()
    if order is None or not has_leftover(by.scope, order_id, permission=ORDER, now=now):
        raise NothingLeft
    lines = lines_left_short(by.scope, [order_id], now=now)[order_id]
    [sent] = _send([(order, lines)], by=by, now=now)
    return sent


def send_leftovers_on(*, by: Actor, now: datetime) -> int:
    """Send on what lacked of every order of which too little was granted; return of how many.

    So many at a time, each lot in its own transaction: should the job die, the next one takes on.
    """
    sent = 0
    while done := _send_batch(by=by, now=now):
        sent += done
    return sent


@transaction.atomic
def _send_batch(*, by: Actor, now: datetime) -> int:
    leftovers = routes_on(local_day(now)).leftovers
    since = now - timedelta(hours=leftovers.within_hours)
    waiting = orders_left_short(by.scope, since=since, now=now, below_percent=leftovers.below_percent)
    locked = list(
        waiting.select_for_update(of=("self",), skip_locked=True).values_list("pk", flat=True)[:BATCH]
    )
    found = waiting.filter(pk__in=locked)  # whoever had one locked before may have sent it on
    orders = list(found.select_related("place", "organisation", "to_depot"))
    lines = lines_left_short(by.scope, [order.pk for order in orders], now=now)
    return len(_send([(order, lines[order.pk]) for order in orders], by=by, now=now))


def _send(
    short: Sequence[tuple[Order, Sequence[OrderLine]]], *, by: Actor, now: datetime
) -> list[Order | Problem]:
    """Send what these orders lack on; whoever calls holds them locked and has seen that none went on."""
    routes = routes_on(local_day(now))
    asked = [order.pk for order, _ in short if order.state == Order.State.ASKED]
    Order.objects.filter(pk__in=asked).update(state=Order.State.CLOSED, changed_at=now)
    remainders = [
        Remainder(
            order, {line.item_id: line.asked - line.granted for line in lines}, routes.leftovers.priority, WHY
        )
        for order, lines in short
    ]
    entries = [Entry(f"order:{one.order.pk}", {"lines": len(one.rest)}, WHY) for one in remainders]
    record_many(at=now, by=by, verb="supply.leftover.sent-on", entries=entries, playbook=routes.reference)
    return send_on_many(remainders, by=by, now=now)
