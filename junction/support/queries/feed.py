"""The directory as an Open Referral UK feed publishes it: objects of HSDS-UK 3.0, open to everyone.

A page of services holds what each has once, and its organisation; one service holds everything. Nothing of
it is about a person: contacts bear a post and a number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from junction.core.scope import Scope

from ..models import (
    Location,
    Service,
    ServiceAtLocation,
    ServiceOrganisation,
    ServiceTerm,
    Taxonomy,
    TaxonomyTerm,
)

NESTED = ("schedules", "areas__area", "terms__term__taxonomy", "at_locations__location")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader of the feed asks services to be."""

    taxonomy_term_id: UUID | None = None
    taxonomy_id: UUID | None = None
    organization_id: UUID | None = None
    modified_after: datetime | None = None
    minimum_age: int | None = None
    maximum_age: int | None = None
    among: Sequence[UUID] | None = None  # found by words or by place


def published_services(scope: Scope, asked: Asked, *, is_whole: bool = False) -> QuerySet[Service]:
    """Return the services of the feed, by name; with what belongs to each where they are to be whole."""
    found = Service.objects.select_related("organisation").order_by("name", "id")
    tests = Q()
    if asked.taxonomy_term_id:
        tests &= Q(pk__in=ServiceTerm.objects.filter(term=asked.taxonomy_term_id).values("service_id"))
    if asked.taxonomy_id:
        tests &= Q(pk__in=ServiceTerm.objects.filter(term__taxonomy=asked.taxonomy_id).values("service_id"))
    if asked.organization_id:
        tests &= Q(organisation=asked.organization_id)
    if asked.modified_after:
        tests &= Q(last_modified__gte=asked.modified_after)
    if asked.minimum_age is not None:
        tests &= Q(minimum_age__gte=asked.minimum_age)
    if asked.maximum_age is not None:
        tests &= Q(maximum_age__lte=asked.maximum_age)
    if asked.among is not None:
        tests &= Q(pk__in=asked.among)
    found = found.filter(tests)
    return found.prefetch_related(*NESTED) if is_whole else found


def published_service(scope: Scope, number: UUID) -> Service:
    """Return one service with everything about it. Raise `Service.DoesNotExist`."""
    return Service.objects.select_related("organisation").prefetch_related(*NESTED).get(pk=number)


def published_rows(scope: Scope, what: str) -> QuerySet[Any]:
    """Return the other lists of the feed by their names in the standard."""
    rows: dict[str, QuerySet[Any]] = {
        "organizations": ServiceOrganisation.objects.order_by("name", "id"),
        "locations": Location.objects.order_by("name", "id"),
        "service_at_locations": ServiceAtLocation.objects.select_related("location").order_by("id"),
        "taxonomies": Taxonomy.objects.order_by("name", "id"),
        "taxonomy_terms": TaxonomyTerm.objects.select_related("taxonomy").order_by("name", "id"),
    }
    return rows[what]
