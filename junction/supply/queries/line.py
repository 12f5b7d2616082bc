"""The calls to the emergency line, and how well it answers them."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from junction.core.calendar import local_day
from junction.core.scope import Scope

from ..models import LineCall
from ..rules.calls_in import CallIn, LineFigures, line_figures
from ..rules.urgency import line_on

DECIDE, ANSWER = "supply.decide", "supply.answer"


def line_calls(scope: Scope, *, since: datetime, as_at: datetime) -> QuerySet[LineCall]:
    """Return the calls that rang between two moments, newest first, for who works at the nation's desk."""
    found = LineCall.objects.filter(rang_at__gte=since, rang_at__lte=as_at).order_by("-rang_at", "-pk")
    national = any(scope.reach(name).national for name in (DECIDE, ANSWER))
    return found.prefetch_related("requests") if national else found.none()


def figures_of_line(scope: Scope, *, hours: int, now: datetime) -> LineFigures:
    """Return the longest wait and the share answered in time over the last hours, in one statement."""
    rows = line_calls(scope, since=now - timedelta(hours=hours), as_at=now).prefetch_related(None)
    calls = [CallIn(*row) for row in rows.values_list("rang_at", "answered_at", "given_up_at")]
    return line_figures(calls, line=line_on(local_day(now)), now=now)
