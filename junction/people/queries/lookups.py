"""Finds a place or an area by its public number or name, whoever asks, and the address held for a place.

These answer without a scope because what they find is public (a regulator's number) or is never shown to the
asker (an address); each says which. Used where a person who sees nothing yet must be able to begin.
"""

from junction.registry.models import Contact, Identifier
from junction.registry.queries import area_match

from ..rules import Over


def place_with_identifier(value: str) -> int | None:
    """The place that bears this public number (CQC, ODS …), or None."""
    found = Identifier.objects.filter(value=value.strip().upper(), place__isnull=False, withdrawn_at=None)
    place = found.exclude(kind="council-list").values_list("place_id", "place__merged_into_id").first()
    return (place[1] or place[0]) if place else None


def address_held_for(place_id: int) -> str:
    """The email address a regulator's list gives for a place, or "". Never shown to whoever asks."""
    held = Contact.objects.filter(place=place_id, kind="email", source="list", ended_at=None)
    return held.order_by("-recorded_at").values_list("value", flat=True).first() or ""


def organisation_with_identifier(value: str) -> int | None:
    """The organisation that bears this public number (a provider's, a trust's …), or None."""
    found = Identifier.objects.filter(
        value=value.strip().upper(), organisation__isnull=False, withdrawn_at=None
    )
    return found.values_list("organisation_id", flat=True).first()


def over_with_number(text: str) -> Over | None:
    """What a public number or an area's name or code stands for."""
    if place := place_with_identifier(text):
        return Over(place_id=place)
    if organisation := organisation_with_identifier(text):
        return Over(organisation_id=organisation)
    area = area_match(text).code
    return Over(area_id=area) if area else None
