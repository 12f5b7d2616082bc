"""Post movements: one call of `supply_post` for one or thousands, all or none (`migrations/0002_ledger.py`).

Whoever posts has made sure that its actor may; the ledger only makes sure that the sums are right. The line
of the log is written by the operation that posts, since it knows why; each movement keeps who posted it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import Error, connection, transaction

from junction.core.calendar import local_day
from junction.core.scope import Actor

from ..models import Act, ConsignmentLine
from .refusals import MakesNoSense, NotEnough

_known: set[tuple[int, int]] = set()  # months this process has seen to exist, once committed


@dataclass(frozen=True, slots=True)
class Move:
    """So many base units of an item from one account to another; with their lot, unless they stay on a shelf.

    `about_on` is the day it happened (none: when it is recorded); `reference` is what it was for: "order:12".
    """

    item_id: int
    quantity: int
    from_account: int
    to_account: int
    act: Act
    lot_id: int | None = None
    reference: str = ""
    about_on: date | None = None

    def as_row(self) -> dict[str, object]:
        """The object that `supply_post` reads."""
        return {
            "item": self.item_id,
            "quantity": self.quantity,
            "from_account": self.from_account,
            "to_account": self.to_account,
            "lot": self.lot_id,
            "act": self.act.value,
            "reference": self.reference,
            "about_on": self.about_on.isoformat() if self.about_on else None,
        }

    @classmethod
    def of(cls, line: ConsignmentLine, source: int, target: int, act: Act) -> "Move":
        """Move a line of a consignment from one account of its depot to another."""
        about = f"consignment:{line.consignment_id}"
        return cls(line.item_id, line.quantity, source, target, act, line.lot_id, about)


def post(moves: Sequence[Move], *, by: Actor, now: datetime) -> None:
    """Post movements in the order given, all or none; what one brings another may take.

    Raise `NotEnough` (about: account, item, lot, short) or `MakesNoSense`; then nothing is moved.
    """
    if not moves:
        return
    see_to_month(by=by, now=now)
    batch = json.dumps([move.as_row() for move in moves])
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT supply_post(%s::jsonb, %s, %s)", [batch, now, by.key])
    except Error as error:
        raise refusal_of(error) or error from error


def refusal_of(error: Error) -> NotEnough | MakesNoSense | None:
    """Return what the ledger refused, if it was the ledger that did."""
    cause = error.__cause__
    state = getattr(cause, "sqlstate", "")
    if state not in {"JU001", "JU002"}:
        return None
    about = json.loads(cause.diag.message_detail or "{}")  # type: ignore[union-attr] # an error of psycopg
    return NotEnough(**about) if state == "JU001" else MakesNoSense(**about)


def make_coming_months(*, by: Actor, now: datetime) -> int:
    """Make the months of the next quarter ahead of time, so that no movement has to; return how many."""
    return _make_months(local_day(now), local_day(now) + timedelta(days=92))


def see_to_month(*, by: Actor, now: datetime) -> None:
    """Make sure the month of this moment exists. Costs nothing once this process has seen it."""
    month = (now.year, now.month)
    if month not in _known and _make_months(now.date(), now.date()) == 0:
        _known.add(month)


def _make_months(first: date, last: date) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT supply_make_partitions(%s, %s)", [first, last])
        return int(cursor.fetchone()[0])
