"""What came to places, and what is on its way to them, by the ledger and by orders that are granted.

What comes on a day is in the count of that day, unless that count was told before: then it came after it.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

import numpy as np

from ...models import Account, Order
from ...rules.demand import Deliveries
from ...rules.demand.arrays import Floats, Ints
from ...rules.demand.spans import DAYS
from .numbers import numbers
from .told import Told

# What was used or lost there shows in the next count, and so does what a count set right; all else that left
# went elsewhere. What a provider had bought by itself was there before the ledger took it in (act `receive`).
# What was corrected of a delivery came, or did not, when the delivery did.
CAME = """(SELECT place, day, item, at, sum(quantity) AS quantity FROM (SELECT place, day, item, quantity,
    extract(epoch FROM min(at) OVER (PARTITION BY place, item, day, coalesce(nullif(reference, ''), at::text))
    )::bigint AS at FROM (
    SELECT a.place_id AS place, m.about_on - DATE '0001-01-01' + 1 AS day, m.item_id AS item,
           m.recorded_at AS at, m.quantity, m.reference
    FROM supply_account a JOIN supply_movement m ON m.to_account_id = a.id
    JOIN supply_account f ON f.id = m.from_account_id AND f.kind NOT IN ('consumed', 'lost', 'found')
    WHERE a.kind = %s AND a.place_id = ANY(%s) AND m.recorded_at >= %s AND m.recorded_at <= %s
      AND m.act <> 'receive'
    UNION ALL
    SELECT a.place_id, m.about_on - DATE '0001-01-01' + 1, m.item_id, m.recorded_at, -m.quantity, m.reference
    FROM supply_account a JOIN supply_movement m ON m.from_account_id = a.id
    JOIN supply_account t ON t.id = m.to_account_id AND t.kind NOT IN ('consumed', 'lost')
    WHERE a.kind = %s AND a.place_id = ANY(%s) AND m.recorded_at >= %s AND m.recorded_at <= %s
    ) moved) corrected
    GROUP BY place, day, item, at) came"""
COMING = """(SELECT o.place_id AS place, l.item_id AS item, sum(l.granted - l.received) AS quantity
    FROM supply_order o JOIN supply_orderline l ON l.order_id = o.id
    WHERE o.state = ANY(%s) AND o.place_id = ANY(%s) AND l.granted > l.received
    GROUP BY o.place_id, l.item_id) coming"""
ON_ITS_WAY = (Order.State.RESERVED, Order.State.PICKING, Order.State.DISPATCHED)


def came(
    places: Mapping[int, int], items: Sequence[int], said: Told, *, since: date, at: datetime, on: date
) -> Deliveries:
    """Return what came from a day on, as known at a moment; `places` are numbers to rows, merged ones too."""
    kind, from_at = Account.Kind.AT_PROVIDER.value, datetime.combine(since, datetime.min.time(), at.tzinfo)
    asked = [kind, list(places), from_at - timedelta(days=1), at]
    rows = numbers(("place", "day", "item", "at", "quantity"), CAME, [*asked, *asked], key="place")
    rows = rows[
        (rows[:, 1] >= since.toordinal()) & (rows[:, 1] <= on.toordinal()) & np.isin(rows[:, 2], items)
    ]
    owner = np.array([places[place] for place in rows[:, 0].tolist()], dtype=np.int64)
    key = owner * DAYS + rows[:, 1] + _after_the_count(said, owner, rows[:, 1], rows[:, 3])
    keys, position = np.unique(key, return_inverse=True)
    quantities = np.zeros((len(keys), len(items)))
    column = {item: number for number, item in enumerate(items)}
    columns = np.array([column[item] for item in rows[:, 2].tolist()], dtype=np.int64)
    np.add.at(quantities, (position, columns), rows[:, 4])
    return Deliveries(keys // DAYS, keys % DAYS, quantities)


def _after_the_count(said: Told, owner: Ints, day: Ints, at: Ints) -> Ints:
    """Return 1 for what came on a day after its count had been told, else 0."""
    counted = said.counts.places * DAYS + said.counts.days
    if not len(counted):
        return np.zeros_like(owner)
    there = np.minimum(np.searchsorted(counted, owner * DAYS + day), len(counted) - 1)
    later = (counted[there] == owner * DAYS + day) & (said.told_at[there] < at)
    return later.astype(np.int64)


def coming(places: Mapping[int, int], items: Sequence[int], *, count: int) -> Floats:
    """Return units that are granted and not there yet, `count` places by items, as it stands now."""
    rows = numbers(
        ("place", "item", "quantity"),
        COMING,
        [[str(state) for state in ON_ITS_WAY], list(places)],
        key="place",
    )
    found, column = np.zeros((count, len(items))), {item: number for number, item in enumerate(items)}
    for place, item, quantity in rows.tolist():
        if item in column:
            found[places[place], column[item]] += quantity
    return found


def rows_of(places: Ints, merged: Mapping[int, int]) -> dict[int, int]:
    """Return for each place, and each merged into one of them, the row it counts in."""
    rows = {place: row for row, place in enumerate(places.tolist())}
    return rows | {gone: rows[kept] for gone, kept in merged.items() if kept in rows}
