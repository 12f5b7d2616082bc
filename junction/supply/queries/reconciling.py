"""Is every balance what its movements add up to? For items by account, for lots by shelf, and both alike."""

from dataclasses import dataclass

from django.db import connection

from junction.core.scope import Scope

from ..rules.flow import Difference
from .depots import SEE

MOST = 1_000  # of what is named; the count is of all
ITEMS = """
SELECT coalesce(s.account, b.account_id), coalesce(s.item, b.item_id),
       coalesce(s.n, 0), coalesce(b.quantity, 0)
FROM (SELECT account, item, sum(n) AS n FROM (
        SELECT to_account_id AS account, item_id AS item, sum(quantity) AS n
        FROM supply_movement GROUP BY 1, 2
        UNION ALL
        SELECT from_account_id, item_id, -sum(quantity) FROM supply_movement GROUP BY 1, 2) m
      GROUP BY 1, 2) s
FULL JOIN supply_balance b ON b.account_id = s.account AND b.item_id = s.item
WHERE coalesce(s.n, 0) <> coalesce(b.quantity, 0) ORDER BY 1, 2
"""
LOTS = """
SELECT coalesce(s.shelf, b.account_id), coalesce(s.lot, b.lot_id), coalesce(s.n, 0), coalesce(b.quantity, 0)
FROM (SELECT coalesce(a.shelf_id, a.id) AS shelf, m.lot, sum(m.n) AS n FROM (
        SELECT to_account_id AS account, lot_id AS lot, sum(quantity) AS n FROM supply_movement
        WHERE lot_id IS NOT NULL GROUP BY 1, 2
        UNION ALL
        SELECT from_account_id, lot_id, -sum(quantity) FROM supply_movement
        WHERE lot_id IS NOT NULL GROUP BY 1, 2) m
      JOIN supply_account a ON a.id = m.account GROUP BY 1, 2) s
FULL JOIN supply_lotbalance b ON b.account_id = s.shelf AND b.lot_id = s.lot
WHERE coalesce(s.n, 0) <> coalesce(b.quantity, 0) ORDER BY 1, 2
"""
SHELVES = """
SELECT coalesce(i.shelf, l.shelf), coalesce(i.item, l.item), coalesce(i.n, 0), coalesce(l.n, 0)
FROM (SELECT coalesce(a.shelf_id, a.id) AS shelf, b.item_id AS item, sum(b.quantity) AS n
      FROM supply_balance b JOIN supply_account a ON a.id = b.account_id GROUP BY 1, 2) i
FULL JOIN (SELECT b.account_id AS shelf, t.item_id AS item, sum(b.quantity) AS n
           FROM supply_lotbalance b JOIN supply_lot t ON t.id = b.lot_id GROUP BY 1, 2) l
     ON l.shelf = i.shelf AND l.item = i.item
WHERE coalesce(i.n, 0) <> coalesce(l.n, 0) ORDER BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What was compared, and every difference found."""

    movements: int
    items: tuple[Difference, ...]  # account and item: movements against the balance
    lots: tuple[Difference, ...]  # shelf and lot: movements against the balance
    shelves: tuple[Difference, ...]  # shelf and item: balances of items against those of lots

    @property
    def is_whole(self) -> bool:
        return not (self.items or self.lots or self.shelves)

    def reason(self) -> str:
        """What is wrong in one sentence; "" when nothing is."""
        if self.is_whole:
            return ""
        first = (*self.items, *self.lots, *self.shelves)[0]
        counts = (
            f"{len(self.items)} balances of items, {len(self.lots)} of lots and {len(self.shelves)} shelves"
        )
        return (
            f"The ledger and its balances differ: {counts}. The first is account {first.account_id}, "
            f"number {first.about_id}: {first.ledger} by its movements, {first.kept} kept."
        )


def reconcile(scope: Scope) -> Reconciled:
    """Compare all movements with all balances, for a reach over all stock."""
    if not scope.reach(SEE).national:
        return Reconciled(0, (), (), ())
    return Reconciled(_count(), _differing(ITEMS), _differing(LOTS), _differing(SHELVES))


def _differing(statement: str) -> tuple[Difference, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return tuple(Difference(*map(int, row)) for row in cursor.fetchmany(MOST))


def _count() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM supply_movement")
        return int(cursor.fetchone()[0])
