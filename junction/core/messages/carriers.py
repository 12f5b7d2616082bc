"""How a message leaves: one interface, the carrier that keeps everything at home (the default), and email."""

import os
from dataclasses import dataclass
from functools import cache
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMessage
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
    """Sends nothing: each message becomes a file that only this installation's own account can read."""

    def send(self, outgoing: Outgoing) -> str:
        """Write the file, links and all: who runs a trial on one machine must be able to follow them."""
        settings.OUTBOX.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = settings.OUTBOX / f"{outgoing.number}-{outgoing.channel}.txt"
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(f"To: {outgoing.to}\nSubject: {outgoing.title}\n\n{outgoing.body}\n")
        return path.name


def clear_outbox(before: float) -> int:
    """Delete the files of messages last written before a moment (seconds of the epoch); return how many."""
    old = [path for path in settings.OUTBOX.glob("*.txt") if path.stat().st_mtime < before]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


class Mail:
    """Sends email through the mail server of the settings; it has nobody who brings text messages."""

    def send(self, outgoing: Outgoing) -> str:
        """Hand one letter to the mail server: an address refused for good is `Never`, all else `NotNow`."""
        if outgoing.channel != "email":
            raise Never("This installation sends no text messages.")
        try:
            EmailMessage(outgoing.title, outgoing.body, to=[outgoing.to]).send()
        except SMTPRecipientsRefused as refused:
            codes = [code for code, _ in refused.recipients.values()]
            kind = Never if min(codes, default=0) >= 500 else NotNow
            raise kind("The mail server refused the address.") from refused
        except (OSError, SMTPException) as failed:
            raise NotNow(type(failed).__name__) from failed
        return "mail"


@cache
def _made(path: str) -> Carrier:
    found: Carrier = import_string(path)()
    return found


def carrier() -> Carrier:
    """Return the carrier that the setting MESSAGE_CARRIER names."""
    return _made(settings.MESSAGE_CARRIER)
