"""Which places are asked a question set: the one answer for pictures, completeness and the chase list.

A set is asked of kinds of care, and a place is asked when it gives any of them: a nursing home that also runs
a home-care agency is asked the sets of both. A set that names no kind is asked of nobody in particular.
"""

from datetime import datetime

from django.db.models import Q, QuerySet

from junction.core.scope import Scope
from junction.registry.models import Place
from junction.registry.queries import places

from ..rules.questions import QuestionSet


def places_asked(
    scope: Scope, question_set: QuestionSet, *, permission: str, as_at: datetime | None = None
) -> QuerySet[Place]:
    """Return the open places in scope that are asked this set; all of them for one that names no kind.

    With `as_at` those that were known and open at that moment, whatever became of them since.
    """
    found = places(scope, permission=permission, as_at=as_at).order_by()
    if as_at is None:
        found = found.filter(closed_on__isnull=True)
    kinds = list(question_set.service_types)
    return found.filter(Q(service_types__overlap=kinds) | Q(service_type__in=kinds)) if kinds else found
