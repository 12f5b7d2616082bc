"""A person corrects what is known of a place, adds a way to reach it, or closes it.

What a person sets stays: later lists leave those fields alone, and say so.
"""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.refusals import Refusal
from junction.core.scope import Actor
from junction.registry import queries
from junction.registry.models import Contact, Identifier, Place, Registration
from junction.registry.rules.identifiers import IdentifierKind, clean_identifier
from junction.registry.rules.names import name_key

from .merging import EDIT, NoReason
from .places import IdentifierTaken

CORRECTABLE = frozenset({"name", "address", "town", "postcode", "beds", "service_type"})


class PlaceIsClosed(Refusal):
    """This place was closed before. Nothing has to be done."""


@transaction.atomic
def correct_place(
    *, place_id: int, details: Mapping[str, object], why: str, by: Actor, now: datetime
) -> Place:
    """Set what differs in `details`. Raise `Place.DoesNotExist` out of scope, and `NoReason`."""
    place = _edited(place_id, why, by)
    changed = sorted(name for name in CORRECTABLE & set(details) if getattr(place, name) != details[name])
    for name in changed:
        setattr(place, name, details[name])
    place.name_key = name_key(place.name)
    if place.service_type not in place.service_types:
        place.service_types = [place.service_type, *place.service_types]
    place.corrected = sorted({*place.corrected, *changed})
    if changed:
        place.save()
        subject = f"place:{place.pk}"
        record(
            at=now, by=by, verb="registry.place.corrected", subject=subject, why=why.strip(), fields=changed
        )
    return place


@transaction.atomic
def close_place(*, place_id: int, closed_on: date, why: str, by: Actor, now: datetime) -> Place:
    """End what is registered on a place. Raise `PlaceIsClosed` when nothing is open there."""
    place = _edited(place_id, why, by)
    if place.closed_on is not None:
        raise PlaceIsClosed
    there = Registration.objects.filter(place=place) | Registration.objects.filter(place__merged_into=place)
    there.filter(ended_recorded_at__isnull=True).update(registered_until=closed_on, ended_recorded_at=now)
    place.closed_on = closed_on
    place.save(update_fields=["closed_on"])
    subject = f"place:{place.pk}"
    record(
        at=now,
        by=by,
        verb="registry.place.closed",
        subject=subject,
        why=why.strip(),
        on=closed_on.isoformat(),
    )
    return place


@transaction.atomic
def add_contact(*, place_id: int, kind: str, value: str, label: str, by: Actor, now: datetime) -> Contact:
    """Add a way to reach a place. The value is personal, so the log does not hold it."""
    place = queries.place(by.scope, place_id, permission=EDIT)
    contact = Contact.objects.create(
        kind=Contact.Kind(kind),
        value=value,
        label=label,
        source=Contact.Source.PERSON,
        place=place,
        recorded_at=now,
    )
    record(at=now, by=by, verb="registry.contact.added", subject=f"place:{place.pk}", kind=kind)
    return contact


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


def _edited(place_id: int, why: str, by: Actor) -> Place:
    if not why.strip():
        raise NoReason
    place = queries.place(by.scope, place_id, permission=EDIT)
    return Place.objects.select_for_update().get(pk=place.pk)
