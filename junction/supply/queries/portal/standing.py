"""How a provider stands with the portal: its type and size, what it was granted this period, what is
offered.
"""

from datetime import date, datetime

from django.db import connection

from junction.core.calendar import local_day
from junction.core.playbook import NoRuleInForce
from junction.core.scope import Scope
from junction.registry.models import Place
from junction.registry.queries import place as registered
from junction.supply.rules.cadence import period_of
from junction.supply.rules.limits import limits_on
from junction.supply.rules.standing import Offered, Provider, Standing, standing_of

from ...models import Used

PROVIDER = """
SELECT coalesce(f.provider_type, p.service_type), CASE WHEN f.place_id IS NULL THEN p.beds ELSE f.size END,
    o.opens_on, p.closed_on,
    array(SELECT i.ancestor_id FROM registry_areainside i WHERE i.descendant_id IN (p.area_id, p.council_id)
          AND i.valid_from <= %(day)s AND (i.valid_until IS NULL OR i.valid_until > %(day)s))
FROM registry_place p
LEFT JOIN LATERAL (SELECT f.place_id, f.provider_type, f.size FROM supply_profile f WHERE f.place_id = p.id
                   ORDER BY f.recorded_at DESC, f.id DESC LIMIT 1) f ON true
LEFT JOIN supply_opening o ON o.place_id = p.id
WHERE p.id = %(place)s
"""


OFFERED = """
SELECT item_id, code, name, base_unit, plural_unit, measure, pack_id, pack_name, quantity FROM (
    SELECT DISTINCT ON (i.id) i.id AS item_id, i.code, i.name, i.base_unit, i.plural_unit, i.measure,
        q.id AS pack_id, q.name AS pack_name, q.quantity
    FROM supply_pack q JOIN supply_item i ON i.id = q.item_id
    WHERE q.is_orderable AND (i.withdrawn_on IS NULL OR i.withdrawn_on > %(day)s)
    ORDER BY i.id, q.quantity, q.id) offered
ORDER BY name, item_id
"""


class NoSuchProvider(LookupError):
    """There is no such place in scope."""


def provider_of(scope: Scope, place_id: int, *, permission: str, day: date) -> tuple[Place, Provider]:
    """Return a place and what is known of it as a provider; raise `NoSuchProvider` out of scope."""
    try:
        found = registered(scope, place_id, permission=permission)
    except Place.DoesNotExist as missing:
        raise NoSuchProvider from missing
    with connection.cursor() as cursor:
        cursor.execute(PROVIDER, {"place": found.pk, "day": day})
        provider_type, size, opens_on, closed_on, areas = cursor.fetchone()
    return found, Provider(found.pk, provider_type, size, frozenset(areas), opens_on, closed_on)


def offered_items(scope: Scope, *, day: date) -> list[Offered]:
    """Return every item that can be ordered at all, in its smallest pack; the catalogue is open to all."""
    with connection.cursor() as cursor:
        cursor.execute(OFFERED, {"day": day})
        return [Offered(*row) for row in cursor.fetchall()]


def standing(
    scope: Scope, place_id: int, *, permission: str, now: datetime
) -> tuple[Place, Provider, Standing]:
    """Return a place, what it is as a provider, and how it stands at `now`; four statements."""
    day = local_day(now)
    place, provider = provider_of(scope, place_id, permission=permission, day=day)
    had: dict[str, int] = {}
    try:
        first = period_of(limits_on(day).cadence, day)[0]
    except NoRuleInForce:
        pass
    else:
        rows = Used.objects.filter(place=place, period_from=first)
        had = dict(rows.values_list("item_key", "granted"))
    offered = offered_items(scope, day=day)
    return place, provider, standing_of(provider, offered=offered, had=had, now=now, day=day)
