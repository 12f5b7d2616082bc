"""How far a job is with a file, told while its own work is not yet committed, and whether it should go on.

What a transaction writes is seen by nobody before it ends. So the job tells how far it is over a connection
of its own, and in the same statement learns whether the file was discarded meanwhile.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection

TELL = "UPDATE core_upload SET step = %s, done = %s, of = %s WHERE id = %s RETURNING state"


class Discarded(Exception):
    """Somebody discarded the file while a job was at it."""


@dataclass(slots=True)
class Progress:
    """Tells how far the job of one file is."""

    upload_id: int
    state: str
    outside: Any  # a connection of its own
    step: str = ""

    def begin(self, step: str) -> None:
        """Say what is done now."""
        self.step = step
        self.tell(0, 0)

    def tell(self, done: int, of: int) -> None:
        """Say how much of it is done. Raise `Discarded` when nobody wants it any longer."""
        with self.outside.cursor() as cursor:
            cursor.execute(TELL, [self.step, done, of, self.upload_id])
            row = cursor.fetchone()
        if row is not None and row[0] != self.state:
            raise Discarded


@contextmanager
def progress(upload_id: int, *, state: str) -> Iterator[Progress]:
    """Give what tells for the length of the block."""
    outside = connection.copy()
    try:
        yield Progress(upload_id, state, outside)
    finally:
        outside.close()
