"""Decisions in reach as they were known at a moment, with what came before and after each."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from junction.core.scope import Scope

from ..models import Decision, DecisionScope
from .documents import SEE
from .said import in_reach


def decisions(
    scope: Scope, *, permission: str = SEE, as_at: datetime | None = None, now: datetime
) -> QuerySet[Decision]:
    """Return the decisions written down by a moment; each says whether it was superseded then."""
    later = Decision.objects.filter(supersedes=OuterRef("pk"), recorded_at__lte=as_at or now)
    return in_reach(scope, Decision, permission=permission, as_at=as_at).annotate(is_superseded=Exists(later))


def stages_of(scope: Scope, one: Decision, *, at: datetime) -> dict[str, list[DecisionScope]]:
    """Return how far a decision was to go, by stage, the oldest first; of one out of reach nothing."""
    reachable = in_reach(scope, Decision).order_by().values("pk")
    rows = DecisionScope.objects.filter(decision=one, decision__in=reachable, recorded_at__lte=at)
    found: dict[str, list[DecisionScope]] = {}
    for row in rows.order_by("on", "pk"):
        found.setdefault(row.stage, []).append(row)
    return found


def chain_of(scope: Scope, one: Decision, *, as_at: datetime | None = None, now: datetime) -> list[Decision]:
    """Return a decision with all it superseded and all that superseded it, the oldest first."""
    seen = decisions(scope, as_at=as_at, now=now)
    chain = [one]
    while chain[0].supersedes_id and (before := seen.filter(pk=chain[0].supersedes_id).first()):
        chain.insert(0, before)
    while after := seen.filter(supersedes=chain[-1].pk).first():
        chain.append(after)
    return chain
