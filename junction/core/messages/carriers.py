"""How a message leaves: one interface, and the carrier that keeps everything at home (the default)."""

from dataclasses import dataclass
from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class NotNow(Exception):
    """The carrier could not take it now; try again later."""


class Never(Exception):
    """The carrier will never take it: the address is wrong, or the text is."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message with everything filled in. It exists in memory only."""

    number: int  # ours; given to the carrier, so that a message sent twice can be told
    channel: str
    to: str
    title: str
    body: str


class Carrier(Protocol):
    """Whoever brings messages to people."""

    def send(self, outgoing: Outgoing) -> str:
        """Send it and return the carrier's reference; raise `NotNow` or `Never`."""
        ...


class LocalOutbox:
    """Sends nothing: the message stays on the outbox page, where somebody can read it."""

    def send(self, outgoing: Outgoing) -> str:
        return "local"


@cache
def _made(path: str) -> Carrier:
    found: Carrier = import_string(path)()
    return found


def carrier() -> Carrier:
    """Return the carrier that the setting MESSAGE_CARRIER names."""
    return _made(settings.MESSAGE_CARRIER)
