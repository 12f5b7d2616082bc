"""Catalogues and their requirements, as they were known at a moment; drafts are for who sets requirements.

The nation's catalogues are for whoever may see plans; an area's for those who reach the area.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from junction.core.scope import Scope

from ..models import Catalogue, Lineage, Requirement, known_at
from .reach import SEE, SET


def catalogues(scope: Scope, *, permission: str = SEE, as_at: datetime | None = None) -> QuerySet[Catalogue]:
    """Return the catalogues in reach, the newest first, each with how many requirements it has."""
    found = Catalogue.objects.select_related("area", "replaces")
    if not scope.may(permission):
        return found.none()
    reach = scope.reach(permission)
    if permission == SEE and not reach.national:
        found = found.filter(Q(area__isnull=True) | Q(area__in=reach.areas))
    elif not reach.national:
        found = found.filter(area__in=reach.areas)
    published = Q(published_at__lte=as_at) if as_at else Q(published_at__isnull=False)
    drafts = Q() if scope.may(SET) else published
    found = found.filter(drafts).filter(Q(added_at__lte=as_at) if as_at else Q())
    live = Requirement.objects.filter(known_at(as_at), catalogue=OuterRef("pk")).order_by()
    counted = live.values("catalogue").annotate(count=Count("pk")).values("count")
    return found.annotate(
        count=counted,
        is_replaced=Exists(Catalogue.objects.filter(published, replaces=OuterRef("pk"))),
    )


def catalogue(
    scope: Scope, catalogue_id: int, *, permission: str = SEE, as_at: datetime | None = None
) -> Any:
    """Return one. Raise `Catalogue.DoesNotExist` out of reach."""
    return catalogues(scope, permission=permission, as_at=as_at).get(pk=catalogue_id)


def asked_now(scope: Scope, *, as_at: datetime | None = None) -> QuerySet[Any]:
    """Return the published catalogues that no later version replaces."""
    published = Q(published_at__lte=as_at) if as_at else Q(published_at__isnull=False)
    later = Catalogue.objects.filter(published, replaces=OuterRef("pk"))
    return catalogues(scope, as_at=as_at).filter(published, ~Exists(later))


def requirements(
    scope: Scope, catalogue_id: int | None = None, *, as_at: datetime | None = None, permission: str = SEE
) -> QuerySet[Requirement]:
    """Return the requirements of a catalogue in reach (of all of them), in their order."""
    reached = catalogues(scope, permission=permission, as_at=as_at).order_by().values("pk")
    found = Requirement.objects.filter(known_at(as_at), catalogue__in=reached)
    return found.filter(catalogue=catalogue_id) if catalogue_id is not None else found


def requirement(
    scope: Scope, requirement_id: int, *, as_at: datetime | None = None, permission: str = SEE
) -> Requirement:
    """Return one with its catalogue and its line. Raise `Requirement.DoesNotExist` out of reach."""
    found = requirements(scope, as_at=as_at, permission=permission)
    return found.select_related("catalogue", "statement").get(pk=requirement_id)


def ancestry(scope: Scope, requirement_ids: Sequence[int]) -> QuerySet[Lineage]:
    """Return what requirements came from, with the earlier ones."""
    reached = requirements(scope).order_by().values("pk")
    found = Lineage.objects.filter(requirement__in=reached).filter(requirement__in=list(requirement_ids))
    return found.select_related("earlier", "earlier__catalogue")
