"""Volunteers by machine: schemes and their volunteers, checks seen, what is asked for, tasks, matching."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from junction.core.http.leave import actor_with
from junction.core.http.moments import AsAt
from junction.core.http.once import once
from junction.core.refusals import Refusal

from ..operations import demand as demand_operations
from ..operations.matching import ask_matching
from ..operations.volunteer_vetting import see_check
from ..operations.volunteers import SignedUp, sign_up_many
from ..queries import volunteer_tasks as task_queries
from ..queries import volunteers as queries
from ..queries.demand import ASK, demands
from ..queries.volunteers import KEEP
from ..rules.signing_up import CheckTold, SignUp

router = Router(tags=["Volunteers"])
LARGEST = 2**62
After = Query(0, ge=0, le=LARGEST)
Limit = Query(200, ge=1, le=1000)


class CheckIn(Schema):
    """A check that was seen: by its code, whose paper, of which day. Never the paper."""

    code: str = Field(..., max_length=20)
    issuer: str = Field(..., max_length=120)
    issued_on: date
    expires_on: date | None = None
    passport_from: str = Field("", max_length=120)


class VolunteerIn(Schema):
    """One volunteer of a scheme. An email address or a telephone number is needed."""

    name: str = Field(..., max_length=100)
    email: str = Field("", max_length=200)
    phone: str = Field("", max_length=30)
    postcode: str = Field(..., max_length=10)
    skills: list[str] = Field(default_factory=list, max_length=50)
    languages: list[str] = Field(["en"], max_length=50)
    hours: list[str] | None = Field(None, max_length=21, description="“0-morning” is Monday morning.")
    reach_km: int = Field(5, ge=1, le=100)
    capacity: int = Field(1, ge=1, le=20)
    may_be_lent: bool = False
    by_email: bool = True
    by_text: bool = True
    source: str = Field("", max_length=80)
    check: CheckIn | None = None


class VolunteersIn(Schema):
    """Volunteers of one scheme; what is wrong with one concerns no other."""

    scheme: int = Field(..., ge=1, le=LARGEST)
    volunteers: list[VolunteerIn] = Field(..., min_length=1, max_length=5000)


class CameOut(Schema):
    """What came of one: the number, whether they were known, or why not."""

    volunteer: int | None
    is_known: bool
    problem: str
    detail: str


class VolunteerOut(Schema):
    """A volunteer by codes; who it is is on no list."""

    id: int
    scheme: int
    area: str
    state: str
    reach_km: int
    skills: int
    languages: int
    on_duty_until: datetime | None
    source: str


class DemandIn(Schema):
    """Volunteers asked for: `asker` is "organisation:3" or "place:7"."""

    asker: str = Field(..., pattern=r"^(organisation|place):\d{1,18}$")
    kind: str = Field(..., max_length=20)
    people: int = Field(..., ge=1, le=500)
    opens_at: datetime
    closes_at: datetime
    where: str = Field(..., max_length=200)
    postcode: str = Field(..., max_length=10)
    what: str = Field(..., max_length=300)
    contact: str = Field("", max_length=200)


class DemandOut(Schema):
    """What was asked for, and how many have said yes."""

    id: int
    area: str
    kind: str
    people: int
    taken: int
    opens_at: datetime
    closes_at: datetime
    closed_at: datetime | None


class TaskOut(Schema):
    """A task: nobody is named."""

    id: int
    need: int | None
    demand: int | None
    area: str
    kind: str
    state: str
    priority: int
    is_instant: bool
    volunteer: int | None
    closes_at: datetime


class MatchingIn(Schema):
    """The area to be matched, by its code."""

    area: str = Field(..., pattern=r"^[A-Z]\d{8}$")


class MatchingOut(Schema):
    """How far a run is, and what it gave."""

    id: int
    area: str
    state: str
    step: str
    done: int
    of: int
    figures: dict[str, Any]


def _sign_up(one: VolunteerIn, scheme: int) -> SignUp:
    said = one.dict(exclude={"check"})
    check = CheckTold(**one.check.dict()) if one.check else None
    return SignUp(**said, scheme=scheme, channel="api", check=check)


def _came(one: SignedUp | Refusal) -> dict[str, Any]:
    if isinstance(one, SignedUp):
        return {"volunteer": one.volunteer, "is_known": one.is_known, "problem": "", "detail": ""}
    return {"volunteer": None, "is_known": False, "problem": one.code(), "detail": str(one)}


@router.get("/support/schemes", response=list[dict[str, Any]])
def list_schemes(request: HttpRequest) -> list[dict[str, Any]]:
    """Read one's schemes: their numbers, names and where they work."""
    by = actor_with(request, KEEP)
    return [{"id": one.pk, "name": one.name, "area": one.area_id or ""} for one in queries.schemes(by.scope)]


@router.post("/support/volunteers", response={200: list[CameOut]})
def post_volunteers(request: HttpRequest, sent: VolunteersIn) -> HttpResponse:
    """Sign up volunteers of a scheme; what came of each, in order."""
    by, now = actor_with(request, KEEP), timezone.now()

    def work() -> tuple[int, Any]:
        asked = [_sign_up(one, sent.scheme) for one in sent.volunteers]
        return 200, [_came(one) for one in sign_up_many(asked, by=by, now=now)]

    return once(request, by=by, now=now, work=work)


@router.get("/support/volunteers", response=list[VolunteerOut])
def list_volunteers(
    request: HttpRequest, as_at: AsAt | None = None, after: int = After, limit: int = Limit
) -> list[dict[str, Any]]:
    """Read volunteers in reach by number, now or as they were at a moment; `after` is the last number of the
    page before.
    """
    found: Any = queries.volunteers(actor_with(request, KEEP).scope, as_at=as_at).filter(pk__gt=after)
    then = ("then_state", "then_reach", "then_skills", "then_languages", "then_duty")
    now = ("state", "reach_km", "skills", "languages", "on_duty_until")
    return [
        {"id": one.pk, "scheme": one.scheme_id, "area": one.area_id, "source": one.source}
        | {name: getattr(one, field) for name, field in zip(now, then if as_at else now, strict=True)}
        for one in found.order_by("pk")[:limit]
    ]


@router.post("/support/volunteers/{int:volunteer_id}/checks", response={201: dict[str, int]})
def post_check(request: HttpRequest, volunteer_id: int, sent: CheckIn) -> HttpResponse:
    """Write down that a check was seen."""
    by, now = actor_with(request, KEEP), timezone.now()

    def work() -> tuple[int, Any]:
        try:
            return 201, {"id": see_check(volunteer_id, CheckTold(**sent.dict()), by=by, now=now).pk}
        except ObjectDoesNotExist as missing:
            raise Http404 from missing

    return once(request, by=by, now=now, work=work)


@router.post("/support/demand", response={201: dict[str, int]})
def post_demand(request: HttpRequest, sent: DemandIn) -> HttpResponse:
    """Ask for volunteers."""
    by, now = actor_with(request, ASK), timezone.now()

    def work() -> tuple[int, Any]:
        asked = demand_operations.Asked(**sent.dict())
        return 201, {"id": demand_operations.state_demand(asked, by=by, now=now).pk}

    return once(request, by=by, now=now, work=work)


@router.get("/support/demand", response=list[DemandOut])
def list_demand(request: HttpRequest, after: int = After, limit: int = Limit) -> list[dict[str, Any]]:
    """Read what was asked for, by number."""
    found: Any = demands(actor_with(request, ASK).scope).filter(pk__gt=after).order_by("pk")[:limit]
    return [
        {"id": one.pk, "area": one.area_id, "kind": one.kind, "people": one.people, "taken": one.taken,
         "opens_at": one.opens_at, "closes_at": one.closes_at, "closed_at": one.closed_at}
        for one in found
    ]  # fmt: skip


@router.get("/support/tasks", response=list[TaskOut])
def list_tasks(
    request: HttpRequest, as_at: AsAt | None = None, after: int = After, limit: int = Limit
) -> list[dict[str, Any]]:
    """Read tasks in reach by number, now or as they were at a moment."""
    found: Any = task_queries.tasks(actor_with(request, KEEP).scope, as_at=as_at).filter(pk__gt=after)
    return [
        {"id": one.pk, "need": one.need_id, "demand": one.demand_id, "area": one.area_id, "kind": one.kind,
         "priority": one.priority, "is_instant": one.is_instant, "closes_at": one.closes_at,
         "state": one.then_state if as_at else one.state,
         "volunteer": one.then_volunteer if as_at else one.volunteer_id}
        for one in found.order_by("pk")[:limit]
    ]  # fmt: skip


@router.post("/support/matchings", response={201: dict[str, int]})
def post_matching(request: HttpRequest, sent: MatchingIn) -> HttpResponse:
    """Ask for a run of matching; it is worked out by a job."""
    by, now = actor_with(request, KEEP), timezone.now()
    return once(request, by=by, now=now,
                work=lambda: (201, {"id": ask_matching(sent.area, by=by, now=now).pk}))  # fmt: skip


@router.get("/support/matchings/{int:run_id}", response=MatchingOut)
def get_matching(request: HttpRequest, run_id: int) -> dict[str, Any]:
    """Read how far a run is and what it gave."""
    try:
        run = task_queries.one_run(actor_with(request, KEEP).scope, run_id)
    except ObjectDoesNotExist as missing:
        raise Http404 from missing
    return {"id": run.pk, "area": run.area_id, "state": run.state, "step": run.step, "done": run.done,
            "of": run.of, "figures": run.figures}  # fmt: skip
