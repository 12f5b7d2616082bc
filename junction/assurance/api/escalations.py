"""Emergency needs by machine: what has reached one, asking for help, passing up, what came of it."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router, Schema
from pydantic import AwareDatetime

from junction.core.calendar import local_day
from junction.core.http.moments import AsAt
from junction.core.pages.context import actor_of

from ..operations import escalations as operations
from ..queries import escalations as queries
from ..queries.reach import RAISE, SEE
from ..rules.escalations import escalation_rules
from .writing import LARGEST, AddedOut, After, HomeOut, Limit, reader, with_homes, written

router = Router(tags=["Emergency needs"])
ONE = "/assurance/escalations/{int:number}"


class EscalationOut(Schema):
    """An emergency need at the rung where it is."""

    id: int
    place: int
    council: str
    need: str
    text: str
    needed_by: datetime
    contract: str
    rung: str
    desk: str | None = Field(None, description="The area whose desk it is at; null: the nation.")
    state: str
    is_late: bool
    answer_by: datetime
    raised_at: datetime
    has_it: HomeOut


class EscalationIn(Schema):
    """What is needed, and by when. Help does not depend on the contract."""

    place: int = Field(..., ge=1, le=LARGEST)
    need: str = Field(..., max_length=20)
    text: str = Field(..., max_length=4000)
    needed_by: AwareDatetime
    contract: str = Field("unknown", max_length=10)


class StepIn(Schema):
    """Why it cannot be met here."""

    why: str = Field(..., max_length=2000)


class OutcomeIn(Schema):
    """What came of it at the rung where it is."""

    outcome: str = Field(..., max_length=10)
    text: str = Field(..., max_length=2000)


@router.get("/assurance/escalations", response=list[EscalationOut])
def escalations(
    request: HttpRequest,
    state: str = "",
    late: bool | None = None,
    as_at: AsAt | None = None,
    after: int = After,
    limit: int = Limit,
) -> Any:
    """Emergency needs in reach, by number, as they stood at a moment."""
    scope, now = reader(request), timezone.now()
    at = as_at or now
    rows: Any = queries.escalations(scope, as_at=as_at, now=now).filter(pk__gt=after).order_by("pk")
    rows = rows.filter(state=state) if state else rows
    rows = rows if late is None else rows.filter(is_late=late)
    finder = escalation_rules(local_day(at)).finder
    found = with_homes(request, list(rows[:limit]), kind=queries.SUBJECT, finder=finder, at=at, now=now)
    own = (
        "need",
        "text",
        "needed_by",
        "contract",
        "rung",
        "desk",
        "state",
        "is_late",
        "answer_by",
        "raised_at",
    )
    return [
        {name: getattr(one, name) for name in own}
        | {"id": one.pk, "place": one.place_id, "council": one.council_id, "has_it": home}
        for one, home in found
    ]


@router.post("/assurance/escalations", response={201: AddedOut})
def escalate(request: HttpRequest, sent: EscalationIn) -> HttpResponse:
    """Ask for help at once, for one's own place or as its council."""
    by, now = actor_of(request), timezone.now()
    said = operations.Needed(**sent.dict())
    return written(request, lambda: operations.escalate(said, by=by, now=now), permission=SEE, by=by, now=now)


@router.post(f"{ONE}/steps", response={201: AddedOut})
def pass_up(request: HttpRequest, number: int, sent: StepIn) -> HttpResponse:
    """Pass it up to the next rung."""
    by, now = actor_of(request), timezone.now()
    return written(request, lambda: operations.pass_up(number, why=sent.why, by=by, now=now),
                   permission=RAISE, by=by, now=now)  # fmt: skip


@router.post(f"{ONE}/outcomes", response={201: AddedOut})
def say_outcome(request: HttpRequest, number: int, sent: OutcomeIn) -> HttpResponse:
    """Say what came of it at the rung where it is."""
    by, now = actor_of(request), timezone.now()
    return written(request, lambda: operations.say_outcome(number, **sent.dict(), by=by, now=now),
                   permission=RAISE, by=by, now=now)  # fmt: skip
