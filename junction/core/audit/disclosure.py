"""The log as rows to be disclosed: every line with its link and seal, so that others can check the chain.

How a line is hashed and a seal signed stands in `rules.py`; `detail` is the stored text itself, since that is
what was hashed. A line without a position was written in the last minute and waits to be linked.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db import connection, transaction

from junction.core.scope import Scope
from junction.core.telling import Tell, told

from . import rules
from .queries import SEE, Wanted, lines

COLUMNS = (
    "position", "id", "at", "by", "verb", "subject", "detail", "why", "playbook", "previous_hash", "hash",
    "sealed_at", "seal_public_key", "seal_signature",
)  # fmt: skip
SQL = """
SELECT l.position, e.id, e.at, e.by, e.verb, e.subject, e.detail::text, e.why, e.playbook,
       encode(l.previous_hash, 'hex'), encode(l.hash, 'hex'), c.sealed_at, c.public_key, c.signature
FROM core_auditentry e LEFT JOIN core_auditlink l ON l.entry_id = e.id
LEFT JOIN core_auditcheckpoint c ON c.position = l.position
WHERE (%(from)s::timestamptz IS NULL OR e.at >= %(from)s)
  AND (%(until)s::timestamptz IS NULL OR e.at < %(until)s)
ORDER BY l.position NULLS LAST, e.id
"""


def disclosed(
    scope: Scope,
    *,
    at_from: datetime | None = None,
    at_until: datetime | None = None,
    tell: Tell | None = None,
) -> Iterator[list[object]]:
    """Yield the lines in the order of the chain, streamed; none without the permission over the nation."""
    if not scope.reach(SEE).national:
        return
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        count = lines(scope, Wanted(at_from=at_from, at_until=at_until)).count() if tell else 0
        cursor.execute(SQL, {"from": at_from, "until": at_until})
        for row in told(cursor, tell, of=count):
            cells = list(row)
            cells[2] = rules.moment(cells[2])
            cells[11] = cells[11] and rules.moment(cells[11])
            yield cells
