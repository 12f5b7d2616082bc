"""What the record wants of one today: actions one has, late ones that nobody has, asks that are alarming."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from junction.core.scope import Scope

from .asks import alarming, asks
from .documents import KEEP
from .promises import actions


@dataclass(frozen=True, slots=True)
class RecordToday:
    """How much of the record waits for somebody."""

    mine: int = 0  # open actions one has
    late: int = 0  # of them, those whose day is over
    nobodys: int = 0  # late actions that one may take and nobody has
    asks: int = 0  # open asks that waited too long or went round too often

    def __bool__(self) -> bool:
        return any((self.mine, self.nobodys, self.asks))


def record_today(scope: Scope, *, own_key: str, now: datetime) -> RecordToday:
    """Count what waits for who keeps the record; nothing for anybody else."""
    if not scope.may(KEEP):
        return RecordToday()
    readable: QuerySet[Any] = actions(scope, now=now)  # with what that adds to each: state and owner
    kept: QuerySet[Any] = actions(scope, permission=KEEP, now=now)
    own = readable.filter(owner=own_key).exclude(state="closed").order_by()
    states = list(own.values_list("state", flat=True))
    nobodys = kept.filter(state="late", owner__isnull=True).count()
    open_asks = alarming(asks(scope, permission=KEEP, now=now), at=now)
    return RecordToday(len(states), states.count("late"), nobodys, open_asks.count())
