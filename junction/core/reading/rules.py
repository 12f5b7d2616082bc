"""What was read so far while one request is answered. Pure: plain values, and whose they are by context."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Kind:
    """The verb of the line, and what its subject is: "record.document.read" of a "document"."""

    verb: str
    subject: str


@dataclass(slots=True)
class Reading:
    """What one request has read: what is still to be written down, and what was already."""

    waiting: dict[Kind, dict[int, set[str]]] = field(default_factory=dict)
    told: set[tuple[Kind, int, str]] = field(default_factory=set)

    def see(self, kind: Kind, number: int, what: str) -> None:
        """Gather one row, or one value of it, once."""
        if (kind, number, what) not in self.told:
            self.told.add((kind, number, what))
            self.waiting.setdefault(kind, {}).setdefault(number, set()).add(what)

    def take(self) -> dict[Kind, dict[int, set[str]]]:
        """Return what was read since it was last asked."""
        taken, self.waiting = self.waiting, {}
        return taken


_current: ContextVar[Reading | None] = ContextVar("reading", default=None)


def seen(kind: Kind, number: int, what: str = "") -> None:
    """Tell that a sensitive row was read, or `what` of it ("address"); nothing where nobody gathers."""
    reading = _current.get()
    if reading is not None:
        reading.see(kind, number, what)


@contextmanager
def gathering(reading: Reading) -> Iterator[None]:
    """Gather in `reading` what is read meanwhile."""
    token = _current.set(reading)
    try:
        yield
    finally:
        _current.reset(token)
