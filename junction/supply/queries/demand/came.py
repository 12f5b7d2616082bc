"""What came to places, and what is on its way to them, by the ledger and by orders that are granted."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

import numpy as np

from ...models import Account, Order
from ...rules.demand import Deliveries
from ...rules.demand.arrays import Floats, Ints
from .numbers import numbers

# What was used or lost there shows in the next count; all else that left went elsewhere.
CAME = """(SELECT place, day, item, sum(quantity) AS quantity FROM (
    SELECT a.place_id AS place, m.about_on - DATE '0001-01-01' + 1 AS day, m.item_id AS item, m.quantity
    FROM supply_account a JOIN supply_movement m ON m.to_account_id = a.id
    WHERE a.kind = %s AND a.place_id = ANY(%s) AND m.recorded_at >= %s AND m.recorded_at <= %s
    UNION ALL
    SELECT a.place_id, m.about_on - DATE '0001-01-01' + 1, m.item_id, -m.quantity
    FROM supply_account a JOIN supply_movement m ON m.from_account_id = a.id
    JOIN supply_account t ON t.id = m.to_account_id AND t.kind NOT IN ('consumed', 'lost')
    WHERE a.kind = %s AND a.place_id = ANY(%s) AND m.recorded_at >= %s AND m.recorded_at <= %s) moved
    GROUP BY place, day, item) came"""
COMING = """(SELECT o.place_id AS place, l.item_id AS item, sum(l.granted - l.received) AS quantity
    FROM supply_order o JOIN supply_orderline l ON l.order_id = o.id
    WHERE o.state = ANY(%s) AND o.place_id = ANY(%s) AND l.granted > l.received
    GROUP BY o.place_id, l.item_id) coming"""
ON_ITS_WAY = (Order.State.RESERVED, Order.State.PICKING, Order.State.DISPATCHED)


def came(
    places: Mapping[int, int], items: Sequence[int], *, since: date, at: datetime, on: date
) -> Deliveries:
    """Return what came from a day on, as known at a moment; `places` are numbers to rows, merged ones too."""
    kind, from_at = Account.Kind.AT_PROVIDER.value, datetime.combine(since, datetime.min.time(), at.tzinfo)
    asked = [kind, list(places), from_at - timedelta(days=1), at]
    rows = numbers(("place", "day", "item", "quantity"), CAME, [*asked, *asked], key="place")
    rows = rows[
        (rows[:, 1] >= since.toordinal()) & (rows[:, 1] <= on.toordinal()) & np.isin(rows[:, 2], items)
    ]
    owner = np.array([places[place] for place in rows[:, 0].tolist()], dtype=np.int64)
    key = owner * 10_000_000 + rows[:, 1]
    keys, position = np.unique(key, return_inverse=True)
    quantities = np.zeros((len(keys), len(items)))
    column = {item: number for number, item in enumerate(items)}
    columns = np.array([column[item] for item in rows[:, 2].tolist()], dtype=np.int64)
    np.add.at(quantities, (position, columns), rows[:, 3])
    return Deliveries(keys // 10_000_000, keys % 10_000_000, np.maximum(quantities, 0.0))


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
