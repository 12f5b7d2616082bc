"""Care Act easements by machine: where councils stand, deciding on a stage, who was told, the end of it.

A decision is looked at again by deciding anew: the same stage, with the next day on which it is looked at.
"""

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from junction.core.calendar import local_day
from junction.core.pages.context import actor_of
from junction.core.playbook import NoRuleInForce

from ..operations import easements as operations
from ..queries import easements as queries
from ..queries.reach import ANSWER
from ..rules.easements import easement_rules
from ..rules.easing import gaps_of, has_ended, stands
from .requirements import moment_of, scope_of
from .writing import LARGEST, AddedOut, After, Limit, found, written

router = Router(tags=["Care Act easements"])
ONE = "/assurance/easements/{int:number}"
SAID = ("stage", "decided_on", "duties", "reason", "evidence", "impact", "parts", "principles", "review_on",
        "recorded_at")  # fmt: skip


class DecisionIn(Schema):
    """What a council decided; nothing is refused for what it lacks. Stage 1: nothing is eased."""

    area: str = Field(..., pattern=r"^[A-Z]\d{8}$")
    stage: str = Field(..., max_length=2)
    decided_on: date
    duties: str = Field("", max_length=4000, description="Which duties, services or people it touches.")
    reason: str = Field("", max_length=4000)
    evidence: str = Field("", max_length=4000)
    impact: str = Field("", max_length=4000)
    parts: list[str] = Field([], max_length=20, description="Who had their part, in codes of the list.")
    principles: list[str] = Field([], max_length=20)
    review_on: date | None = Field(None, description="The day on which it is looked at again.")
    document: int | None = Field(None, ge=1, le=LARGEST)


class ToldIn(Schema):
    """Somebody was told of it."""

    audience: str = Field(..., max_length=20)
    told_on: date
    how: str = Field(..., max_length=300)
    is_accessible: bool = False


class EndIn(Schema):
    """It ended."""

    ended_on: date
    why: str = Field(..., max_length=2000)


class ToldOut(Schema):
    """Who was told, when and how."""

    audience: str
    told_on: date
    how: str
    is_accessible: bool


class EasementOut(Schema):
    """A decision. `lacks`: what the guidance asks for and is not there; nothing once it has ended."""

    id: int
    area: str
    stage: str
    decided_on: date
    duties: str
    reason: str
    evidence: str
    impact: str
    parts: list[str]
    principles: list[str]
    review_on: date | None
    document: int | None
    recorded_at: datetime
    is_current: bool
    ended_on: date | None
    ended_why: str
    told: list[ToldOut]
    lacks: list[str]


class StandingOut(Schema):
    """Where a council stands: silent, none-used, eased or lacking; `easement`: its current decision."""

    area: str
    name: str
    stands: str
    easement: int | None


@router.get("/assurance/easements", response=list[EasementOut])
def easements(
    request: HttpRequest,
    area: str = Query("", max_length=9),
    as_at: str = "",
    after: int = After,
    limit: int = Limit,
) -> Any:
    """Read every decision in reach, by number, as known at a moment."""
    scope, moment = scope_of(request), moment_of(as_at)
    rows = queries.easements(scope, as_at=moment).filter(pk__gt=after).order_by("pk")
    rows = rows.filter(area=area) if area else rows
    return [_easement(one, at=moment or timezone.now()) for one in rows[:limit]]


@router.get("/assurance/easements/councils", response=list[StandingOut])
def councils(request: HttpRequest, as_at: str = "") -> Any:
    """Read where each council in reach stands; silence is one of the answers."""
    scope, moment = scope_of(request), moment_of(as_at)
    at = moment or timezone.now()
    day = local_day(at)
    try:
        easement_rules(day)
    except NoRuleInForce:
        raise Http404 from None
    current = {one.pk: one for one in queries.current(scope, as_at=moment)}
    rows = [(one, current.get(one.easement_number)) for one in queries.overview(scope, day=day, as_at=moment)]
    return [
        {"area": one.code, "name": one.name, "stands": stands(decided, at=at, day=day),
         "easement": decided.pk if decided else None}
        for one, decided in rows
    ]  # fmt: skip


@router.get(ONE, response=EasementOut)
def easement(request: HttpRequest, number: int, as_at: str = "") -> Any:
    """Read one decision."""
    scope, moment = scope_of(request), moment_of(as_at)
    return _easement(found(queries.easement, scope, number, as_at=moment), at=moment or timezone.now())


@router.post("/assurance/easements", response={201: AddedOut})
def decide_stage(request: HttpRequest, sent: DecisionIn) -> HttpResponse:
    """Say at which stage one's council works; it takes the place of what was decided before."""
    by, now = actor_of(request), timezone.now()
    said = operations.Decision(**sent.dict())
    return written(request, lambda: operations.decide_stage(said, by=by, now=now),
                   permission=ANSWER, by=by, now=now)  # fmt: skip


@router.post(f"{ONE}/told", response={201: AddedOut})
def tell(request: HttpRequest, number: int, sent: ToldIn) -> HttpResponse:
    """Say who was told of a decision."""
    by, now = actor_of(request), timezone.now()
    return written(request, lambda: operations.tell(number, **sent.dict(), by=by, now=now),
                   permission=ANSWER, by=by, now=now)  # fmt: skip


@router.post(f"{ONE}/end", response={200: AddedOut})
def end_stage(request: HttpRequest, number: int, sent: EndIn) -> HttpResponse:
    """Say that a stage ended, and why."""
    by, now = actor_of(request), timezone.now()
    return written(request, lambda: operations.end_stage(number, **sent.dict(), by=by, now=now),
                   permission=ANSWER, by=by, now=now, status=200)  # fmt: skip


def _easement(one: Any, *, at: datetime) -> dict[str, Any]:
    day = local_day(at)
    ended = has_ended(one, at=at, day=day)
    return {
        "id": one.pk, "area": one.area_id, "document": one.document_id,
        **{name: getattr(one, name) for name in SAID},
        "is_current": one.superseded_at is None or one.superseded_at > at,
        "ended_on": one.ended_on if ended else None, "ended_why": one.ended_why if ended else "",
        "told": [{name: getattr(each, name) for name in ToldOut.model_fields} for each in one.told_by_then],
        "lacks": [] if ended else gaps_of(one, day=day),
    }  # fmt: skip
