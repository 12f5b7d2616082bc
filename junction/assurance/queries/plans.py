"""Plans in reach, what is known of each, and whether it is all of them.

A plan is reached by who reaches its party, and by who reaches the party of the plan it stands below: a
provider's plan below a council's is seen by the council.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from junction.core.scope import Scope
from junction.registry.models import gives, lies_in
from junction.registry.queries import areas, inside, known_places, merged_at, open_on

from ..models import ModelPlan, Plan, PlanEntry
from ..models.moments import current_at, known_at
from ..rules.plan_book import Completeness, PlanKind
from .reach import ANSWER, SEE, within


def plans(scope: Scope, *, permission: str = SEE) -> QuerySet[Plan]:
    """Return the plans in reach."""
    own = Plan.objects.filter(within(scope, permission))
    below = PlanEntry.objects.filter(superseded_at__isnull=True, parent__in=own.order_by().values("pk"))
    found = Plan.objects.filter(Q(pk__in=own.order_by().values("pk")) | Q(pk__in=below.values("plan")))
    return found.select_related("area", "organisation", "place")


def plan(scope: Scope, plan_id: int, *, permission: str = SEE) -> Plan:
    """Return one plan. Raise `Plan.DoesNotExist` out of reach."""
    return plans(scope, permission=permission).get(pk=plan_id)


def entries(scope: Scope, *, as_at: datetime | None = None) -> QuerySet[PlanEntry]:
    """Return what is known of every plan in reach, now or as at a moment."""
    reached = plans(scope).order_by().values("pk")
    found = PlanEntry.objects.filter(current_at(as_at), plan__in=reached)
    return found.select_related(
        "plan__area", "plan__organisation", "plan__place", "parent__area", "parent__organisation",
        "parent__place", "document",
    )  # fmt: skip


def entry(scope: Scope, plan_id: int, *, as_at: datetime | None = None) -> PlanEntry:
    """Return what is known of one plan. Raise `PlanEntry.DoesNotExist` out of reach."""
    return entries(scope, as_at=as_at).get(plan=plan_id)


def history(scope: Scope, plan_id: int, *, as_at: datetime | None = None) -> QuerySet[PlanEntry]:
    """Return every version of what was known of one plan, the newest first."""
    found = PlanEntry.objects.filter(plan=plan(scope, plan_id))
    return found.filter(recorded_at__lte=as_at) if as_at else found


def expected(
    scope: Scope, kind: PlanKind, *, day: date, as_at: datetime | None = None, area: str = ""
) -> QuerySet[Any]:
    """Return who in reach is expected to have one, each with `plan_number` and `state` (null: not known)."""
    rows = _expected_areas(scope, kind, day=day, area=area) if kind.areas else None
    if rows is None:
        rows = _expected_places(scope, kind, day=day, as_at=as_at, area=area)
    theirs = {"plan__area": OuterRef("pk")} if kind.areas else {"plan__place": OuterRef("pk")}
    one = PlanEntry.objects.filter(current_at(as_at), plan__kind=kind.code, **theirs).order_by("-recorded_at")
    return rows.annotate(
        **{name: Subquery(one.values(of)[:1]) for name, of in
           (("plan_number", "plan"), ("state", "state"), ("version", "version"), ("plan_on", "on"))}
    )  # fmt: skip


def counted(
    scope: Scope, kind: PlanKind, *, day: date, as_at: datetime | None = None, area: str = ""
) -> Completeness:
    """Return how many are expected, and how many are in each state."""
    rows = expected(scope, kind, day=day, as_at=as_at, area=area).order_by()
    found = dict(rows.values_list("state").annotate(count=Count("pk")).values_list("state", "count"))
    return Completeness(sum(found.values()), {code: count for code, count in found.items() if code})


def model_plans(scope: Scope, *, as_at: datetime | None = None) -> QuerySet[ModelPlan]:
    """Return what is published to learn from; whoever sees plans sees them."""
    found = ModelPlan.objects.select_related("entry__plan__area")
    if not scope.may(SEE):
        return found.none()
    return found.filter(known_at(as_at, added="published_at"))


def parents(scope: Scope, *, but: Collection[int] = ()) -> list[tuple[int, str]]:
    """Return number and title of the plans that another may stand below."""
    found = PlanEntry.objects.filter(
        current_at(None), plan__in=plans(scope, permission=ANSWER).order_by().values("pk")
    )
    above = found.exclude(plan__in=list(but)).exclude(plan__place__isnull=False)
    return list(above.order_by("title").values_list("plan", "title"))


def _expected_areas(scope: Scope, kind: PlanKind, *, day: date, area: str) -> QuerySet[Any]:
    found = areas(scope, on=day).filter(kind__in=kind.areas)
    reach = scope.reach(SEE)
    if not reach.national:
        found = found.filter(code__in=reach.areas)
    return found.filter(code__in=inside([area], on=day)) if area else found


def _expected_places(
    scope: Scope, kind: PlanKind, *, day: date, as_at: datetime | None, area: str
) -> QuerySet[Any]:
    merged = merged_at(scope, as_at=as_at) if as_at else {}
    found = known_places(scope, permission=SEE, as_at=as_at, merged=merged)
    found = found.filter(gives(kind.services), open_on(scope, day, as_at=as_at, merged=merged))
    return found.filter(lies_in(inside([area], on=day))) if area else found
