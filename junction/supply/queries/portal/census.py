"""How many providers there are of each type and size, those who may order now, and who a wave would let
on.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from junction.core.scope import Scope
from junction.supply.rules.census import Counted
from junction.supply.rules.waves import Wave

# The newest word on a place's type and size, or else the registry's.
PROVIDERS = """
SELECT p.id, coalesce(f.provider_type, p.service_type) AS kind,
    CASE WHEN f.place_id IS NULL THEN p.beds ELSE f.size END AS size, o.opens_on, p.area_id, p.council_id
FROM registry_place p
LEFT JOIN (SELECT DISTINCT ON (place_id) place_id, provider_type, size FROM supply_profile
           ORDER BY place_id, recorded_at DESC, id DESC) f ON f.place_id = p.id
LEFT JOIN supply_opening o ON o.place_id = p.id
WHERE p.merged_into_id IS NULL AND p.closed_on IS NULL
"""
CENSUS = f"SELECT kind, size, count(*) FROM ({PROVIDERS}) p GROUP BY 1, 2"  # noqa: S608 - a constant of this file
LET_ON = f"""
SELECT kind, size, count(*) FROM ({PROVIDERS}) p
WHERE opens_on <= %(day)s OR (opens_on IS NULL AND NOT (kind = ANY(%(kinds)s::text[]))) GROUP BY 1, 2
"""  # noqa: S608 - a constant of this file
OF_WAVE = f"""
SELECT p.id, p.kind, p.size FROM ({PROVIDERS}) p
WHERE p.opens_on IS NULL AND p.kind = ANY(%(kinds)s::text[])
    AND (p.size IS NULL OR (p.size >= %(from)s AND (%(until)s::int IS NULL OR p.size < %(until)s)))
    AND (cardinality(%(areas)s::text[]) = 0 OR EXISTS (
        SELECT FROM registry_areainside i WHERE i.ancestor_id = ANY(%(areas)s::text[])
        AND i.descendant_id IN (p.area_id, p.council_id)
        AND i.valid_from <= %(day)s AND (i.valid_until IS NULL OR i.valid_until > %(day)s)))
ORDER BY p.size NULLS FIRST, p.id
"""  # noqa: S608 - a constant of this file
ASKED = """
SELECT i.code, i.measure, sum(l.asked) FROM supply_orderline l
JOIN supply_order o ON o.id = l.order_id JOIN supply_item i ON i.id = l.item_id
WHERE o.route = 'portal' AND o.state <> 'cancelled' AND o.ordered_at > %(since)s AND o.ordered_at <= %(now)s
GROUP BY 1, 2
"""
STOCK = """
SELECT i.id, i.code, i.measure, sum(b.quantity) FROM supply_balance b
JOIN supply_account a ON a.id = b.account_id JOIN supply_depot d ON d.id = a.depot_id
JOIN supply_item i ON i.id = b.item_id
WHERE a.kind = 'available' AND d.kind = 'hub' AND (d.closed_on IS NULL OR d.closed_on > %(day)s)
GROUP BY 1, 2, 3
"""


class NotOfTheNation(PermissionError):
    """Only who sees the whole nation may count all its providers."""


def census(scope: Scope) -> list[Counted]:
    """Count the open providers of the nation by type and size."""
    _of_the_nation(scope)
    with connection.cursor() as cursor:
        cursor.execute(CENSUS)
        return [Counted(*row) for row in cursor.fetchall()]


def let_on(scope: Scope, *, day: date, waves: tuple[Wave, ...]) -> list[Counted]:
    """Count those who may order on `day`: let on by a wave, or of a kind that no wave names."""
    _of_the_nation(scope)
    kinds = sorted({kind for wave in waves for kind in wave.types})
    with connection.cursor() as cursor:
        cursor.execute(LET_ON, {"day": day, "kinds": kinds})
        return [Counted(*row) for row in cursor.fetchall()]


def of_wave(scope: Scope, wave: Wave, *, day: date) -> list[tuple[int, str, int | None]]:
    """Return the places a wave would let on that are not on yet, smallest first: number, type, size."""
    _of_the_nation(scope)
    said: dict[str, Any] = {
        "kinds": sorted(wave.types),
        "from": wave.size_from,
        "until": wave.size_until,
        "areas": sorted(wave.areas),
        "day": day,
    }
    with connection.cursor() as cursor:
        cursor.execute(OF_WAVE, said)
        return list(cursor.fetchall())


def asked_lately(scope: Scope, *, days: int, now: datetime) -> list[tuple[str, str, int]]:
    """Return what was asked for on the portal in the last days: item's code, what returns call it, units."""
    _of_the_nation(scope)
    with connection.cursor() as cursor:
        cursor.execute(ASKED, {"since": now - timedelta(days=days), "now": now})
        return [(code, measure, int(units)) for code, measure, units in cursor.fetchall()]


def stock_of_hubs(scope: Scope, *, day: date) -> list[tuple[int, str, str, int]]:
    """Return what the open hubs have to give: item's number, code, what returns call it, units."""
    _of_the_nation(scope)
    with connection.cursor() as cursor:
        cursor.execute(STOCK, {"day": day})
        return [(item, code, measure, int(units)) for item, code, measure, units in cursor.fetchall()]


def _of_the_nation(scope: Scope) -> None:
    if not scope.reach("supply.see").national:
        raise NotOfTheNation
