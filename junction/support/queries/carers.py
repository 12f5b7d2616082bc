"""What unpaid carers were offered, in reach of who answers their cases; and short breaks, counted by council.

Counts are read by whoever sees what is not met; nothing here tells who somebody is.
"""

from datetime import datetime, time
from typing import Any

from django.db.models import CharField, Count, DateField, DateTimeField, F, OuterRef, Q, QuerySet, Subquery

from junction.core.calendar import LOCAL, local_day
from junction.core.scope import Scope
from junction.core.searching.queries import holding

from ..models import CarerHelp, CarerStep
from ..rules.carers import BREAK, PERSON
from ..rules.unmet_figures import Cell
from .handing import could_answer
from .needs import ANSWER, needs
from .unmet_areas import Looked

SUBJECT = "carer-help"


def carer_help(scope: Scope, *, as_at: datetime | None = None, sought: str = "") -> QuerySet[CarerHelp]:
    """Return what carers in reach were offered, with `then_state`, `then_why`, `then_owner`, `then_until` and
    `then_limit`; with `as_at`, what was by then, as it stood.
    """
    found = CarerHelp.objects.filter(need__in=needs(scope, permission=ANSWER).order_by().values("pk"))
    found = holding(found, sought, "need__reference", "owner").select_related("need__area")
    if as_at is None:
        return found.annotate(
            then_state=F("state"), then_why=F("why"), then_owner=F("owner"), then_until=F("until"),
            then_limit=F("limit_at"),
        )  # fmt: skip
    return _as_it_stood(found, as_at)


def _as_it_stood(found: QuerySet[CarerHelp], as_at: datetime) -> QuerySet[CarerHelp]:
    last = CarerStep.objects.filter(help=OuterRef("pk"), at__lte=as_at).order_by("-at", "-pk")
    return found.filter(opened_at__lte=as_at).annotate(
        then_state=Subquery(last.values("state")[:1], output_field=CharField()),
        then_why=Subquery(last.values("why")[:1], output_field=CharField()),
        then_owner=Subquery(last.values("owner")[:1], output_field=CharField()),
        then_until=Subquery(last.values("until")[:1], output_field=DateField()),
        then_limit=Subquery(last.values("limit_at")[:1], output_field=DateTimeField()),
    )


def late(scope: Scope, rows: QuerySet[CarerHelp], *, now: datetime) -> QuerySet[CarerHelp]:
    """Narrow what was read within a scope to that whose next step was due by then."""
    return rows.filter(Q(then_limit__lte=now))


def of_the_desk(scope: Scope, one: CarerHelp, *, now: datetime) -> list[tuple[str, str]]:
    """Return key and name of everyone in sight who answers for the council of one, by name."""
    return could_answer(scope, area=one.need.area_id, own_key="", now=now)


def people_who_have(scope: Scope) -> set[str]:
    """Return the keys of the people in whose hands something in reach is, or was."""
    rows = CarerStep.objects.filter(help__need__in=needs(scope, permission=ANSWER).order_by().values("pk"))
    return set(rows.filter(owner__startswith=PERSON).order_by().values_list("owner", flat=True).distinct())


def late_untold(scope: Scope, *, now: datetime) -> QuerySet[CarerHelp]:
    """Return what is in reach whose next step is late, and the council was not told of that yet, nor of
    another today.
    """
    rows = CarerHelp.objects.filter(need__in=needs(scope, permission=ANSWER).order_by().values("pk"))
    midnight = datetime.combine(local_day(now), time.min, LOCAL)
    told = CarerHelp.objects.filter(late_told_at__gte=midnight).order_by().values("need__area")
    found = rows.filter(limit_at__lte=now, late_told_at=None).exclude(need__area__in=told)
    return found.select_related("need").order_by("need__area", "limit_at", "pk")


def steps(scope: Scope, one: CarerHelp, *, as_at: datetime | None = None) -> list[CarerStep]:
    """Return what happened to one that was read within a scope, newest first."""
    rows = one.steps.order_by("-at", "-pk")
    return list(rows.filter(at__lte=as_at) if as_at else rows)


def short_breaks(scope: Scope, looked: Looked) -> dict[Cell, int]:
    """Return how many short breaks of an area one may look at stood how, and why, by council, in one
    statement: a cell's kind is the state, its reason the reason ("-" for none).
    """
    found = CarerHelp.objects.filter(kind=BREAK)
    if looked.councils is not None:
        found = found.filter(need__area__in=looked.councils)
    stood: Any = _as_it_stood(found, looked.at)
    rows = stood.order_by().values("need__area", "then_state", "then_why")
    return {
        Cell(row["need__area"], row["then_state"], row["then_why"] or "-"): row["count"]
        for row in rows.annotate(count=Count("pk"))
    }
