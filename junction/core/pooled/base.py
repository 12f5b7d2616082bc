"""The backend that DATABASES names. Django's pool asks the server at every request whether it is there, which
is a journey to it and back, as long as many a statement. A server that ends, or is ended, says so on the
connection: only where something lies there unread, or nothing was asked for a while (a firewall may have
forgotten the connection without a word), is the server asked.
"""

import select
import time
from typing import Any
from weakref import WeakKeyDictionary

from django.db.backends.base.base import NO_DB_ALIAS
from django.db.backends.postgresql import base
from psycopg import Connection
from psycopg_pool import ConnectionPool

QUIET_SECONDS = 5.0  # a connection that rested longer is asked


_asked_at: "WeakKeyDictionary[Connection[Any], float]" = WeakKeyDictionary()


def check(connection: "Connection[Any]") -> None:
    """Raise `psycopg.OperationalError` when the server at the other end is gone."""
    now = time.monotonic()
    if now - _asked_at.get(connection, 0.0) > QUIET_SECONDS or _has_word(connection):
        ConnectionPool.check_connection(connection)
    _asked_at[connection] = now


def _has_word(connection: "Connection[Any]") -> bool:
    """Tell whether the server has said something that nobody has read: mostly that it ends."""
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    return bool(waiting.poll(0))


class DatabaseWrapper(base.DatabaseWrapper):
    """As Django's own, but for the check of its pool."""

    @property
    def pool(self) -> "ConnectionPool | None":
        """The one pool of this process, made when first used."""
        options = self.settings_dict["OPTIONS"].get("pool")
        if self.alias == NO_DB_ALIAS or not options:
            return None
        known: Any = self  # the stubs leave out what follows
        pools: dict[str, ConnectionPool] = known._connection_pools
        if self.alias not in pools:
            said = {**self.get_connection_params(), "autocommit": True}  # Django sets it properly later on
            made = ConnectionPool(
                kwargs=said, open=False, configure=known._configure_connection, check=check, **options
            )
            pools.setdefault(self.alias, made)
        return pools[self.alias]
