"""What a person may decide and what was decided: proposals, merges and closings, inside a scope."""

from django.db.models import Q, QuerySet

from junction.core.scope import Scope
from junction.registry.models import Closing, Merge, Place, Proposal

from .places import SEE, places, within


def proposals(scope: Scope, *, permission: str = SEE, status: str = "") -> QuerySet[Proposal]:
    """Proposals of which this scope reaches both places."""
    seen = Place.objects.filter(within(scope, permission)).values("pk")
    found = Proposal.objects.filter(place__in=seen, other_place__in=seen)
    sides = ("place__area", "other_place__area", "predecessor__organisation", "successor__organisation")
    return (found.filter(status=status) if status else found).select_related(*sides)


def merges(scope: Scope, *, permission: str = SEE) -> QuerySet[Merge]:
    """Merges of which this scope reaches both places, the newest first."""
    seen = Place.objects.filter(within(scope, permission)).values("pk")
    return Merge.objects.filter(kept__in=seen, gone__in=seen).select_related("kept", "gone")


def merges_of(scope: Scope, place: Place) -> QuerySet[Merge]:
    """Merges in which this place took part."""
    return merges(scope).filter(Q(kept=place) | Q(gone=place) | Q(gone__merged_into=place))


def closings_of(scope: Scope, place: Place) -> QuerySet[Closing]:
    """What people decided about a place being closed, the newest first."""
    seen = places(scope).filter(pk=place.pk)
    return Closing.objects.filter(Q(place__in=seen) | Q(place__merged_into__in=seen))
