"""Needs that may be one, for those who answer for both."""

from datetime import datetime

from django.db.models import Case, F, Q, QuerySet, Value, When

from junction.core.scope import Scope

from ..models import Alike
from .needs import ANSWER, may_know


def pairs(scope: Scope, *, as_at: datetime | None = None) -> QuerySet[Alike]:
    """Return pairs in reach of who answers; both needs lie in one council. With `as_at`, those found by then;
    `then_judged` is what somebody had made of each, "" for nothing yet.
    """
    found = Alike.objects.select_related("need__person", "need__area", "other__person", "other__area")
    reach = scope.reach(ANSWER)
    if as_at is not None:
        found = found.filter(found_at__lte=as_at)
    was_judged = Q(judged_at__isnull=False) if as_at is None else Q(judged_at__lte=as_at)
    found = found.annotate(then_judged=Case(When(was_judged, then=F("judged")), default=Value("")))
    return found if reach.national else found.filter(need__area__in=reach.areas)


def one_pair(scope: Scope, number: int) -> Alike:
    """Return one pair in reach. Raise `Alike.DoesNotExist`."""
    return pairs(scope).get(pk=number)


def waiting(scope: Scope) -> int:
    """Return how many pairs nobody has judged yet."""
    return pairs(scope).filter(judged="").count()


def may_compare(scope: Scope, pair: Alike) -> bool:
    """Tell whether one may know whom both needs of a pair are about."""
    return may_know(scope, pair.need) and may_know(scope, pair.other)
