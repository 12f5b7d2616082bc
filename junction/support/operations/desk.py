"""Who has a case of the desk: taken, the next one taken, let go. One agent has one case in hand.

Two agents who press "next" at the same moment get two cases: the row is held while it is taken, and whoever
comes second goes on to the one after it. An agent who presses twice keeps the case they have.
"""

from datetime import datetime

from django.db import connection, transaction

from junction.core.ownership import operations as ownership
from junction.core.ownership.operations import CannotTake
from junction.core.ownership.queries import owner
from junction.core.scope import Actor

from ..models import Need
from ..queries.desk import SUBJECT, beside, next_case
from ..queries.needs import ANSWER, one_need
from . import desk_refusals as refusals
from . import need_refusals

TRIES = 20


@transaction.atomic
def take_next(*, hub: int | None = None, by: Actor, now: datetime) -> Need | None:
    """Take the case with the nearest limit, of those the oldest; None when nothing waits.

    Who has one in hand is given that one again.
    """
    _one_at_a_time(by)
    if in_hand := beside(by.scope, own_key=by.key, now=now).in_hand:
        return one_need(by.scope, in_hand, permission=ANSWER)
    for _ in range(TRIES):
        number = next_case(by.scope, hub=hub, now=now)
        if number is None:
            return None
        try:
            ownership.take((SUBJECT, number), owner=by.key, by=by, now=now)
        except CannotTake:  # somebody committed it between the look and the lock: look again
            continue
        return one_need(by.scope, number, permission=ANSWER)
    return None


@transaction.atomic
def take_case(number: int, *, is_second: bool = False, by: Actor, now: datetime) -> Need:
    """Take one case. Raise `IsOver`, `CannotTake`, or `HasAnother` unless `is_second`."""
    _one_at_a_time(by)
    need = open_case(number, by=by)
    in_hand = beside(by.scope, own_key=by.key, now=now).in_hand
    if in_hand and in_hand != need.pk and owner(SUBJECT, need.pk) != by.key and not is_second:
        raise refusals.HasAnother(need=in_hand)
    ownership.take((SUBJECT, need.pk), owner=by.key, by=by, now=now)
    return need


@transaction.atomic
def let_go(number: int, *, by: Actor, now: datetime) -> Need:
    """Give a case back to the desk. Raise `TakeItFirst` for one that is not the agent's."""
    need = own_case(number, by=by)
    ownership.release((SUBJECT, need.pk), by=by, now=now)
    return need


def own_case(number: int, *, by: Actor) -> Need:
    """Return an open case that the agent has, held until the end of the transaction. Raise `TakeItFirst`."""
    need = open_case(number, by=by)
    if owner(SUBJECT, need.pk) != by.key:
        raise refusals.TakeItFirst
    return need


def open_case(number: int, *, by: Actor) -> Need:
    """Return an open case in reach, held. Raise `Need.DoesNotExist` or `IsOver`."""
    found = one_need(by.scope, number, permission=ANSWER)
    need = Need.objects.select_for_update(of=("self",)).select_related("person", "area").get(pk=found.pk)
    if not need.is_open:
        raise need_refusals.IsOver
    return need


def _one_at_a_time(by: Actor) -> None:
    """Make an agent's second press wait for the first."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"desk:{by.key}"])
