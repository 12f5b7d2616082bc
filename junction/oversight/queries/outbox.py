"""The outbox as people read it: each message with its address, and one with its words.

Messages are seen over the whole nation or not at all, since they know no areas (`core.messages`). Addresses
and words are personal: they are shown to those who may also see who has access over the whole nation.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist

from junction.core.messages.models import Message
from junction.core.messages.queries import SEE, Shown, outbox, shown
from junction.core.personal.queries import ERASED, values
from junction.core.scope import Scope

HIDDEN = "hidden"
SEE_PEOPLE = "people.see"


class NoSuchMessage(ObjectDoesNotExist):
    """There is no such message, or it is not for you to see."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One message of the list."""

    message: Message
    to: str


def sees_messages(scope: Scope) -> bool:
    """Tell whether this scope sees messages at all."""
    return scope.reach(SEE).national


def sees_words(scope: Scope) -> bool:
    """Tell whether this scope may read to whom messages went and what they said."""
    return sees_messages(scope) and scope.reach(SEE_PEOPLE).national


def listed(scope: Scope, messages: Sequence[Message]) -> list[Listed]:
    """Return messages of one page with their addresses, in one statement; "hidden" where one may not know."""
    if not sees_words(scope):
        return [Listed(message, HIDDEN) for message in messages]
    known = values([message.to for message in messages])
    return [Listed(message, known.get(message.to, ERASED)) for message in messages]


def message(scope: Scope, message_id: int) -> Message:
    """Return one message. Raise `NoSuchMessage` when there is none in scope."""
    found = outbox(scope).filter(pk=message_id).first()
    if found is None:
        raise NoSuchMessage
    return found


def words_of(scope: Scope, one: Message) -> Shown | None:
    """Return what a message says and to whom it goes; None where one may not know."""
    return shown(one) if sees_words(scope) else None
