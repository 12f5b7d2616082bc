"""The cache in the database in which limits are counted: one statement for each thing that is written.

Django's own counts the whole table before it writes anything, then looks, then writes, in a transaction;
behind public pages in a rush that is most of what a limit costs. What has expired is deleted by a job.
"""

import base64
import pickle
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import connection

UNTIL = "CASE WHEN %s::float8 IS NULL THEN timestamptz '9999-12-31' ELSE to_timestamp(%s::float8) END"
TOUCH = "UPDATE {table} SET expires = {until} WHERE cache_key = %s AND expires >= clock_timestamp()"
SET = (
    "INSERT INTO {table} AS kept (cache_key, value, expires) VALUES (%s, %s, {until})"
    " ON CONFLICT (cache_key) DO UPDATE SET value = excluded.value, expires = excluded.expires"
)
ADD = SET + " WHERE kept.expires < clock_timestamp()"  # what has not expired stays, and nothing was added
EXPIRED = "DELETE FROM {table} WHERE expires < clock_timestamp()"


class LimitsCache(DatabaseCache):
    """As Django's, on PostgreSQL alone, and written by one statement."""

    _table: str

    def _base_set(self, mode: str, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT) -> bool:
        until = self.get_backend_timeout(timeout)
        text = base64.b64encode(pickle.dumps(value, self.pickle_protocol)).decode("ascii")
        if mode == "touch":
            return self._ran(TOUCH, [until, until, key])
        return self._ran(ADD if mode == "add" else SET, [key, text, until, until])

    def clear_expired(self) -> int:
        """Delete what nobody reads any more; return how many."""
        with connection.cursor() as cursor:
            cursor.execute(EXPIRED.format(table=self._table))
            return int(cursor.rowcount)

    def _ran(self, statement: str, said: list[Any]) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(statement.format(table=self._table, until=UNTIL), said)
            return bool(cursor.rowcount)
