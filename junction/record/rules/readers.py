"""Which reader reads which kind of document."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Protocol

from .action_plan import read_action_plan
from .plain import read_plain
from .reading import Read
from .source import Source


class Reader(Protocol):
    """What every reader is."""

    def __call__(self, source: Source, *, written_on: date | None = None) -> Read: ...


READERS: Mapping[str, Reader] = MappingProxyType(
    {
        "action-plan": read_action_plan,
        "letter": read_plain,
    }
)


def read_as(kind: str, source: Source, *, written_on: date | None = None) -> Read:
    """Read a source as a document of a kind. Raise `KeyError` for a kind that nothing reads."""
    return READERS[kind](source, written_on=written_on)
