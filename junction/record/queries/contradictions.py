"""Contradictions of which both documents are in reach, as they stood at a moment."""

from datetime import datetime

from django.db.models import Case, CharField, QuerySet, Value, When

from junction.core.scope import Scope

from ..models import Contradiction
from .documents import KEEP, documents


def contradictions(scope: Scope, *, as_at: datetime | None = None, now: datetime) -> QuerySet[Contradiction]:
    """Return them with their `state` at a moment: open or settled."""
    at = as_at or now
    readable = documents(scope).order_by().values("pk")
    settled = When(settled_at__lte=at, then=Value("settled"))
    found = Contradiction.objects.filter(one__document__in=readable, other__document__in=readable)
    return (
        found.filter(proposed_at__lte=at)
        .select_related("one__document", "other__document")
        .defer("one__document__text", "other__document__text")
        .annotate(state=Case(settled, default=Value("open"), output_field=CharField()))
    )


def may_settle(scope: Scope, one: Contradiction) -> bool:
    """Tell whether a scope keeps the record of one of the two documents."""
    both = [one.one.document_id, one.other.document_id]
    return documents(scope, permission=KEEP).filter(pk__in=both).exists()
