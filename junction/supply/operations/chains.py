"""Where needs began and which routes they have been to, of many orders in one statement each.

A remainder points at the order it is left of. A replacement points at nothing: the difference that it makes
good names it (`Discrepancy.replaced_by`), so whoever asked first hears of it as well.
"""

from collections.abc import Collection
from typing import Any

from django.db import connection

MOST_STEPS = 50  # of one chain; there are fewer routes, and a circle must end
ROUTES = """
WITH RECURSIVE chain AS (
    SELECT o.id AS start, o.id, o.route, o.sent_on_from_id, 0 AS step FROM supply_order o WHERE o.id = ANY(%s)
    UNION ALL
    SELECT c.start, o.id, o.route, o.sent_on_from_id, c.step + 1
    FROM chain c JOIN supply_order o ON o.id = c.sent_on_from_id WHERE c.step < %s
) SELECT start, array_agg(route::text ORDER BY step) FROM chain GROUP BY start
"""
BEGAN = """
WITH RECURSIVE chain AS (
    SELECT o.id AS start, o.id, 0 AS step FROM supply_order o WHERE o.id = ANY(%s)
    UNION ALL
    SELECT c.start, up.id, c.step + 1 FROM chain c JOIN supply_order o ON o.id = c.id
    CROSS JOIN LATERAL (SELECT coalesce(o.sent_on_from_id, (
        SELECT s.order_id FROM supply_discrepancy d JOIN supply_consignmentline l ON l.id = d.line_id
        JOIN supply_consignment s ON s.id = l.consignment_id WHERE d.replaced_by_id = o.id LIMIT 1)) AS id) up
    WHERE up.id IS NOT NULL AND c.step < %s
) SELECT DISTINCT ON (start) start, id FROM chain ORDER BY start, step DESC
"""


def routes_been_to(order_ids: Collection[int]) -> dict[int, list[str]]:
    """Return the routes each need has been to, the newest first: of the order and all it is left of."""
    return _read(ROUTES, order_ids)


def beginnings(order_ids: Collection[int]) -> dict[int, int]:
    """Return the order each need began with."""
    return _read(BEGAN, order_ids)


def _read(sql: str, order_ids: Collection[int]) -> dict[int, Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(order_ids), MOST_STEPS])
        return dict(cursor.fetchall())
