"""Links between programmes in reach, what came of each, and the links that are missing."""

from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from junction.core.scope import Scope

from ..models import LinkResult, ProgrammeLink, ProgrammeVersion
from ..models.programmes import current_at
from .programme_reach import in_area

SUBJECT = "programme-link"
NONE_YET = "open"


def links(scope: Scope, *, as_at: datetime | None = None, now: datetime) -> QuerySet[ProgrammeLink]:
    """Return links of which both programmes are in reach, each with the `result` that counts."""
    at = as_at or now
    known = ProgrammeVersion.objects.filter(current_at(as_at), in_area(scope)).values("programme")
    newest = LinkResult.objects.filter(link=OuterRef("pk"), recorded_at__lte=at).order_by("-pk")
    return ProgrammeLink.objects.filter(recorded_at__lte=at, one__in=known, other__in=known).annotate(
        result=Coalesce(Subquery(newest.values("result")[:1]), Value(NONE_YET)),
        said=Coalesce(Subquery(newest.values("text")[:1]), Value("")),
        said_at=Coalesce(Subquery(newest.values("recorded_at")[:1]), F("recorded_at")),
    )


def link(scope: Scope, number: int, *, as_at: datetime | None = None, now: datetime) -> Any:
    """Return one link. Raise `ProgrammeLink.DoesNotExist` out of reach."""
    return links(scope, as_at=as_at, now=now).get(pk=number)


def results(scope: Scope, number: int, *, at: datetime) -> list[LinkResult]:
    """Return what was said to have come of a link in reach, the newest first."""
    mine = links(scope, now=at).filter(pk=number).values("pk")
    return list(LinkResult.objects.filter(link__in=mine, recorded_at__lte=at).order_by("-pk"))


def linked(scope: Scope, *, as_at: datetime | None = None, now: datetime) -> list[tuple[int, int]]:
    """Return the pairs that are linked, as numbers of programmes."""
    return list(links(scope, as_at=as_at, now=now).order_by().values_list("one", "other"))


def of_programme(scope: Scope, rows: QuerySet[ProgrammeLink], number: int) -> QuerySet[ProgrammeLink]:
    """Narrow links, read within a scope, to those of one programme."""
    return rows.filter(Q(one=number) | Q(other=number))
