"""Expert help by machine: what councils need, counts by kind and region, offers, what came of it."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router, Schema

from junction.core.http.moments import AsAt
from junction.core.pages.context import actor_of

from ..operations import offered as operations
from ..queries import offered as queries
from ..queries.reach import RAISE
from .writing import AddedOut, After, Limit, reader, written

router = Router(tags=["Expert help"])
ONE = "/assurance/help-needs/{int:number}"
AREA = r"^[A-Z]\d{8}$"


class NeedOut(Schema):
    """A need of a council; `until_on`: help ends on that day."""

    id: int
    council: str
    region: str | None
    theme: str
    text: str
    state: str
    is_late: bool
    answer_by: date
    until_on: date | None
    stated_at: datetime


class CountOut(Schema):
    """How many needs of a kind a region has."""

    theme: str
    region: str | None
    open: int
    all: int


class NeedIn(Schema):
    """What a council needs help for."""

    council: str = Field(..., pattern=AREA)
    theme: str = Field(..., max_length=20)
    text: str = Field(..., max_length=4000)


class OfferIn(Schema):
    """What is offered; no last day: the initial span."""

    text: str = Field(..., max_length=4000)
    given_by: str = Field(..., max_length=200)
    from_on: date
    last_on: date | None = None


class OutcomeIn(Schema):
    """What came of a need."""

    outcome: str = Field(..., max_length=20)
    text: str = Field(..., max_length=2000)


class LeadIn(Schema):
    """Who leads the help for a region, from a day on."""

    region: str = Field(..., pattern=AREA)
    post: str = Field(..., max_length=200, description="Not a person's name.")
    reached_by: str = Field(..., max_length=200)
    from_on: date


@router.get("/assurance/help-needs", response=list[NeedOut])
def help_needs(
    request: HttpRequest, as_at: AsAt | None = None, after: int = After, limit: int = Limit
) -> Any:
    """Needs of councils in reach, by number, as they stood at a moment."""
    rows: Any = queries.help_needs(reader(request, RAISE), as_at=as_at, now=timezone.now())
    own = ("theme", "text", "state", "is_late", "answer_by", "until_on", "stated_at")
    return [
        {name: getattr(one, name) for name in own}
        | {"id": one.pk, "council": one.council_id, "region": one.region_id}
        for one in rows.filter(pk__gt=after).order_by("pk")[:limit]
    ]


@router.get("/assurance/help-needs/collated", response=list[CountOut])
def collated_needs(request: HttpRequest, as_at: AsAt | None = None) -> Any:
    """How many needs of each kind each region has, open and in all."""
    rows = queries.collated(reader(request, RAISE), as_at=as_at, now=timezone.now())
    return [
        {"theme": row["theme"], "region": row["name"], "open": row["open"], "all": row["all"]} for row in rows
    ]


@router.post("/assurance/help-needs", response={201: AddedOut})
def state_need(request: HttpRequest, sent: NeedIn) -> HttpResponse:
    """State what a council needs."""
    by, now, typed = actor_of(request), timezone.now(), sent.dict()
    return written(request, lambda: operations.state_need(**typed, by=by, now=now), permission=RAISE, by=by,
                   now=now)  # fmt: skip


@router.post(f"{ONE}/offers", response={201: AddedOut})
def offer_help(request: HttpRequest, number: int, sent: OfferIn) -> HttpResponse:
    """Offer help for a need."""
    by, now = actor_of(request), timezone.now()
    said = operations.Offered(**sent.dict())
    return written(request, lambda: operations.offer_help(number, said, by=by, now=now), permission=RAISE,
                   by=by, now=now)  # fmt: skip


@router.post(f"{ONE}/outcomes", response={201: AddedOut})
def say_what_helped(request: HttpRequest, number: int, sent: OutcomeIn) -> HttpResponse:
    """Say what came of a need."""
    by, now = actor_of(request), timezone.now()
    return written(request, lambda: operations.say_what_helped(number, **sent.dict(), by=by, now=now),
                   permission=RAISE, by=by, now=now)  # fmt: skip


@router.post("/assurance/help-leads", response={201: AddedOut})
def name_lead(request: HttpRequest, sent: LeadIn) -> HttpResponse:
    """Name who leads the help for a region."""
    by, now = actor_of(request), timezone.now()
    return written(request, lambda: operations.name_lead(**sent.dict(), by=by, now=now), permission=RAISE,
                   by=by, now=now)  # fmt: skip
