"""Place orders: two statements for one or for hundreds, of as many callers (docs/adr/0022-rush-of-orders.md).

The first says who asks, whether the place is in their reach, how large it is, and what was answered before
under the same key; the second (`supply_order`) grants, reserves, writes the log and keeps the answers. Every
order of a batch is its own: what is refused of one concerns no other.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from junction.core.calendar import local_day
from junction.core.idempotency.operations import KeyUsedForAnotherRequest
from junction.core.refusals import Refusal
from junction.core.scope import Actor
from junction.people.queries import actor_of_token, system_actor
from junction.registry.queries import places
from junction.supply.rules.ordering import (
    ORDER,
    Asked,
    CallerUnknown,
    Depot,
    Known,
    MayNotOrder,
    NoSuchPlace,
    ToPlace,
    batch_of,
    caller_of,
    judge,
)

from ...queries.portal.bearers import bearers
from ..ledger import see_to_month

Refused = Refusal | CallerUnknown | MayNotOrder | NoSuchPlace
SYSTEM = system_actor("portal")
REFUSED = (Refusal, CallerUnknown, MayNotOrder, NoSuchPlace)


@dataclass(frozen=True, slots=True)
class Placed:
    """What was answered, now or the first time: the order as JSON text, the same to the byte."""

    body: str
    is_replayed: bool = False

    @property
    def order(self) -> dict[str, Any]:
        """The order as it was answered."""
        found: dict[str, Any] = json.loads(self.body)
        return found


def place_orders(asked: Sequence[Asked], *, now: datetime) -> list[Placed | Refused]:
    """Place orders, each by whoever it says; return what came of each, in the order they were asked."""
    came: list[Placed | Refused | None] = [None] * len(asked)
    day = local_day(now)
    again = _same_keys(asked)
    round_ = [n for n in range(len(asked)) if n not in again]
    to_place: dict[int, ToPlace] = {}
    with connection.cursor() as cursor:
        known, depots = _known(cursor, asked, round_, now=now, day=day)
        for n in round_:
            try:
                came[n] = _kept(asked[n], known[n], day)
                if came[n] is None:
                    to_place[n] = judge(asked[n], known[n], depots=depots, now=now, day=day)
            except REFUSED as refusal:
                came[n] = refusal
        if to_place:
            see_to_month(by=SYSTEM, now=now)
            for n, placed in _place(cursor, asked, to_place, depots, now=now):
                came[n] = placed
    for n in again:
        came[n] = place_orders([asked[n]], now=now)[0]
    return came  # type: ignore[return-value] # each has its answer by now


def try_orders(asked: Sequence[Asked], *, now: datetime) -> list[Placed | Refused]:
    """Say what would come of orders now: place them, and take all of it back."""
    with transaction.atomic():
        came = place_orders(asked, now=now)
        transaction.set_rollback(True)
    return came


def _same_keys(asked: Sequence[Asked]) -> list[int]:
    """Return the orders whose key came before in the same batch: they are answered after it."""
    seen: set[tuple[str, str]] = set()
    again = []
    for n, one in enumerate(asked):
        if one.key is not None:
            named = (one.by.key, one.key)
            if named in seen:
                again.append(n)
            seen.add(named)
    return again


def _known(
    cursor, asked: Sequence[Asked], round_: list[int], *, now: datetime, day: date
) -> tuple[dict[int, Known], list[Depot]]:
    """Return what is known of each order that is asked, and the depots that serve."""
    batch: list[dict[str, Any]] = [
        {
            "ordinal": n,
            "sha256": asked[n].sha256,
            "caller": asked[n].by.key if asked[n].sha256 is None else None,
            "key": asked[n].key,
            "place": asked[n].place_id,
            "bearer": asked[n].bearer,
            "kind": asked[n].kind,
            "lines": [code for code, _ in asked[n].lines],
        }
        for n in round_
    ]
    found, depots = _read(cursor, batch, now=now, day=day)
    rows = dict(zip(round_, batch, strict=True))
    if several := {n: row for n, row in rows.items() if (found[n].bearers or 0) > 1}:
        found |= _of_several(cursor, asked, several, found, now=now, day=day)
    return _within_reach(asked, found), depots


def _read(
    cursor, batch: Sequence[dict[str, Any]], *, now: datetime, day: date
) -> tuple[dict[int, Known], list[Depot]]:
    cursor.execute("SELECT * FROM supply_asked(%s::jsonb, %s, %s)", [json.dumps(batch), now, day])
    first, *rows = cursor.fetchall()
    found = {row[0]: Known(*(*row[:-1], json.loads(row[-1] or "[]"))) for row in rows}
    return found, [tuple(row) for row in json.loads(first[-1])]


def _of_several(
    cursor,
    asked: Sequence[Asked],
    several: Mapping[int, dict[str, Any]],
    found: Mapping[int, Known],
    *,
    now: datetime,
    day: date,
) -> dict[int, Known]:
    """Of several bearers only those within the caller's reach are there; one of them alone is meant."""
    known: dict[int, Known] = {}
    meant = []
    for n, row in several.items():
        by = asked[n].by
        caller = by if isinstance(by, Actor) else actor_of_token(by.sha256, now=now)
        within = bearers(caller.scope, asked[n].bearer, asked[n].kind) if caller else []
        known[n] = replace(found[n], bearers=len(within))
        if len(within) == 1:
            meant.append(row | {"place": within[0], "bearer": ""})
    return known | (_read(cursor, meant, now=now, day=day)[0] if meant else {})


def _within_reach(asked: Sequence[Asked], known: dict[int, Known]) -> dict[int, Known]:
    """Leave out the places of those who are no tokens, where they are out of their reach."""
    people = {one.by.key: one.by for n, one in enumerate(asked) if n in known and isinstance(one.by, Actor)}
    for by in people.values():
        if by.scope.reach(ORDER).national:
            continue
        mine = [n for n in known if asked[n].by.key == by.key]
        wanted = {place for n in mine if (place := known[n].place_id) is not None}
        reached = set(places(by.scope, permission=ORDER).filter(pk__in=wanted).values_list("pk", flat=True))
        known |= {n: replace(known[n], in_reach=known[n].place_id in reached) for n in mine}
    return known


def _kept(asked: Asked, known: Known, day: date) -> Placed | None:
    """Return the answer that was given under this key before; raise when it was for another request."""
    if known.kept_hash is None:
        return None
    caller_of(asked, known, day=day)
    if known.kept_hash != asked.request_hash:
        raise KeyUsedForAnotherRequest
    return Placed(known.kept_body or "", is_replayed=True)


def _place(
    cursor: CursorWrapper,
    asked: Sequence[Asked],
    to_place: dict[int, ToPlace],
    depots: list[Depot],
    *,
    now: datetime,
) -> Iterator[tuple[int, Placed | Refused]]:
    """Place what was judged sound, in one statement."""
    cursor.execute(
        "SELECT * FROM supply_order(%s::jsonb, %s)", [json.dumps(batch_of(asked, to_place, depots)), now]
    )
    for n, outcome, _, body in cursor.fetchall():
        if outcome == "other-request":
            yield n, KeyUsedForAnotherRequest()
        else:
            yield n, Placed(body, is_replayed=outcome == "replayed")
