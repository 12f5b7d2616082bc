"""The outbox as people read it: each message with its address, and one with its words.

Whoever may see messages over the nation sees all; over areas or places, those about what they reach.
Addresses and words are personal: they are shown to those who may also see who has access there. A link that
opens a door is in no words shown here: it is sealed (`core.messages`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import QuerySet

from junction.core.messages.models import Message
from junction.core.messages.queries import SEE, Shown, shown
from junction.core.messages.queries import outbox as whole_outbox
from junction.core.personal.queries import ERASED, values
from junction.core.reading.rules import Kind, seen
from junction.core.scope import Scope

from .within import references

HIDDEN = "hidden"
SEE_PEOPLE = "people.see"
ADDRESS_READ = Kind("oversight.address.read", "message")


class NoSuchMessage(ObjectDoesNotExist):
    """There is no such message, or it is not for you to see."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One message of the list."""

    message: Message
    to: str


def sees_every_message(scope: Scope) -> bool:
    """Tell whether this scope sees every message, and not only those about what it reaches."""
    return scope.reach(SEE).national


def outbox(scope: Scope) -> QuerySet[Message]:
    """Return the messages this scope sees, the newest first."""
    if sees_every_message(scope):
        return whole_outbox(scope)
    found = Message.objects.filter(subject__in=references(scope, SEE))
    return found.order_by("-queued_at", "-pk")


def listed(scope: Scope, messages: Sequence[Message]) -> list[Listed]:
    """Return messages of one page with their addresses; "hidden" where one may not know."""
    open_ones = {one.pk for one in _with_words(scope, messages)}
    known = values([one.to for one in messages if one.pk in open_ones])
    for one in messages:
        if one.pk in open_ones and one.to in known:
            seen(ADDRESS_READ, one.pk)
    return [Listed(one, known.get(one.to, ERASED) if one.pk in open_ones else HIDDEN) for one in messages]


def message(scope: Scope, message_id: int) -> Message:
    """Return one message. Raise `NoSuchMessage` when there is none in scope."""
    found = outbox(scope).filter(pk=message_id).first()
    if found is None:
        raise NoSuchMessage
    return found


def words_of(scope: Scope, one: Message) -> Shown | None:
    """Return what a message says and to whom it goes; None where one may not know."""
    return shown(one) if _with_words(scope, [one]) else None


def _with_words(scope: Scope, messages: Sequence[Message]) -> Sequence[Message]:
    """Those of which one may read to whom they went and what they said."""
    if scope.reach(SEE_PEOPLE).national:
        return messages
    reached = frozenset(references(scope, SEE_PEOPLE))
    return [one for one in messages if one.subject in reached]
