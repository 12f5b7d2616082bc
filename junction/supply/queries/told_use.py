"""What successive counts in returns say was used and the ledger has not taken as used yet, or otherwise.

Only of what the books put with a place: what it bought by itself the ledger never held, so it cannot be used
there. Of an item that shares its name in returns with another nothing is told, since their counts cannot be
told apart; of days up to the last count that the place made by itself nothing either.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from junction.core.scope import Scope
from junction.returns.queries.belonging import Families, families_at

from ..models import Account, Item, PlaceUse
from ..rules.demand import Spans, counted, spans
from ..rules.demand.arrays import Floats, Ints
from ..rules.demand.spans import DAYS
from .demand.came import came, rows_of
from .demand.figures import counted_items
from .demand.numbers import numbers
from .demand.told import told
from .place_counts import counted_since

HELD = """(SELECT a.place_id AS place, b.item_id AS item, b.quantity FROM supply_account a
    JOIN supply_balance b ON b.account_id = a.id WHERE a.kind = %s) held"""
POSTED = """(SELECT place_id AS place, item_id AS item, about_on - DATE '0001-01-01' + 1 AS day, used
    FROM supply_placeuse WHERE since_on >= %s AND about_on <= %s) posted"""


@dataclass(frozen=True, slots=True)
class ToldUse:
    """So many base units were used at a place between two counts; `came_after` the later.

    `kept_id` is the place that stands for it by now: another one where it was merged.
    """

    kept_id: int
    place_id: int
    item_id: int
    since_on: date
    about_on: date
    used: int
    came_after: int


def told_use(scope: Scope, *, on: date, now: datetime, days: int) -> list[ToldUse]:
    """Return what differs from what was posted, by the place that stands, then item, then day."""
    items, since = _apart(counted_items(scope)), on - timedelta(days=days)
    families = families_at(scope)
    held = numbers(("place", "item", "quantity"), HELD, [Account.Kind.AT_PROVIDER.value], key="place")
    posted = numbers(("place", "item", "day", "used"), POSTED, [since, on], key="place")
    stands, owners = _standing(families, held[:, 0]), _standing(families, posted[:, 0])
    places = np.unique(np.concatenate([stands, owners]))
    if not len(places) or not items:
        return []
    measures = [item.measure for item in items]
    said = told(places, measures, families=families, on=on, as_at=None, window_days=days)
    codes = [item.pk for item in items]
    rows = rows_of(places, families.merged)
    arrived = came(rows, codes, said, since=since, at=now, on=on)
    found: list[ToldUse] = []
    closed = _closed(counted_since(scope, since, families.stands_for), places, items)
    for column, item in enumerate(items):
        there = np.zeros(len(places))
        mine = (held[:, 1] == item.pk) & np.isin(stands, places)
        np.add.at(there, np.searchsorted(places, stands[mine]), held[mine, 2].astype(np.float64))
        rows_at = np.searchsorted(places, owners)
        open_ones = (posted[:, 1] == item.pk) & (posted[:, 2] > closed[rows_at, column])
        merged = posted[:, 0] != owners
        own = _after(spans(counted(said.counts, arrived, column)), closed[:, column])
        found += _differing(item.pk, places, own, there, posted[open_ones & ~merged])
        mine = open_ones & merged & (posted[:, 3] > 0)
        found += _gone(item.pk, posted[mine], owners[mine])
    return sorted(found, key=lambda one: (one.kept_id, one.item_id, one.about_on))


def _standing(families: Families, places: Ints) -> Ints:
    return np.array([families.stands_for.get(one, one) for one in places.tolist()], dtype=np.int64)


def _apart(items: Sequence[Item]) -> list[Item]:
    shared = Counter(item.measure for item in items)
    return [item for item in items if shared[item.measure] == 1]


def _after(told_of: Spans, closed: Ints) -> Spans:
    """Spans that end after the last own count; of one that reaches over it nothing is used."""
    day = closed[told_of.places]
    used = np.where(told_of.since >= day, told_of.used, 0.0)
    chosen = told_of.until > day
    return Spans(
        told_of.places[chosen],
        told_of.since[chosen],
        told_of.until[chosen],
        used[chosen],
        told_of.days_out[chosen],
        told_of.came_after[chosen],
    )


def _differing(item_id: int, places: Ints, told_of: Spans, there: Floats, known: Ints) -> list[ToldUse]:
    """The spans that say something else than was posted, and what was posted of spans that are no more."""
    used = np.rint(told_of.used).astype(np.int64)
    keys = told_of.places * DAYS + told_of.until
    posted = np.searchsorted(places, known[:, 0]) * DAYS + known[:, 2]
    order = np.argsort(posted)
    at = np.minimum(np.searchsorted(posted[order], keys), max(len(posted) - 1, 0))
    is_posted = np.isin(keys, posted)
    before = np.where(is_posted, known[order, 3][at], 0) if len(posted) else np.zeros_like(keys)
    back = there.copy()  # what is given back may be what another span used
    less = is_posted & (before > used)
    np.add.at(back, told_of.places[less], (before - used)[less])
    gone = known[~np.isin(posted, keys) & (known[:, 3] > 0)]
    np.add.at(back, np.searchsorted(places, gone[:, 0]), gone[:, 3])
    new = ~is_posted & (used > 0) & (back[told_of.places] > np.maximum(told_of.came_after, 0))
    chosen = np.flatnonzero(new | (is_posted & (before != used)))
    found = [
        ToldUse(place, place, item_id, date.fromordinal(since), date.fromordinal(until), units, round(after))
        for place, since, until, units, after in zip(
            places[told_of.places[chosen]].tolist(), told_of.since[chosen].tolist(),
            told_of.until[chosen].tolist(), used[chosen].tolist(), told_of.came_after[chosen].tolist(),
            strict=True,
        )
    ]  # fmt: skip
    return found + _gone(item_id, gone, gone[:, 0])


def _gone(item_id: int, rows: Ints, owners: Ints) -> list[ToldUse]:
    """What was posted of spans that are no more: nothing was used."""
    days = [date.fromordinal(day) for day in rows[:, 2].tolist()]
    return [
        ToldUse(owner, place, item_id, day, day, 0, 0)
        for owner, place, day in zip(owners.tolist(), rows[:, 0].tolist(), days, strict=True)
    ]


def _closed(last: Mapping[tuple[int, int], date], places: Ints, items: Sequence[Item]) -> Ints:
    """The last day that each place counted each item by itself; 0 for none."""
    found = np.zeros((len(places), len(items)), dtype=np.int64)
    row = {place: number for number, place in enumerate(places.tolist())}
    column = {item.pk: number for number, item in enumerate(items)}
    for (place, item), day in last.items():
        if item in column and place in row:
            found[row[place], column[item]] = day.toordinal()
    return found


def posted_use(
    scope: Scope, place_ids: Collection[int], *, since: date
) -> dict[tuple[int, int, date], PlaceUse]:
    """What is posted of these places about days from one on, by place, item and day."""
    rows = PlaceUse.objects.filter(place__in=place_ids, about_on__gte=since)
    rows = rows if scope.may("supply.see") else rows.none()
    return {(one.place_id, one.item_id, one.about_on): one for one in rows}
