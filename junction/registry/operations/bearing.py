"""A person says how a place is reached and by which numbers others know it: adds, changes, ends, withdraws.

Nothing is overwritten: what is no longer so is stamped and stays for looking back. Contacts are personal, so
the log does not hold their values.
"""

from datetime import datetime

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.refusals import Refusal
from junction.core.scope import Actor
from junction.registry import queries
from junction.registry.models import Contact, Identifier, Place
from junction.registry.rules.contacts import ContactKind, clean_contact
from junction.registry.rules.identifiers import IdentifierKind, clean_identifier

from .details import place_to_edit
from .merging import EDIT, NoReason
from .places import IdentifierTaken


class ContactKnown(Refusal):
    """This place has this contact already. Nothing has to be done."""


class IdentifierIsRegistered(Refusal):
    """A registration on this place bears this number, so it stays: old papers lead here by it."""


@transaction.atomic
def add_contact(*, place_id: int, kind: str, value: str, label: str, by: Actor, now: datetime) -> Contact:
    """Add a way to reach a place. Raise `ContactNotValid`, and `ContactKnown` when it is there already."""
    place = queries.place(by.scope, place_id, permission=EDIT)
    clean = clean_contact(ContactKind(kind), value)
    if queries.contacts_of(by.scope, place).filter(kind=kind, value=clean).exists():
        raise ContactKnown
    contact = _written(place.pk, kind, clean, label, now=now)
    record(at=now, by=by, verb="registry.contact.added", subject=f"place:{place.pk}", kind=kind)
    return contact


@transaction.atomic
def change_contact(
    *, place_id: int, contact_id: int, value: str, label: str, by: Actor, now: datetime
) -> Contact:
    """Write a contact anew; the old one ends. The same value and label change nothing.

    Raise `Place.DoesNotExist` and `Contact.DoesNotExist` out of scope, `ContactNotValid`, `ContactKnown`.
    """
    place, held = _contact(place_id, contact_id, by)
    clean = clean_contact(ContactKind(held.kind), value)
    if (clean, label.strip()) == (held.value, held.label):
        return held
    others = queries.contacts_of(by.scope, place).exclude(pk=held.pk)
    if others.filter(kind=held.kind, value=clean).exists():
        raise ContactKnown
    _end(held, by=by, now=now)
    contact = _written(held.place_id or place.pk, held.kind, clean, label, now=now)
    record(at=now, by=by, verb="registry.contact.changed", subject=f"place:{place.pk}", kind=held.kind)
    return contact


@transaction.atomic
def end_contact(*, place_id: int, contact_id: int, why: str, by: Actor, now: datetime) -> Contact:
    """Say that a place is no longer reached like this. Raise `Contact.DoesNotExist` and `NoReason`."""
    if not why.strip():
        raise NoReason
    place, held = _contact(place_id, contact_id, by)
    _end(held, by=by, now=now)
    subject = f"place:{place.pk}"
    record(at=now, by=by, verb="registry.contact.ended", subject=subject, why=why.strip(), kind=held.kind)
    return held


@transaction.atomic
def add_identifier(*, place_id: int, kind: str, value: str, by: Actor, now: datetime) -> Identifier:
    """Add a number by which others know a place.

    Raise `IdentifierNotValid`, and `IdentifierTaken` when a place bears it already.
    """
    place = queries.place(by.scope, place_id, permission=EDIT)
    clean = clean_identifier(IdentifierKind(kind), value)
    if Identifier.objects.filter(kind=kind, value=clean, withdrawn_at__isnull=True).exists():
        raise IdentifierTaken
    identifier = Identifier.objects.create(kind=kind, value=clean, place=place, recorded_at=now)
    subject = f"place:{place.pk}"
    record(at=now, by=by, verb="registry.identifier.added", subject=subject, kind=kind, value=clean)
    return identifier


@transaction.atomic
def withdraw_identifier(
    *, place_id: int, identifier_id: int, why: str, by: Actor, now: datetime
) -> Identifier:
    """Say that a number was never this place's, so that it leads here no longer.

    Raise `Identifier.DoesNotExist` out of scope, `NoReason`, and `IdentifierIsRegistered`.
    """
    place = place_to_edit(place_id, why=why, by=by)
    borne = queries.identifiers_of(by.scope, place).select_for_update(of=("self",))
    held = borne.get(pk=identifier_id)
    registered = queries.registrations(by.scope, place)
    if registered.filter(identifier_kind=held.kind, identifier=held.value).exists():
        raise IdentifierIsRegistered
    held.withdrawn_at, held.withdrawn_by = now, by.key
    held.save(update_fields=["withdrawn_at", "withdrawn_by"])
    record(
        at=now,
        by=by,
        verb="registry.identifier.withdrawn",
        subject=f"place:{place.pk}",
        why=why.strip(),
        kind=held.kind,
        value=held.value,
    )
    return held


def _contact(place_id: int, contact_id: int, by: Actor) -> tuple[Place, Contact]:
    place = queries.place(by.scope, place_id, permission=EDIT)
    held = queries.contacts_of(by.scope, place).select_for_update(of=("self",))
    return place, held.get(pk=contact_id)


def _written(place_id: int, kind: str, value: str, label: str, *, now: datetime) -> Contact:
    return Contact.objects.create(
        kind=ContactKind(kind),
        value=value,
        label=label.strip(),
        source=Contact.Source.PERSON,
        place_id=place_id,
        recorded_at=now,
    )


def _end(contact: Contact, *, by: Actor, now: datetime) -> None:
    contact.ended_at, contact.ended_by = now, by.key
    contact.save(update_fields=["ended_at", "ended_by"])
