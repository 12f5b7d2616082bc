"""What calls with the front line said, in reach, and what was done about each, as at a moment."""

from datetime import date, datetime
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from junction.core.scope import Scope
from junction.core.searching.queries import holding

from ..models import PressureAnswer, PressureCall
from .programme_reach import SEE, within_area

SUBJECT = "pressure-call"
WAITING = "waiting"


def pressure_calls(scope: Scope, *, as_at: datetime | None = None, now: datetime) -> QuerySet[PressureCall]:
    """Return calls of areas in reach, each with the `result` that counts and how often it was answered."""
    at = as_at or now
    newest = PressureAnswer.objects.filter(call=OuterRef("pk"), recorded_at__lte=at).order_by("-pk")
    return (
        PressureCall.objects.filter(within_area(scope, permission=SEE), recorded_at__lte=at)
        .select_related("area")
        .annotate(result=Coalesce(Subquery(newest.values("result")[:1]), Value(WAITING)))
    )


def pressure_call(scope: Scope, number: int, *, as_at: datetime | None = None, now: datetime) -> Any:
    """Return one call. Raise `PressureCall.DoesNotExist` out of reach."""
    return pressure_calls(scope, as_at=as_at, now=now).get(pk=number)


def answers(scope: Scope, number: int, *, at: datetime) -> list[PressureAnswer]:
    """Return what was done about a call in reach, the newest first."""
    mine = pressure_calls(scope, now=at).filter(pk=number).values("pk")
    return list(PressureAnswer.objects.filter(call__in=mine, recorded_at__lte=at).order_by("-pk"))


def searched(scope: Scope, rows: QuerySet[PressureCall], words: str) -> QuerySet[PressureCall]:
    """Narrow calls, read within a scope, to those that say all of what is sought."""
    return holding(rows, words, "text", "area__name")


def counted_by_need(
    scope: Scope, *, since: date, as_at: datetime | None = None, now: datetime
) -> dict[tuple[str, str], int]:
    """Return how many calls of days since then named a kind of need, by need and area."""
    found = pressure_calls(scope, as_at=as_at, now=now).exclude(category="").filter(called_on__gte=since)
    rows = found.order_by().values_list("category", "area").annotate(times=Count("pk"))
    return {(category, area): times for category, area, times in rows}
