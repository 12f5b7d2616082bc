"""Needs that come again, within reach of those who see needs."""

from django.db.models import QuerySet

from junction.core.scope import Scope

from ..models import Recurrence
from .needs import SEE, needs


def recurrences(scope: Scope, *, permission: str = SEE) -> QuerySet[Recurrence]:
    """Return what comes again in reach, the soonest first; what has ended comes last."""
    mine = needs(scope, permission=permission).order_by().values("pk")
    found = Recurrence.objects.filter(need__in=mine).select_related("need__area", "need__place")
    return found.order_by("next_on", "pk")
