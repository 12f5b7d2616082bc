"""What was lacking of orders that nobody decides on, such as the portal's, goes on as well.

Where less than half of a line was granted, a job sends the rest on; where more was, whoever ordered does it
with one tap if they still need it. Either way once, with its history, and only while the order is young.
"""

from datetime import datetime, timedelta

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.refusals import Refusal
from junction.core.scope import Actor

from ..models import Order, OrderLine, Problem
from ..queries.leftovers import ORDER, has_leftover, orders_left_short, short_lines
from ..rules.onward import routes_on
from .onward import send_on_lines

BATCH = 1_000  # orders of one run of the job; the next run takes on
WHY = "There was too little stock"


class NothingLeft(Refusal):
    """Nothing of this order is left that could go on, or it has gone on already."""


@transaction.atomic
def send_leftover_on(order_id: int, *, by: Actor, now: datetime) -> Order | Problem:
    """Send what lacked of one order of a place in reach to the next route. Raise `NothingLeft`."""
    if not has_leftover(by.scope, order_id, permission=ORDER, now=now):
        raise NothingLeft
    return _send(order_id, short_lines(by.scope, order_id, now=now), by=by, now=now)


def send_leftovers_on(*, by: Actor, now: datetime) -> int:
    """Send on what lacked of every order of which too little was granted; return of how many."""
    leftovers = routes_on(local_day(now)).leftovers
    since = now - timedelta(hours=leftovers.within_hours)
    waiting = orders_left_short(by.scope, since=since, now=now, below_percent=leftovers.below_percent)
    found = list(waiting.values_list("pk", flat=True)[:BATCH])
    sent = 0
    for number in found:
        with transaction.atomic():
            lines = short_lines(by.scope, number, now=now)
            short = [line for line in lines if leftovers.go_by_themselves(line.asked, line.granted)]
            if short and has_leftover(by.scope, number, permission=ORDER, now=now):
                _send(number, short, by=by, now=now)
                sent += 1
    return sent


def _send(order_id: int, lines: list[OrderLine], *, by: Actor, now: datetime) -> Order | Problem:
    held = Order.objects.select_for_update(of=("self",)).select_related("place", "organisation", "to_depot")
    order = held.get(pk=order_id)
    if order.sent_on_to.exists() or order.problems.exists():
        raise NothingLeft
    if order.state == Order.State.ASKED:
        Order.objects.filter(pk=order_id).update(state=Order.State.CLOSED, changed_at=now)
    rest = {line.item_id: line.asked - line.granted for line in lines}
    record(
        at=now, by=by, verb="supply.leftover.sent-on", subject=f"order:{order_id}", why=WHY,
        playbook=routes_on(local_day(now)).reference, lines=len(rest),
    )  # fmt: skip
    priority = routes_on(local_day(now)).leftovers.priority
    return send_on_lines(order, rest, priority=priority, why=WHY, by=by, now=now)
