"""Post what providers used, from one count in their returns to the next, so that nobody has to count twice.

What was there and came, less what is left, was used; it is taken from what the books put with the place, as
far as that goes, and dated by the later count. Done again it changes nothing; a return that is corrected
later corrects what was posted by it, by another movement. What a place used of what it had bought by itself
cannot be told apart: it is taken to have used first what it was sent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db import connection, transaction

from junction.core.audit.operations import record
from junction.core.scope import Actor

from ..models import Account, PlaceUse
from ..queries.place_counts import accounts_of_families
from ..queries.told_use import ToldUse, posted_use, told_use
from ..rules.place_counts import place_count_book
from . import ledger
from .provider_stock import Pile, back, locked_piles, out, together

PLACES = 500  # in one transaction
CHANGED = ["used", "posted", "since_on", "changed_at"]
Key = tuple[int, int, date]  # place, item, day


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
    by_place = [list(mine) for _, mine in groupby(found, key=lambda one: one.place_id)]
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
    places = sorted({one.place_id for one in told})
    known = posted_use(by.scope, places, since=min(one.about_on for one in told))
    changed = [one for one in told if one.used != (known[key].used if (key := _key(one)) in known else 0)]
    if not changed:
        return
    known |= _begun([one for one in changed if _key(one) not in known], now)
    accounts = accounts_of_families(by.scope, places)
    every = [account for held in accounts.values() for account in held]
    piles = locked_piles(every, {one.item_id for one in changed})
    took, gave = [], []
    for one in changed:
        row, held = known[_key(one)], accounts[one.place_id]
        pile = together(piles[account, one.item_id] for account in held)
        if one.used > row.used:
            room = max(0, pile.quantity - max(0, one.came_after))
            took += _take(row, pile, min(one.used - row.used, room), one)
        else:
            gave += _give(row, held, one)
        row.used, row.since_on, row.changed_at = one.used, one.since_on, now
    PlaceUse.objects.bulk_update([known[_key(one)] for one in changed], CHANGED, batch_size=2_000)
    ledger.post([*gave, *took], by=by, now=now)
    made.places += len(places)
    made.taken += len(took)
    made.given_back += len(gave)
    record(at=now, by=by, verb="supply.use.posted", subject=f"day:{on}", playbook=playbook,
           places=len(places), taken=len(took), given_back=len(gave))  # fmt: skip


def _key(one: ToldUse) -> Key:
    return one.place_id, one.item_id, one.about_on


def _begun(told: Sequence[ToldUse], now: datetime) -> dict[Key, PlaceUse]:
    rows = [
        PlaceUse(place_id=one.place_id, item_id=one.item_id, about_on=one.about_on, since_on=one.since_on,
                 used=0, posted=0, changed_at=now)
        for one in told
    ]  # fmt: skip
    return {_key(one): row for one, row in zip(told, PlaceUse.objects.bulk_create(rows), strict=True)}


def _take(row: PlaceUse, pile: Pile, wanted: int, one: ToldUse) -> list[ledger.Move]:
    row.posted += wanted
    return out(
        pile.take(wanted), item_id=one.item_id, to=Account.Kind.CONSUMED, reference=f"use:{row.pk}",
        about_on=one.about_on,
    )  # fmt: skip


def _give(row: PlaceUse, accounts: Sequence[int], one: ToldUse) -> list[ledger.Move]:
    """Give back what was posted beyond what was used."""
    wanted = max(0, row.posted - one.used)
    moves = back(accounts, item_id=one.item_id, wanted=wanted, reference=f"use:{row.pk}",
                 about_on=one.about_on, only=f"use:{row.pk}")  # fmt: skip
    row.posted -= sum(move.quantity for move in moves)
    return moves
