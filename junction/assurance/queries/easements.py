"""Where councils stand with the Care Act easements, now or as at a moment; silence is one of the answers."""

from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from junction.core.scope import Scope
from junction.registry.queries import areas

from ..models import Easement, Told
from ..models.moments import current_at
from ..rules.book import assurance_rules
from .reach import SEE

COUNCIL = "council"


def easements(scope: Scope, *, permission: str = SEE, as_at: datetime | None = None) -> QuerySet[Easement]:
    """Return every decision in reach, the newest first, with who was told by then."""
    reach = scope.reach(permission)
    found = Easement.objects.select_related("area").order_by("-recorded_at", "-pk")
    found = found if reach.national else found.filter(area__in=reach.areas)
    told = Told.objects.order_by("told_on", "pk")
    if as_at:
        found, told = found.filter(recorded_at__lte=as_at), told.filter(recorded_at__lte=as_at)
    return found.prefetch_related(Prefetch("told", queryset=told, to_attr="told_by_then"))


def easement(scope: Scope, easement_id: int, *, as_at: datetime | None = None) -> Easement:
    """Return one decision. Raise `Easement.DoesNotExist` out of reach."""
    return easements(scope, as_at=as_at).get(pk=easement_id)


def current(scope: Scope, *, as_at: datetime | None = None) -> QuerySet[Easement]:
    """Return each council's current decision."""
    return easements(scope, as_at=as_at).filter(current_at(as_at))


def councils(scope: Scope, *, day: date, permission: str = SEE) -> QuerySet[Any]:
    """Return the councils in reach that answer for social care on a day."""
    found = areas(scope, on=day).filter(kind__in=assurance_rules(day).parties[COUNCIL].areas)
    reach = scope.reach(permission)
    return found if reach.national else found.filter(code__in=reach.areas)


def overview(scope: Scope, *, day: date, as_at: datetime | None = None) -> QuerySet[Any]:
    """Return the councils in reach, each with the number of its current decision (null: silence)."""
    one = Easement.objects.filter(current_at(as_at), area=OuterRef("pk")).order_by("-recorded_at")
    return councils(scope, day=day).annotate(easement_number=Subquery(one.values("pk")[:1]))
