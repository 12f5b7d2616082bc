"""The plan register by machine: what is known of plans, whether it is all of them, and writing it down."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from junction.core.calendar import local_day
from junction.core.http.leave import actor_with
from junction.core.http.moments import AsAt
from junction.core.http.once import once

from ..operations.plans import Known, register_plan
from ..queries import plans as queries
from ..queries.reach import ANSWER, SEE
from ..rules.parties import Party
from ..rules.plan_book import plan_rules

router = Router(tags=["Plans"])


class PlanOut(Schema):
    """What is known of a plan."""

    id: int = Field(..., description="Number of the plan.")
    kind: str
    area: str | None
    organisation: int | None
    place: int | None
    state: str
    title: str
    version: str
    owner: str
    parent: int | None
    document: int | None
    on: date | None = Field(None, description="Obtained on, or promised for.")
    source: str
    recorded_at: datetime


class PlanIn(Schema):
    """What is known of a plan of one party: exactly one of area, organisation and place."""

    kind: str = Field(..., max_length=20)
    area: str | None = Field(None, pattern=r"^[A-Z]\d{8}$")
    organisation: int | None = Field(None, ge=1, le=2**62)
    place: int | None = Field(None, ge=1, le=2**62)
    state: str = Field(..., max_length=20)
    title: str = Field("", max_length=200)
    version: str = Field("", max_length=60)
    owner: str = Field("", max_length=200)
    parent: int | None = Field(None, ge=1, le=2**62)
    document: int | None = Field(None, ge=1, le=2**62)
    on: date | None = None
    source: str = Field("", max_length=300)


class CompletenessOut(Schema):
    """Is it all of them? `states` counts the known by state; the rest is not known."""

    kind: str
    expected: int
    states: dict[str, int]
    not_known: int


@router.get("/assurance/plans", response=list[PlanOut])
def plans(
    request: HttpRequest,
    kind: str = "",
    state: str = "",
    as_at: AsAt | None = None,
    after: int = Query(0, ge=0, le=2**62, description="The last number of the page before."),
    limit: int = Query(200, ge=1, le=1000),
) -> Any:
    """What is known of every plan in reach, by number."""
    found = (
        queries.entries(actor_with(request, SEE).scope, as_at=as_at).filter(plan__gt=after).order_by("plan")
    )
    found = found.filter(plan__kind=kind) if kind else found
    return [_plan(one) for one in (found.filter(state=state) if state else found)[:limit]]


@router.get("/assurance/plans/completeness", response=list[CompletenessOut])
def completeness(
    request: HttpRequest,
    area: str = Query("", max_length=9, description="Code of an area; empty: all in reach."),
    as_at: AsAt | None = None,
) -> Any:
    """Of those expected to have a plan of each kind: how many are in each state."""
    scope = actor_with(request, SEE).scope
    day = local_day(as_at or timezone.now())
    kinds = [kind for kind in plan_rules(day).kinds.values() if kind.can_be_counted]
    found = [(kind, queries.counted(scope, kind, day=day, as_at=as_at, area=area)) for kind in kinds]
    return [
        {"kind": kind.code, "expected": one.expected, "states": dict(one.states), "not_known": one.not_known}
        for kind, one in found
    ]


@router.post("/assurance/plans", response={200: PlanOut})
def register(request: HttpRequest, said: PlanIn) -> HttpResponse:
    """Write down what is known of a plan; what is known already changes nothing."""
    by, now = actor_with(request, ANSWER), timezone.now()
    values = said.dict()
    try:
        party = Party(values.pop("area"), values.pop("organisation"), values.pop("place"))
    except ValueError as wrong:
        raise Http404 from wrong

    def work() -> tuple[int, Any]:
        try:
            made = register_plan(Known(party=party, **values), by=by, now=now)
        except ObjectDoesNotExist as missing:
            raise Http404 from missing
        return 200, PlanOut(**_plan(made)).model_dump(mode="json")

    return once(request, by=by, now=now, work=work)


def _plan(one: Any) -> dict[str, Any]:
    plan = one.plan
    return {
        "id": plan.pk, "kind": plan.kind, "area": plan.area_id, "organisation": plan.organisation_id,
        "place": plan.place_id, "state": one.state, "title": one.title, "version": one.version,
        "owner": one.owner, "parent": one.parent_id, "document": one.document_id, "on": one.on,
        "source": one.source, "recorded_at": one.recorded_at,
    }  # fmt: skip
