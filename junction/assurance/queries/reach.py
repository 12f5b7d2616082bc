"""Whose rows a scope reaches: those of its areas, organisations and places, a council's places among them."""

from typing import Any

from django.db.models import Q, QuerySet

from junction.core.scope import Scope
from junction.registry.models import Area, Organisation, Place
from junction.registry.queries import places

from ..rules.parties import Party

SEE, ANSWER, REVIEW, SET = "assurance.see", "assurance.answer", "assurance.review", "assurance.set"
RAISE = "assurance.raise"  # what a council, forum or region cannot settle itself, and answering it above


def within(scope: Scope, permission: str = SEE) -> Q:
    """Return the condition that a row of a party (`OfParty`) is in reach."""
    reach = scope.reach(permission)
    if reach.national:
        return Q()
    if not reach:
        return Q(pk__in=[])
    held = places(scope, permission=permission).order_by().values("pk")
    return Q(area__in=reach.areas) | Q(organisation__in=reach.organisations) | Q(place__in=held)


def reaches(scope: Scope, party: Party, permission: str = SEE) -> bool:
    """Tell whether one party is in reach."""
    reach = scope.reach(permission)
    if reach.national:
        return True
    if party.place is not None:
        return bool(reach) and places(scope, permission=permission).filter(pk=party.place).exists()
    return party.area in reach.areas or party.organisation in reach.organisations


def named(scope: Scope, party: Party, permission: str = SEE) -> Any:
    """Return the row of a party in reach: an area, an organisation or a place. Raise `DoesNotExist`."""
    kinds: dict[str, QuerySet[Any]] = {
        "area": Area.objects.filter(pk=party.area),
        "organisation": Organisation.objects.filter(pk=party.organisation or 0),
        "place": Place.objects.filter(pk=party.place or 0),
    }
    name = "area" if party.area else "organisation" if party.organisation else "place"
    found = kinds[name]
    return (found if reaches(scope, party, permission) else found.none()).get()
