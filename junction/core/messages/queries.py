"""Read the outbox."""

from dataclasses import dataclass

from django.db.models import QuerySet

from junction.core.personal.queries import ERASED, values
from junction.core.scope import Scope

from . import texts
from .models import Message

SEE = "messages.see"


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as a person reads it; what was erased says so."""

    to: str
    title: str
    body: str


def outbox(scope: Scope, *, state: str = "") -> QuerySet[Message]:
    """Return messages, newest first; none without leave to see those of the whole nation."""
    found = Message.objects.order_by("-queued_at", "-pk")
    if not scope.reach(SEE).national:
        return found.none()
    return found.filter(state=state) if state else found


def messages_about(subject: str) -> QuerySet[Message]:
    """Return the messages about one thing, for its page: whoever sees the thing may see them."""
    return Message.objects.filter(subject=subject).order_by("-queued_at", "-pk")


def shown(message: Message) -> Shown:
    """Fill in one message for reading."""
    known = values([message.to, *message.personal.values()])
    personal = {name: known.get(key, ERASED) for name, key in message.personal.items()}
    title, body = texts.render(message.template, message.context | personal)
    return Shown(known.get(message.to, ERASED), title, body)
