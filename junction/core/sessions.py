"""Sessions in the database, as Django's: one statement to read one, one to keep it.

Django's store builds a query for each and opens a transaction around the one row that it writes; behind a
page that keeps an answer that is a quarter of what the page costs.
"""

from typing import Any

from django.contrib.sessions.backends.base import CreateError, UpdateError
from django.contrib.sessions.backends.db import SessionStore as Kept
from django.db import connection
from django.utils import timezone

LOAD = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"
CREATE = (
    "INSERT INTO django_session (session_data, expire_date, session_key) VALUES (%s, %s, %s)"
    " ON CONFLICT (session_key) DO NOTHING"
)
UPDATE = "UPDATE django_session SET session_data = %s, expire_date = %s WHERE session_key = %s"


class SessionStore(Kept):
    """As Django's own, to the row."""

    def load(self) -> dict[str, Any]:
        """What is kept under the key; one that is unknown or has expired is forgotten."""
        now = timezone.now()  # noqa: TID251 - the sign-in machinery's clock, as in Django's own store
        with connection.cursor() as cursor:
            cursor.execute(LOAD, [self.session_key, now])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        found: dict[str, Any] = self.decode(row[0])
        return found

    def save(self, must_create: bool = False) -> None:
        """Keep it. Raise `CreateError` where the key is taken, `UpdateError` where its row is gone."""
        if self.session_key is None:
            self.create()
            return
        said = self.encode(self._get_session(no_load=must_create))  # type: ignore[attr-defined] # Django's own, which its stubs leave out
        with connection.cursor() as cursor:
            cursor.execute(
                CREATE if must_create else UPDATE, [said, self.get_expiry_date(), self.session_key]
            )
            if not cursor.rowcount:
                raise CreateError if must_create else UpdateError
