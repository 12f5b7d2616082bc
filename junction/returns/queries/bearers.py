"""Which place a text in a file means: the identifier it bears, or our own number for it."""

from collections.abc import Collection

from django.db import connection

from junction.core.scope import Scope
from junction.registry.queries import places

from .standing import FILE

OWN = "place:"  # "place:123" is the place with that number here
BEARERS = """
SELECT i.value, coalesce(p.merged_into_id, p.id)
FROM registry_identifier i JOIN registry_place p ON p.id = i.place_id
WHERE i.value = ANY(%s) AND i.withdrawn_at IS NULL AND (%s = '' OR i.kind = %s)
ORDER BY i.kind DESC
"""


def bearers(
    scope: Scope, values: Collection[str], *, kind: str = "", permission: str = FILE
) -> dict[str, int]:
    """Return the place each of these identifiers means, for places this scope may file for.

    `kind` is the kind of identifier; with none, any kind, and our own `place:123`.
    """
    with connection.cursor() as cursor:
        cursor.execute(BEARERS, [list(values), kind, kind])
        found: dict[str, int] = dict(cursor.fetchall())
    if not kind:
        own = [value for value in values if value.startswith(OWN) and value[len(OWN) :].isdecimal()]
        found |= {value: int(value[len(OWN) :]) for value in own}
    reached = within(scope, found.values(), permission=permission)
    return {value: place_id for value, place_id in found.items() if place_id in reached}


def within(scope: Scope, place_ids: Collection[int], *, permission: str = FILE) -> set[int]:
    """Return which of these places this scope reaches."""
    asked = places(scope, permission=permission).order_by()
    one_array = asked.extra(where=["registry_place.id = ANY(%s)"], params=[list(place_ids)])
    return set(one_array.values_list("id", flat=True))
