"""Programmes in reach with who is accountable, and what each offers or enables, as at a moment."""

from datetime import date, datetime
from typing import Any

from django.db.models import Case, CharField, Count, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from junction.core.calendar import local_day
from junction.core.scope import Scope
from junction.core.searching.queries import holding

from ..models import ProgrammeVersion, Provision
from ..models.programmes import current_at
from .programme_reach import in_area

SUBJECT = "programme"


def programmes(scope: Scope, *, as_at: datetime | None = None, now: datetime) -> QuerySet[ProgrammeVersion]:
    """Return programmes in reach as they were said to be, each with its `state` and how much it provides."""
    at = as_at or now
    mine = _there(at).filter(in_area(scope), programme=OuterRef("programme")).order_by().values("programme")
    return (
        ProgrammeVersion.objects.filter(current_at(as_at), in_area(scope))
        .select_related("area", "programme")
        .annotate(
            state=_state_of(local_day(at)),
            provides=Coalesce(Subquery(mine.annotate(times=Count("pk")).values("times")), 0),
        )
    )


def programme(scope: Scope, number: int, *, as_at: datetime | None = None, now: datetime) -> Any:
    """Return one by its number. Raise `ProgrammeVersion.DoesNotExist` out of reach."""
    return programmes(scope, as_at=as_at, now=now).get(programme=number)


def versions(scope: Scope, number: int, *, as_at: datetime | None = None) -> list[ProgrammeVersion]:
    """Return how one was said to be, the newest first, of the versions in reach."""
    found = ProgrammeVersion.objects.filter(in_area(scope), programme=number).select_related("area")
    return list((found.filter(recorded_at__lte=as_at) if as_at else found).order_by("-recorded_at", "-pk"))


def provisions(
    scope: Scope, *, as_at: datetime | None = None, now: datetime, programme: int | None = None
) -> QuerySet[Provision]:
    """Return what is offered or enabled in reach, of programmes in reach."""
    at = as_at or now
    known = ProgrammeVersion.objects.filter(current_at(as_at), in_area(scope)).values("programme")
    found = _there(at).filter(in_area(scope), programme__in=known).select_related("area")
    return found.filter(programme=programme) if programme is not None else found


def on_day(scope: Scope, rows: QuerySet[Any], day: date) -> QuerySet[Any]:
    """Narrow rows with a span to those that are there on a day; they were read within a scope."""
    return rows.filter(Q(begins_on__lte=day), Q(ends_on__isnull=True) | Q(ends_on__gt=day))


def names(scope: Scope, *, as_at: datetime | None = None) -> dict[int, str]:
    """Return the names of programmes in reach, by number."""
    found = ProgrammeVersion.objects.filter(current_at(as_at), in_area(scope)).order_by("name")
    return dict(found.values_list("programme", "name"))


def searched(scope: Scope, rows: QuerySet[ProgrammeVersion], words: str) -> QuerySet[ProgrammeVersion]:
    """Narrow programmes, read within a scope, to those that hold all of what is sought."""
    return holding(rows, words, "name", "purpose", "department", "sro", "minister")


def departments(scope: Scope, *, as_at: datetime | None = None) -> list[str]:
    """Return the departments of programmes in reach, by name."""
    found = ProgrammeVersion.objects.filter(current_at(as_at), in_area(scope))
    return sorted(set(found.order_by().values_list("department", flat=True)))


def _state_of(day: date) -> Case:
    """Say in SQL whether a span is planned, live or ended on a day."""
    return Case(
        When(begins_on__gt=day, then=Value("planned")),
        When(ends_on__lte=day, then=Value("ended")),
        default=Value("live"),
        output_field=CharField(),
    )


def _there(at: datetime) -> QuerySet[Provision]:
    still = Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=at)
    return Provision.objects.filter(still, added_at__lte=at)
