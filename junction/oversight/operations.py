"""What the roof writes: that somebody read what a message said."""

from datetime import datetime

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.messages.models import Message
from junction.core.messages.queries import Shown
from junction.core.scope import Actor

from .queries.outbox import message, words_of


@transaction.atomic
def read_message(message_id: int, *, by: Actor, now: datetime) -> tuple[Message, Shown | None]:
    """Return a message and its words, and log that they were read. Raise `NoSuchMessage`."""
    found = message(by.scope, message_id, now=now)
    words = words_of(by.scope, found, now=now)
    if words is not None:
        record(at=now, by=by, verb="oversight.message.read", subject=f"message:{found.pk}")
    return found, words
