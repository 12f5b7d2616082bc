"""How the desk did: calls, answers, what was met within its limit, who waits longest; as known at a moment.

Figures come from what was written down: calls, and what happened to needs. A need was open at a moment when
it was stated by then and was closed later or not at all, since what is closed is never opened again.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Min, Q

from junction.core.calls.models import Call
from junction.core.scope import Scope

from ..models import NeedEvent
from .desk import SUBJECT
from .needs import ANSWER, OPEN, needs


@dataclass(frozen=True, slots=True)
class AgentFigures:
    """What one agent did in a span: calls, those in which somebody answered, cases met, and met in time."""

    by: str
    calls: int = 0
    answered: int = 0
    met: int = 0
    met_in_limit: int = 0


@dataclass(frozen=True, slots=True)
class TeamFigures:
    """What the team did, and how the queue stood at its end."""

    agents: list[AgentFigures]
    open: int
    late: int
    waiting_longest_since: datetime | None  # of those with whom nobody has spoken

    @property
    def calls(self) -> int:
        return sum(one.calls for one in self.agents)

    @property
    def answered(self) -> int:
        return sum(one.answered for one in self.agents)

    @property
    def met(self) -> int:
        return sum(one.met for one in self.agents)

    @property
    def met_in_limit(self) -> int:
        return sum(one.met_in_limit for one in self.agents)

    @property
    def share_in_limit(self) -> float | None:
        """The share of what was met that was met within its limit, in per cent; None for nothing met."""
        return 100 * self.met_in_limit / self.met if self.met else None


def desk_figures(scope: Scope, *, since: datetime, as_at: datetime, answers: list[str]) -> TeamFigures:
    """Return figures of the areas one answers for, from a moment to another, in three statements.

    `answers` are the dispositions in which somebody was spoken with.
    """
    mine = needs(scope, permission=ANSWER).order_by().values("pk")
    calls = Call.objects.filter(subject_kind=SUBJECT, subject_id__in=mine, at__gt=since, at__lte=as_at)
    spoken = Count("pk", filter=Q(outcome__in=answers))
    told = {
        row["by"]: dict(row) for row in calls.order_by().values("by").annotate(n=Count("pk"), spoken=spoken)
    }
    events = NeedEvent.objects.filter(need__in=mine, kind=NeedEvent.Kind.MET, at__gt=since, at__lte=as_at)
    in_time = Count("pk", filter=Q(at__lte=F("need__limit_at")))
    met = {
        row["by"]: dict(row)
        for row in events.order_by().values("by").annotate(n=Count("pk"), in_time=in_time)
    }
    agents = [_agent(key, told.get(key, {}), met.get(key, {})) for key in sorted({*told, *met})]
    standing = needs(scope, permission=ANSWER).order_by().filter(
        Q(state__in=OPEN) | Q(state_at__gt=as_at), stated_at__lte=as_at
    )  # fmt: skip
    unheard = Q(answered_at__isnull=True) | Q(answered_at__gt=as_at)
    stood = standing.aggregate(
        open=Count("pk"),
        late=Count("pk", filter=Q(limit_at__lt=as_at)),
        since=Min("stated_at", filter=unheard),
    )
    return TeamFigures(agents, stood["open"], stood["late"], stood["since"])


def _agent(key: str, calls: dict[str, Any], met: dict[str, Any]) -> AgentFigures:
    counts = (calls.get("n", 0), calls.get("spoken", 0), met.get("n", 0), met.get("in_time", 0))
    return AgentFigures(key, *counts)
