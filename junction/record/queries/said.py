"""What came of documents, in reach: as its document is, or as its area where it was typed without one."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from junction.core.calendar import local_day
from junction.core.scope import Scope

from ..models import Action, Ask, Commitment, Meeting
from ..models.said import Proposable, Said
from ..rules.searching import search_rules
from .documents import KEEP, SEE, documents
from .former import with_former
from .words import groups_of, holding_groups

S = TypeVar("S", bound=Said)
P = TypeVar("P", bound=Proposable)


def in_reach(
    scope: Scope, kind: type[S], *, permission: str = SEE, as_at: datetime | None = None
) -> QuerySet[S]:
    """Return the things of a kind that a scope reaches; those written down by `as_at`."""
    found: QuerySet[S] = kind._default_manager.select_related("document", "statement", "area").defer(
        "document__text"
    )
    if not scope.may(permission):
        return found.none()
    if as_at:
        found = with_former(found.filter(recorded_at__lte=as_at), as_at=as_at)
    reach = scope.reach(permission)
    typed = Q(document__isnull=True)
    if not reach.national:
        typed &= Q(area__in=reach.areas)
    readable = documents(scope, permission=permission).order_by().values("pk")
    return found.filter(typed | Q(document__in=readable))


def confirmed(
    scope: Scope, kind: type[P], *, permission: str = SEE, as_at: datetime | None = None
) -> QuerySet[P]:
    """Return what a person confirmed, and nobody dismissed."""
    found = in_reach(scope, kind, permission=permission, as_at=as_at)
    by = {"confirmed_at__lte": as_at} if as_at else {"confirmed_at__isnull": False}
    dismissed = Q(dismissed_at__isnull=False)
    if as_at:
        dismissed &= Q(dismissed_at__lte=as_at)
    return found.filter(**by).exclude(dismissed)


def proposed(scope: Scope, kind: type[P], *, permission: str = SEE) -> QuerySet[P]:
    """Return what rules proposed and nobody has confirmed or dismissed."""
    found = in_reach(scope, kind, permission=permission)
    return found.filter(confirmed_at__isnull=True, dismissed_at__isnull=True)


PROPOSED: Mapping[str, type[Proposable]] = MappingProxyType(
    {"commitments": Commitment, "actions": Action, "asks": Ask, "meetings": Meeting}
)


def searched(rows: QuerySet[P], words: str, *, now: datetime) -> QuerySet[P]:
    """Narrow things to those whose words hold all of what is sought, or words nearly like it."""
    return holding_groups(rows, "words", groups_of(words, search_rules(local_day(now))))


def of_statement(scope: Scope, statement: int, *, as_at: datetime) -> dict[str, list[Proposable]]:
    """Return what came of one statement, by kind; what was dismissed is left out."""
    return {
        name: list(in_reach(scope, kind, as_at=as_at).filter(statement=statement, dismissed_at__isnull=True))
        for name, kind in PROPOSED.items()
    }


def may_keep(scope: Scope, one: Said) -> bool:
    """Tell whether a scope may change a thing."""
    return in_reach(scope, type(one), permission=KEEP).filter(pk=one.pk).exists()


def kept(scope: Scope, name: str) -> QuerySet[Any]:
    """Return the things of a kind that a scope may change."""
    return in_reach(scope, PROPOSED[name], permission=KEEP)
