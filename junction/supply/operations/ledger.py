"""Post movements: one call of `supply_post` for one or thousands, all or none (`migrations/0002_ledger.py`).

Whoever posts has made sure that its actor may; the ledger only makes sure that the sums are right. The line
of the log is written by the operation that posts, since it knows why; each movement keeps who posted it.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import Error, connection, transaction

from junction.core.calendar import local_day
from junction.core.scope import Actor

from ..models import Account, Act, Depot
from .refusals import MakesNoSense, NotEnough

_known: set[tuple[int, int]] = set()  # months this process has seen to exist, once committed
OF_A_DEPOT = (Account.Kind.AVAILABLE, Account.Kind.RESERVED, Account.Kind.PICKED, Account.Kind.HELD,
              Account.Kind.IN_TRANSIT)  # fmt: skip


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


def post(moves: Sequence[Move], *, by: Actor, now: datetime) -> None:
    """Post movements in the order given, all or none; what one brings another may take.

    Raise `NotEnough` (about: account, item, lot, short) or `MakesNoSense`; then nothing is moved.
    """
    if not moves:
        return
    see_to_month(now)
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


def accounts_of(depot: Depot) -> dict[str, Account]:
    """Return the accounts of a depot by kind; made when first needed, the shelf before what shares it."""
    found = {account.kind: account for account in Account.objects.filter(depot=depot)}
    for kind in OF_A_DEPOT:
        if kind not in found:
            shelf = found[Account.Kind.AVAILABLE] if kind == Account.Kind.RESERVED else None
            found[kind] = Account.objects.get_or_create(kind=kind, depot=depot, defaults={"shelf": shelf})[0]
    return found


def account_of(
    kind: Account.Kind,
    *,
    depot: Depot | None = None,
    place_id: int | None = None,
    organisation_id: int | None = None,
) -> Account:
    """Return the account of this kind and bearer; made when first needed."""
    if depot:
        return accounts_of(depot)[kind]
    owes = kind == Account.Kind.SUPPLIER
    bearer: dict[str, Any] = {"place_id": place_id, "organisation_id": organisation_id}
    found, _ = Account.objects.get_or_create(
        kind=kind, depot=None, **bearer, defaults={"may_be_negative": owes}
    )
    return found


def accounts_of_places(place_ids: Iterable[int]) -> dict[int, int]:
    """Return the account at each provider's place, making those that lack; two statements for any number."""
    wanted = sorted(set(place_ids))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO supply_account (kind, place_id, may_be_negative) SELECT 'at-provider', p, false"
            " FROM unnest(%s::bigint[]) p WHERE NOT EXISTS (SELECT FROM supply_account a"
            " WHERE a.kind = 'at-provider' AND a.place_id = p) ON CONFLICT DO NOTHING",
            [wanted],
        )
        cursor.execute(
            "SELECT place_id, id FROM supply_account WHERE kind = 'at-provider' AND place_id = ANY(%s)",
            [wanted],
        )
        return dict(cursor.fetchall())


def make_coming_months(*, now: datetime) -> int:
    """Make the months of the next quarter ahead of time, so that no movement has to; return how many."""
    return _make_months(local_day(now), local_day(now) + timedelta(days=92))


def see_to_month(now: datetime) -> None:
    """Make sure the month of this moment exists. Costs nothing once this process has seen it."""
    month = (now.year, now.month)
    if month not in _known and _make_months(now.date(), now.date()) == 0:
        _known.add(month)


def _make_months(first: date, last: date) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT supply_make_partitions(%s, %s)", [first, last])
        return int(cursor.fetchone()[0])
