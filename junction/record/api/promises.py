"""Promises and actions by machine: lists as they were known at any moment; findings, hand-overs, endings."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from junction.core.http.leave import actor_with
from junction.core.http.moments import AsAt
from junction.core.pages.context import actor_of

from ..operations import promises as operations
from ..operations import writing
from ..queries import promises as queries
from ..queries.documents import SEE
from .shapes import LARGEST, AddedOut, SaidOut, page_of, said, written

router = Router(tags=["Record"])


class CommitmentOut(SaidOut):
    """A promise and where it stands; `until_on` is the day after the last."""

    words: str
    promised_by: str
    promised_to: str
    made_on: date
    from_on: date | None
    until_on: date | None
    certainty: str
    measure: str
    indicator: str
    standing: str
    age_days: int
    days_late: int


class ActionOut(SaidOut):
    """An action and who has it; `until_on` is the day after the last."""

    words: str
    owner_said: str
    owner: str | None
    hand_overs: int
    asked_on: date
    from_on: date | None
    until_on: date | None
    state: str
    outcome: str
    days_late: int


class FindingIn(Schema):
    """What was found of a promise."""

    outcome: str = Field(..., max_length=20)
    on: date
    note: str = Field(..., max_length=500)
    statement: int | None = Field(None, ge=1, le=LARGEST)


class ActionIn(Schema):
    """An action: of a statement, else of an area (none: the nation)."""

    words: str = Field(..., max_length=4000)
    asked_on: date
    owner_said: str = Field("", max_length=200)
    from_on: date | None = None
    until_on: date | None = None
    area: str | None = Field(None, max_length=12)
    statement: int | None = Field(None, ge=1, le=LARGEST)


class HandOverIn(Schema):
    """To whom an action goes; `expected` is who had it."""

    to: str = Field(..., max_length=100)
    why: str = Field(..., max_length=300)
    expected: str = Field("", max_length=100)


class EndIn(Schema):
    """How an action ended."""

    outcome: str = Field(..., max_length=20)
    note: str = Field(..., max_length=500)


After = Query(0, ge=0, le=LARGEST, description="The last id of the page before.")
Limit = Query(200, ge=1, le=1000)


@router.get("/record/commitments", response=list[CommitmentOut])
def commitments(
    request: HttpRequest,
    standing: str = "",
    as_at: AsAt | None = None,
    after: int = After,
    limit: int = Limit,
) -> Any:
    """Promises that people confirmed, by their number, as they stood at `as_at`."""
    scope, now = actor_with(request, SEE).scope, timezone.now()
    rows: Any = queries.commitments(scope, as_at=as_at, now=now)
    page = page_of(rows.filter(standing=standing) if standing else rows, after=after, limit=limit)
    names = (
        set(CommitmentOut.model_fields) - set(SaidOut.model_fields) - {"standing", "age_days", "days_late"}
    )
    return [
        said(row.commitment) | {name: getattr(row.commitment, name) for name in names}
        | {"standing": str(row.standing), "age_days": row.age, "days_late": row.late}
        for row in queries.with_standing(page, at=as_at or now)
    ]  # fmt: skip


@router.post("/record/commitments/{int:number}/findings", response={201: AddedOut})
def find_commitment(request: HttpRequest, number: int, sent: FindingIn) -> HttpResponse:
    """Add what was found of a promise; what was found before stays."""
    by, now, found = actor_of(request), timezone.now(), operations.Found(**sent.dict())
    return written(request, lambda: operations.find_commitment(number, found, by=by, now=now), by=by, now=now)


@router.get("/record/actions", response=list[ActionOut])
def actions(
    request: HttpRequest,
    state: str = "",
    as_at: AsAt | None = None,
    after: int = After,
    limit: int = Limit,
) -> Any:
    """Actions that people confirmed, by their number, as they stood at `as_at`: open, late or closed."""
    by, now = actor_with(request, SEE), timezone.now()
    rows: Any = queries.actions(by.scope, as_at=as_at, now=now)
    page = page_of(rows.filter(state=state) if state else rows, after=after, limit=limit)
    own = ("words", "owner_said", "asked_on", "from_on", "until_on")
    return [
        said(row.action) | {name: getattr(row.action, name) for name in own}
        | {"owner": row.owner, "hand_overs": row.hand_overs, "days_late": row.late,
           "state": "closed" if row.is_closed else "late" if row.late else "open",
           "outcome": row.action.outcome if row.is_closed else ""}
        for row in queries.with_owners(by.scope, page, own_key=by.key, at=as_at or now, now=now)
    ]  # fmt: skip


@router.post("/record/actions", response={201: AddedOut})
def write_action(request: HttpRequest, sent: ActionIn) -> HttpResponse:
    """Write an action down."""
    by, now, typed = actor_of(request), timezone.now(), sent.dict()
    where = writing.Where(typed.pop("area"), typed.pop("statement"))
    task = writing.Task(**typed)
    return written(request, lambda: writing.write_action(task, where, by=by, now=now), by=by, now=now)


@router.post("/record/actions/{int:number}/hand-overs", response={200: dict[str, str]})
def hand_over_action(request: HttpRequest, number: int, sent: HandOverIn) -> HttpResponse:
    """Hand an action to somebody who keeps this record."""
    by, now = actor_of(request), timezone.now()
    return written(
        request, lambda: operations.hand_over_action(number, **sent.dict(), by=by, now=now), by=by, now=now
    )


@router.post("/record/actions/{int:number}/end", response={200: dict[str, str]})
def close_action(request: HttpRequest, number: int, sent: EndIn) -> HttpResponse:
    """Close an action, with how it ended."""
    by, now = actor_of(request), timezone.now()
    return written(
        request, lambda: operations.close_action(number, **sent.dict(), by=by, now=now), by=by, now=now
    )
