"""A person corrects what is known of a place.

What a person sets stays: later lists leave those fields alone, and say so.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.scope import Actor
from junction.registry import queries
from junction.registry.models import Place
from junction.registry.rules.names import name_key

from .merging import EDIT, NoReason

CORRECTABLE = frozenset({"name", "address", "town", "postcode", "beds", "service_type"})


@transaction.atomic
def correct_place(
    *, place_id: int, details: Mapping[str, object], why: str, by: Actor, now: datetime
) -> Place:
    """Set what differs in `details`. Raise `Place.DoesNotExist` out of scope, and `NoReason`."""
    place = place_to_edit(place_id, why=why, by=by)
    changed = sorted(name for name in CORRECTABLE & set(details) if getattr(place, name) != details[name])
    for name in changed:
        setattr(place, name, details[name])
    place.name_key = name_key(place.name)
    if place.service_type not in place.service_types:
        place.service_types = [place.service_type, *place.service_types]
    place.corrected = sorted({*place.corrected, *changed})
    if changed:
        place.amending_at = now
        place.save()
        subject = f"place:{place.pk}"
        record(
            at=now, by=by, verb="registry.place.corrected", subject=subject, why=why.strip(), fields=changed
        )
    return place


def place_to_edit(place_id: int, *, why: str, by: Actor) -> Place:
    """Return a place, locked. Raise `NoReason`, and `Place.DoesNotExist` where `by` may not edit it."""
    if not why.strip():
        raise NoReason
    place = queries.place(by.scope, place_id, permission=EDIT)
    return Place.objects.select_for_update().get(pk=place.pk)
