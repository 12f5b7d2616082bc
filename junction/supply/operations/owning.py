"""Who has what: orders that wait, supply problems and offers each have one owner at a time, with its history.

Only somebody who could decide the thing may own it. Handing over needs a reason; letting go leaves it
nobody's, which the lists show at once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.db import transaction

from junction.core.ownership import operations as ownership
from junction.core.refusals import Refusal
from junction.core.scope import Actor

from ..queries.board import SUBJECT, ask_of
from ..queries.owners import may_own
from .deciding import AlreadyDecided
from .telling import News, tell_many


class CannotOwn(Refusal):
    """Choose somebody who may decide on this, and say why it goes to them."""

    status: ClassVar[int] = 422


@dataclass(frozen=True, slots=True)
class Owned:
    """One kind of thing that one person has at a time: how it is taken, handed over and let go.

    `desk` finds a thing within its reader's scope, makes sure that it is not over, and returns the area
    of its desk (None: the nation's). `taken` is what follows from taking one.
    """

    kind: str
    desk: Callable[..., str | None]
    taken: Callable[..., object] | None = None

    @transaction.atomic
    def take(self, number: int, *, by: Actor, now: datetime) -> None:
        """Become the owner of what nobody has."""
        self.desk(number, by=by)
        ownership.take((self.kind, number), owner=by.key, by=by, now=now)
        if self.taken:
            self.taken(number, by=by, now=now)

    @transaction.atomic
    def hand_over(
        self, number: int, *, to: str, why: str, expected: str = "", by: Actor, now: datetime
    ) -> None:
        """Hand it to somebody who may decide at its desk. `expected` is the owner the page showed."""
        desk = self.desk(number, by=by)
        if not why.strip() or not may_own(by.scope, to, desk=desk, own_key=by.key, now=now):
            raise CannotOwn
        reason = why.strip()[:300]
        ownership.hand_over((self.kind, number), to=to, by=by, now=now, reason=reason, expected=expected)

    @transaction.atomic
    def release(self, number: int, *, by: Actor, now: datetime) -> None:
        """Let it be nobody's again, so that its desk sees it waits and its clock begins anew."""
        self.desk(number, by=by)
        ownership.release((self.kind, number), by=by, now=now)


def _desk_of_order(order_id: int, *, by: Actor) -> str | None:
    ask = ask_of(by.scope, order_id)
    if ask.settled_at is not None:
        raise AlreadyDecided
    return ask.desk_id


def _tell_taken(order_id: int, *, by: Actor, now: datetime) -> None:
    """Whoever asked is told that somebody looks at it."""
    tell_many([News(order_id, "taken")], by=by, now=now)


ORDERS = Owned(SUBJECT, _desk_of_order, taken=_tell_taken)
take_order, hand_over_order, release_order = ORDERS.take, ORDERS.hand_over, ORDERS.release
