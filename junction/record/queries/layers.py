"""What people laid over documents in reach."""

from datetime import datetime

from django.db.models import Q, QuerySet

from junction.core.scope import Scope

from ..models import Annotation
from .documents import SEE, documents


def annotations(
    scope: Scope, *, permission: str = SEE, as_at: datetime | None = None
) -> QuerySet[Annotation]:
    """Return what stands over documents in reach, at a moment where one is given."""
    found = Annotation.objects.filter(
        document__in=documents(scope, permission=permission).order_by().values("pk")
    )
    if as_at is None:
        return found
    still = Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=as_at)
    return found.filter(still, added_at__lte=as_at)
