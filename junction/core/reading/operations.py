"""Write down what was read: one line for a request and kind, which names every row."""

from datetime import datetime
from typing import Any

from junction.core.audit.operations import record
from junction.core.audit.rules import SEVERAL
from junction.core.scope import Actor

from .rules import Kind, Reading


def log_reading(reading: Reading, *, path: str, by: Actor, now: datetime) -> None:
    """Write down what was read since the last time; no statement where that is nothing.

    One row is the subject of the line; several are its `ids`, under the subject "kind:several".
    """
    for kind, rows in reading.take().items():
        _log(kind, rows, path=path, by=by, now=now)


def _log(kind: Kind, rows: dict[int, set[str]], *, path: str, by: Actor, now: datetime) -> None:
    numbers = sorted(rows)
    said: dict[str, Any] = {"path": path}
    if values := sorted({what for each in rows.values() for what in each if what}):
        said["kinds"] = values
    if len(numbers) > 1:
        said["ids"] = numbers
    number = str(numbers[0]) if len(numbers) == 1 else SEVERAL
    record(at=now, by=by, verb=kind.verb, subject=f"{kind.subject}:{number}", **said)
