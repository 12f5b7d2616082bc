"""Write down, once, that no volunteer was found for needs: a fact with its moment, to be looked back at.

What a task is now flips as it is tried again. The fact stands until somebody says yes or something else is
tried; whoever calls this writes the line of the log.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import connection

from junction.core.scope import Actor

FELL = """
INSERT INTO support_needevent (need_id, kind, at, by, before, after, why, note, about)
SELECT need.id, 'fell', %(now)s, %(by)s, 'open', 'open', 'unfilled', '', 'task:' || task.id
FROM support_task AS task JOIN support_need AS need ON need.id = task.need_id
LEFT JOIN LATERAL (
    SELECT why, after FROM support_needevent e
    WHERE e.need_id = need.id AND e.about <> '' AND e.after IN ('open', 'offered')
    ORDER BY e.at DESC, e.id DESC LIMIT 1
) AS last ON TRUE
WHERE task.id = ANY(%(tasks)s) AND task.state IN ('open', 'unfilled') AND need.state = 'open'
    AND (last.why IS NULL OR last.after <> 'open' OR last.why <> 'unfilled')
"""


def nobody_found(tasks: Collection[int], *, by: Actor, now: datetime) -> int:
    """Write it down of the needs of these tasks that still wait; return of how many it was not known yet."""
    if not tasks:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(FELL, {"now": now, "by": by.key, "tasks": list(tasks)})
        return int(cursor.rowcount)
