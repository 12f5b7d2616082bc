"""Worries that somebody is harmed, within leave to read who is protected: each reading of words
is in the log.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Case, F, Q, QuerySet, When

from junction.core.personal.queries import ERASED, values
from junction.core.reading.rules import Kind, seen
from junction.core.scope import Scope

from ..models import Concern
from .needs import PROTECTED

CLOSE, SUBJECT = PROTECTED, "concern"
READ = Kind("support.concern.read", "concern")


def open_concerns(
    scope: Scope, *, permission: str = PROTECTED, also_closed: bool = False, as_at: datetime | None = None
) -> QuerySet[Concern]:
    """Return worries in reach, the oldest first; those that are open unless the others are asked for. With
    `as_at`, those raised by then; `then_closed` is when each was closed, if it was by then.
    """
    found = Concern.objects.select_related("area", "need")
    reach = scope.reach(permission)
    if not reach.national:
        found = found.filter(area_id__in=reach.areas)
    if as_at is not None:
        found = found.filter(raised_at__lte=as_at)
    by_then = Q(closed_at__isnull=False) if as_at is None else Q(closed_at__lte=as_at)
    found = found.annotate(then_closed=Case(When(by_then, then=F("closed_at")), default=None))
    return found if also_closed else found.filter(then_closed__isnull=True)


def late_concerns(scope: Scope, *, now: datetime) -> QuerySet[Concern]:
    """Return the open worries in reach that nobody has seen to within their limit."""
    return open_concerns(scope).filter(limit_at__lte=now)


def concern_words(scope: Scope, found: Sequence[Concern]) -> dict[int, tuple[str, str, str]]:
    """Return what was said, how to reach who said it and why it was closed, for worries read
    within a scope.
    """
    keys = {one.pk: (one.words, one.contact, one.closed_why) for one in found}
    known = values(key for three in keys.values() for key in three if key)
    for one in found:
        seen(READ, one.pk)
    said = {
        number: [known.get(key, ERASED) if key else "" for key in three] for number, three in keys.items()
    }
    return {number: (words, contact, why) for number, (words, contact, why) in said.items()}
