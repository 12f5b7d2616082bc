"""Write down what services are from now on: where whether they are given, for which needs or for which areas
became another. Whoever writes entries of the directory calls this last, in the same transaction.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import connection

STATES = """
INSERT INTO support_servicestate (service_id, from_at, status, needs, areas)
SELECT s.id, %(now)s, s.status, s.needs, a.codes
FROM support_service s CROSS JOIN LATERAL (
    SELECT coalesce(array_agg(DISTINCT area_id ORDER BY area_id) FILTER (WHERE area_id IS NOT NULL), '{}')
        AS codes
    FROM support_servicearea WHERE service_id = s.id
) a LEFT JOIN LATERAL (
    SELECT status, needs, areas FROM support_servicestate
    WHERE service_id = s.id ORDER BY from_at DESC, id DESC LIMIT 1
) was ON true
WHERE s.id = ANY(%(services)s)
    AND (was.status IS NULL OR (s.status, s.needs, a.codes) <> (was.status, was.needs, was.areas))
"""


def keep_states(services: Collection[UUID], *, now: datetime) -> None:
    """Add a row for each of these services that is not as its last row says, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(STATES, {"now": now, "services": list(services)})
