"""Which reader reads which kind of document."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Protocol

from .action_plan import read_action_plan
from .emails import read_emails
from .messages import read_messages
from .plain import read_plain
from .plan import read_plan
from .reading import Read
from .readouts import read_readout
from .source import Source


class Reader(Protocol):
    """Takes a source and the day it was written on, if known."""

    def __call__(self, source: Source, *, written_on: date | None = None) -> Read: ...


def _messages(source: Source, *, written_on: date | None = None) -> Read:
    return read_messages(source)  # each message bears its own day


def _emails(source: Source, *, written_on: date | None = None) -> Read:
    return read_emails(source)  # so does each e-mail


READERS: Mapping[str, Reader] = MappingProxyType(
    {
        "action-plan": read_action_plan,
        "plan": read_plan,
        "messages": _messages,
        "email": _emails,
        "readout": read_readout,
        "letter": read_plain,
    }
)


def read_as(kind: str, source: Source, *, written_on: date | None = None) -> Read:
    """Read a source as a document of a kind. Raise `KeyError` for a kind that nothing reads."""
    return READERS[kind](source, written_on=written_on)
