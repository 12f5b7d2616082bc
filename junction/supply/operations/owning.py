"""Who has what: orders that wait, supply problems and offers each have one owner at a time, with its history.

Only somebody who could decide the thing may own it. Handing over needs a reason; letting go leaves it
nobody's, which the lists show at once.
"""

from datetime import datetime
from typing import ClassVar

from django.db import transaction

from junction.core.ownership import operations as ownership
from junction.core.refusals import Refusal
from junction.core.scope import Actor

from ..models import Order
from ..queries.board import SUBJECT, ask_of
from ..queries.owners import may_own
from .deciding import AlreadyDecided
from .telling import tell

Subject = ownership.Subject


class CannotOwn(Refusal):
    """Choose somebody who may decide on this, and say why it goes to them."""

    status: ClassVar[int] = 422


@transaction.atomic
def take_order(order_id: int, *, by: Actor, now: datetime) -> None:
    """Take an order that waits at a desk in reach; whoever asked is told that somebody looks at it."""
    order = _waiting(order_id, by=by)
    ownership.take((SUBJECT, order_id), owner=by.key, by=by, now=now)
    tell(order, "taken", by=by, now=now)


@transaction.atomic
def hand_over_order(
    order_id: int, *, to: str, why: str, expected: str = "", by: Actor, now: datetime
) -> None:
    """Hand an order to somebody else who may decide it. `expected` is the owner the page showed."""
    _waiting(order_id, by=by)
    desk = ask_of(by.scope, order_id).desk_id
    hand_over((SUBJECT, order_id), to=to, why=why, desk=desk, expected=expected, by=by, now=now)


@transaction.atomic
def release_order(order_id: int, *, by: Actor, now: datetime) -> None:
    """Let an order be nobody's again, so that the desk sees it waits."""
    _waiting(order_id, by=by)
    ownership.release((SUBJECT, order_id), by=by, now=now)


def hand_over(
    subject: Subject, *, to: str, why: str, desk: str | None, expected: str = "", by: Actor, now: datetime
) -> None:
    """Hand over anything of a desk (an area's, or the nation's), which the caller found in its scope."""
    if not why.strip() or not may_own(by.scope, to, desk=desk, own_key=by.key, now=now):
        raise CannotOwn
    ownership.hand_over(subject, to=to, by=by, now=now, reason=why.strip()[:300], expected=expected)


def _waiting(order_id: int, *, by: Actor) -> Order:
    ask = ask_of(by.scope, order_id)
    if ask.settled_at is not None:
        raise AlreadyDecided
    return ask.order
