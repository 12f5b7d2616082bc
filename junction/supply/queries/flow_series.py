"""The flow of an item as known at several moments, in one statement, each read from the mark before it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q

from junction.core.scope import Scope

from ..models import Item, Movement
from ..rules.flow import Flow, Passed, flows
from .depots import SEE
from .flow import Region, is_inside

EACH = """
WITH w AS MATERIALIZED (
    SELECT u.n, u.at, k.id AS mark, coalesce(k.at, '-infinity') AS since,
           coalesce(k.last_id, 9223372036854775807) AS last
    FROM unnest(%(moments)s::timestamptz[]) WITH ORDINALITY u(at, n)
    LEFT JOIN LATERAL (SELECT id, at, last_id FROM supply_flowmark
                       WHERE at <= u.at ORDER BY at DESC LIMIT 1) k ON true)
SELECT w.n, s.from_kind, s.from_depot_id, s.from_area, s.to_kind, s.to_depot_id, s.to_area, s.quantity
FROM w JOIN supply_flowsum s ON s.mark_id = w.mark AND s.item_id = %(item)s
UNION ALL
SELECT w.n, f.kind, f.depot_id, coalesce(fp.council_id, fp.area_id, ''),
       t.kind, t.depot_id, coalesce(tp.council_id, tp.area_id, ''), sum(m.quantity)::bigint
FROM w CROSS JOIN LATERAL (
    SELECT from_account_id, to_account_id, quantity FROM supply_movement
    WHERE recorded_at > w.since AND recorded_at <= w.at AND item_id = %(item)s
    UNION ALL
    SELECT from_account_id, to_account_id, quantity FROM supply_movement
    WHERE recorded_at <= w.since AND id > w.last AND item_id = %(item)s) m
JOIN supply_account f ON f.id = m.from_account_id LEFT JOIN registry_place fp ON fp.id = f.place_id
JOIN supply_account t ON t.id = m.to_account_id LEFT JOIN registry_place tp ON tp.id = t.place_id
GROUP BY 1, 2, 3, 4, 5, 6, 7
"""


def flow_at_each(
    scope: Scope, found: Region, item: Item, moments: Sequence[datetime]
) -> list[tuple[datetime, Flow]]:
    """The flow of an item as known at several moments, in the order given."""
    few = not found.national and not found.depots and not found.areas
    passed = _own(scope, found, item, moments) if few else _each(scope, found, item, moments)
    return [(at, flows(passed[n]).get(item.pk, Flow(item.pk))) for n, at in enumerate(moments)]


def _each(scope: Scope, found: Region, item: Item, moments: Sequence[datetime]) -> dict[int, list[Passed]]:
    passed: dict[int, list[Passed]] = defaultdict(list)
    if not scope.may(SEE):
        return passed
    with connection.cursor() as cursor:
        cursor.execute(EACH, {"moments": list(moments), "item": item.pk})
        for n, kind, depot, area, to, to_depot, to_area, quantity in cursor.fetchall():
            inside, to_inside = is_inside(found, depot, area), is_inside(found, to_depot, to_area)
            passed[n - 1].append(Passed(item.pk, kind, inside, to, to_inside, quantity))
    return passed


def _own(scope: Scope, found: Region, item: Item, moments: Sequence[datetime]) -> dict[int, list[Passed]]:
    """What passed in and out of some accounts; they are few, so movements are read as they are."""
    passed: dict[int, list[Passed]] = defaultdict(list)
    touched = Q(from_account__in=found.accounts) | Q(to_account__in=found.accounts)
    rows = Movement.objects.filter(touched, item=item, recorded_at__lte=max(moments))
    rows = rows if scope.may(SEE) else rows.none()
    columns = ("recorded_at", "from_account_id", "from_account__kind", "to_account_id", "to_account__kind")
    read: Any = rows.order_by().values_list(*columns, "quantity")
    for at, source, kind, target, to, quantity in read:
        one = Passed(item.pk, kind, source in found.accounts, to, target in found.accounts, quantity)
        for n, moment in enumerate(moments):
            if at <= moment:
                passed[n].append(one)
    return passed
