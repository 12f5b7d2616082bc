"""Post what providers used, from one count in their returns to the next, so that nobody has to count twice.

What was there and came, less what is left, was used; it is taken from what the books put with the place, as
far as that goes, and dated by the later count. Done again it changes nothing; a return that is corrected
later corrects what was posted by it, by another movement. What a place used of what it had bought by itself
cannot be told apart: it is taken to have used first what it was sent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db import connection, transaction

from junction.core.audit.operations import record
from junction.core.scope import Actor

from ..models import Account, Act, PlaceUse
from ..queries.place_counts import accounts_of_families, last_counted
from ..queries.told_use import ToldUse, posted_use, told_use
from ..rules.place_counts import place_count_book
from . import ledger
from .accounts import account_of
from .provider_stock import Pile, locked_piles, out, taken_under, together

PLACES = 500  # in one transaction
Key = tuple[int, int, date]  # place, item, day
Pair = tuple[PlaceUse, ToldUse]
KEPT = """UPDATE supply_placeuse p
    SET used = d.used, posted = d.posted, since_on = d.since_on, changed_at = %s
    FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::date[]) AS d(id, used, posted, since_on)
    WHERE p.id = d.id"""


@dataclass(slots=True)
class UsePosted:
    """What a run of the job did."""

    places: int = 0
    taken: int = 0  # movements to what is used
    given_back: int = 0  # movements back


def post_use(*, on: date, by: Actor, now: datetime) -> UsePosted:
    """Post what counts up to a day tell: some hundred places and a line of the log in a transaction."""
    book, made = place_count_book(on), UsePosted()
    found = told_use(by.scope, on=on, now=now, days=book.returns_days)
    by_place = [list(mine) for _, mine in groupby(found, key=lambda one: one.kept_id)]
    for first in range(0, len(by_place), PLACES):
        batch = [one for mine in by_place[first : first + PLACES] for one in mine]
        _post_batch(batch, made, playbook=book.reference, on=on, by=by, now=now)
    return made


@transaction.atomic
def _post_batch(
    told: Sequence[ToldUse], made: UsePosted, *, playbook: str, on: date, by: Actor, now: datetime
) -> None:
    with connection.cursor() as cursor:  # two runs at once would post twice
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('supply.post_use'))")
    accounts = accounts_of_families(by.scope, sorted({one.kept_id for one in told}))
    every = [account for held in accounts.values() for account in held]
    piles = locked_piles(every, {one.item_id for one in told})
    told = _still_open(told, by)
    known = posted_use(by.scope, {one.place_id for one in told}, since=min(map(_day, told), default=on))
    changed = [one for one in told if one.used != (known[key].used if (key := _key(one)) in known else 0)]
    if not changed:
        return
    known |= _begun([one for one in changed if _key(one) not in known], now)
    pairs = [(known[_key(one)], one) for one in changed]
    gave = _give(pairs, piles)  # first: what one span gives back another may have used
    took = _take([pair for pair in pairs if pair[1].used > pair[0].used], accounts, piles)
    _keep(pairs, now)
    ledger.post([*gave, *took], by=by, now=now)
    places = len({one.kept_id for one in changed})
    made.places += places
    made.taken += len(took)
    made.given_back += len(gave)
    record(at=now, by=by, verb="supply.use.posted", subject=f"day:{on}", playbook=playbook,
           places=places, taken=len(took), given_back=len(gave))  # fmt: skip


def _key(one: ToldUse) -> Key:
    return one.place_id, one.item_id, one.about_on


def _day(one: ToldUse) -> date:
    return one.about_on


def _still_open(told: Sequence[ToldUse], by: Actor) -> list[ToldUse]:
    """Leave out what somebody's own count has closed since it was read; the next run sees that count."""
    last = last_counted(by.scope, {one.kept_id for one in told})
    return [
        one
        for one in told
        if (day := last.get((one.kept_id, one.item_id))) is None
        or (one.about_on > day and (one.since_on >= day or not one.used))
    ]


def _begun(told: Sequence[ToldUse], now: datetime) -> dict[Key, PlaceUse]:
    rows = [
        PlaceUse(place_id=one.place_id, item_id=one.item_id, about_on=one.about_on, since_on=one.since_on,
                 used=0, posted=0, changed_at=now)
        for one in told
    ]  # fmt: skip
    return {_key(one): row for one, row in zip(told, PlaceUse.objects.bulk_create(rows), strict=True)}


def _keep(pairs: Sequence[Pair], now: datetime) -> None:
    for row, one in pairs:
        row.used, row.since_on = one.used, one.since_on
    columns = ([getattr(row, name) for row, _ in pairs] for name in ("pk", "used", "posted", "since_on"))
    with connection.cursor() as cursor:
        cursor.execute(KEPT, [now, *columns])


def _take(
    pairs: Sequence[Pair], accounts: Mapping[int, Sequence[int]], piles: Mapping[tuple[int, int], Pile]
) -> list[ledger.Move]:
    """Take what more was used, as far as it lay there before what came after the later count."""
    moves: list[ledger.Move] = []
    consumed = account_of(Account.Kind.CONSUMED)
    for row, one in pairs:
        pile = together(piles[account, one.item_id] for account in accounts[one.kept_id])
        wanted = min(one.used - row.used, max(0, pile.quantity - max(0, one.came_after)))
        row.posted += wanted
        moves += out(
            pile.take(wanted), item_id=one.item_id, to=consumed, reference=f"use:{row.pk}",
            about_on=one.about_on,
        )  # fmt: skip
    return moves


def _give(pairs: Sequence[Pair], piles: Mapping[tuple[int, int], Pile]) -> list[ledger.Move]:
    """Give back what was posted beyond what was used, whence it was taken."""
    too_much = {f"use:{row.pk}": (row, one) for row, one in pairs if row.posted > one.used}
    consumed = account_of(Account.Kind.CONSUMED).pk
    moves: list[ledger.Move] = []
    for reference, taken in taken_under(list(too_much)).items():
        row, one = too_much[reference]
        for account, lot, quantity in taken:
            part = min(quantity, row.posted - one.used)
            if not part:
                break
            row.posted -= part
            piles[account, one.item_id].put(account, lot, part)
            moves.append(ledger.Move(one.item_id, part, consumed, account, Act.CORRECT, lot, reference,
                                     one.about_on))  # fmt: skip
    return moves
