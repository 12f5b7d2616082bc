"""The outbox as people read it: each message with its address, and one with its words.

Whoever may see messages over the nation sees all; over areas or places, those about what they reach, and
those about what concerns them in the registers of plans and in the record: an emergency need at their desk,
an issue raised for them. Addresses and words are personal: they are shown to those who may also see who has
access there; of somebody in need, to those who may read who they are; of a register, whose letters go to
many desks, to those who see whom the letter went to. A link that opens a door is in no words shown here: it
is sealed (`core.messages`).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import QuerySet

from junction.assurance.queries import letters as assurance
from junction.core.messages.models import Message
from junction.core.messages.queries import SEE, Shown, shown
from junction.core.messages.queries import outbox as whole_outbox
from junction.core.personal.queries import ERASED, values
from junction.core.reading.rules import Kind, seen
from junction.core.scope import Scope
from junction.people.queries import memberships
from junction.record.queries import letters as record
from junction.support.queries.needs import known_among

from .within import references

HIDDEN = "hidden"
LIES_SOMEWHERE = ("place", "area", "organisation", "incident")  # what `references` names
SEE_PEOPLE = "people.see"
NEED = "need:"  # what letters to somebody in need are about
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


def outbox(scope: Scope, *, now: datetime) -> QuerySet[Message]:
    """Return the messages this scope sees, the newest first."""
    if sees_every_message(scope):
        return whole_outbox(scope)
    about = [*references(scope, SEE), *_of_registers(scope, now=now)]
    return Message.objects.filter(subject__in=about).order_by("-queued_at", "-pk")


def _of_registers(scope: Scope, *, now: datetime) -> list[str]:
    """What concerns one by the roles that see messages; other roles of the same person add nothing."""
    held = Scope(grants=tuple(one for one in scope.grants if SEE in one.permissions))
    if not held.grants:
        return []
    return [*assurance.letters_about(held, SEE, now=now), *record.letters_about(held, SEE)]


def listed(scope: Scope, messages: Sequence[Message], *, now: datetime) -> list[Listed]:
    """Return messages of one page with their addresses; "hidden" where one may not know."""
    known = values([one.to for one in messages])
    open_ones = {one.pk for one in _with_words(scope, messages, known, now=now)}
    for one in messages:
        if one.pk in open_ones and one.to in known:
            seen(ADDRESS_READ, one.pk)
    return [Listed(one, known.get(one.to, ERASED) if one.pk in open_ones else HIDDEN) for one in messages]


def message(scope: Scope, message_id: int, *, now: datetime) -> Message:
    """Return one message. Raise `NoSuchMessage` when there is none in scope."""
    found = outbox(scope, now=now).filter(pk=message_id).first()
    if found is None:
        raise NoSuchMessage
    return found


def words_of(scope: Scope, one: Message, *, now: datetime) -> Shown | None:
    """Return what a message says and to whom it goes; None where one may not know."""
    return shown(one) if _with_words(scope, [one], values([one.to]), now=now) else None


def _with_words(
    scope: Scope, messages: Sequence[Message], known: Mapping[str, str], *, now: datetime
) -> Sequence[Message]:
    """Those of which one may read to whom they went and what they said; of one to somebody in need, who may
    read who they are.
    """
    needs = {one.pk: int(one.subject.removeprefix(NEED)) for one in messages if one.subject.startswith(NEED)}
    known_needs = known_among(scope, needs.values()) if needs else frozenset()
    told_of = {number for number, need in needs.items() if need in known_needs}
    others = [one for one in messages if one.pk not in needs]
    open_ones = told_of | {one.pk for one in _of_others(scope, others, known, now=now)}
    return [one for one in messages if one.pk in open_ones]


def _of_others(
    scope: Scope, messages: Sequence[Message], known: Mapping[str, str], *, now: datetime
) -> Sequence[Message]:
    if scope.reach(SEE_PEOPLE).national:
        return messages
    reached = frozenset(references(scope, SEE_PEOPLE))
    to_desks = [one for one in messages if one.subject.partition(":")[0] not in LIES_SOMEWHERE]
    in_sight = _in_sight(scope, {known[one.to] for one in to_desks if one.to in known}, now=now)
    told = {one.pk for one in to_desks if known.get(one.to) in in_sight}
    return [one for one in messages if one.subject in reached or one.pk in told]


def _in_sight(scope: Scope, addresses: Collection[str], *, now: datetime) -> frozenset[str]:
    """Those of the addresses that belong to people whom one sees."""
    if not addresses:
        return frozenset()
    held = memberships(scope, now=now).filter(user__email__in=addresses).order_by()
    return frozenset(held.values_list("user__email", flat=True))
