"""Meetings by machine: each with its steps as known at any moment; meetings and steps are written."""

from datetime import date, datetime, time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router, Schema

from junction.core.http.leave import actor_with, written
from junction.core.http.moments import AsAt
from junction.core.pages.furniture import the

from ..operations import meeting_merges as merge_operations
from ..operations import meetings as operations
from ..operations.writing import Where
from ..queries import meeting_merges as merging
from ..queries import meetings as queries
from ..queries.documents import KEEP, SEE
from ..rules.attendance import Going
from .promises import After, Limit
from .shapes import LARGEST, AddedOut, SaidOut, page_of, said

router = Router(tags=["Record"])


class MeetingStepOut(Schema):
    """One step; where `what` is "nobody", `who` must decide who goes."""

    id: int = Field(..., alias="pk")
    meeting_id: int
    what: str
    who: str
    instead_of: str
    at: datetime
    note: str
    statement_id: int | None
    recorded_at: datetime


class JoinedOut(Schema):
    """A meeting that a person joined to another; `id` is the number of the merge, which can be undone."""

    id: int = Field(..., alias="pk")
    meeting_id: int = Field(..., alias="gone_id")
    why: str
    merged_at: datetime


class MeetingOut(SaidOut):
    """A meeting; `decider` is who must say who goes, while nobody does; `offers` who offered to.

    Its steps are those of all meetings `joined` to it; one joined to another names it as `joined_to`.
    """

    words: str
    group: str
    place: str
    held_on: date | None
    starts_at: time | None
    asked_by: str
    asked_at: datetime
    state: str
    goes: list[str]
    waits: list[str]
    decider: str
    offers: list[str]
    came: list[str]
    handed_over: int
    is_reported: bool
    steps: list[MeetingStepOut]
    joined: list[JoinedOut]
    joined_to: int | None


class MeetingIn(Schema):
    """A meeting: of a statement, else of an area (none: the nation); who was asked, or who must decide."""

    words: str = Field(..., max_length=4000)
    asked_by: str = Field(..., max_length=200)
    asked_at: datetime
    group: str = Field("", max_length=200)
    place: str = Field("", max_length=200)
    held_on: date | None = None
    starts_at: time | None = None
    who: str = Field("", max_length=200)
    finder: str = Field("", max_length=200)
    area: str | None = Field(None, max_length=12)
    statement: int | None = Field(None, ge=1, le=LARGEST)


class MeetingStepIn(Schema):
    """What happened, to whom, when."""

    what: str = Field(..., max_length=20)
    at: datetime
    who: str = Field("", max_length=200)
    instead_of: str = Field("", max_length=200)
    note: str = Field("", max_length=20_000)
    statement: int | None = Field(None, ge=1, le=LARGEST)


class MergeIn(Schema):
    """The other meeting that is the same, and why."""

    other: int = Field(..., ge=1, le=LARGEST)
    why: str = Field(..., max_length=500)


class WhyIn(Schema):
    """Why."""

    why: str = Field(..., max_length=300)


@router.get("/record/meetings", response=list[MeetingOut])
def meetings(
    request: HttpRequest,
    state: Going | None = None,
    as_at: AsAt | None = None,
    after: int = After,
    limit: int = Limit,
) -> Any:
    """Meetings that people confirmed, by their number."""
    scope, now = actor_with(request, SEE).scope, timezone.now()
    at = as_at or now
    rows: Any = queries.meetings(scope, as_at=as_at, now=now)
    if state:
        rows = queries.standing(rows, state, at=at)
    return [_meeting(row) for row in queries.told(page_of(rows, after=after, limit=limit), at=at)]


@router.get("/record/meetings/{int:number}", response=MeetingOut)
def meeting(request: HttpRequest, number: int, as_at: AsAt | None = None) -> Any:
    """One meeting, confirmed or not."""
    scope, now = actor_with(request, SEE).scope, timezone.now()
    at = as_at or now
    one = the(queries.meeting, scope, number, at=at, as_at=as_at)
    merge = merging.joined_to(scope, number, as_at=as_at, now=now)
    return _meeting(queries.told([one], at=at)[0], merge.kept_id if merge else None)


def _meeting(row: queries.MeetingRow, joined_to: int | None = None) -> dict[str, Any]:
    own = ("words", "asked_by", "asked_at")
    of_all = ("group", "place", "held_on", "starts_at")
    stand = ("state", "goes", "waits", "decider", "offers", "came", "handed_over", "is_reported")
    return (
        said(row.meeting)
        | {name: getattr(row.meeting, name) for name in own}
        | {name: row.first(name) for name in of_all}
        | {name: getattr(row.stand, name) for name in stand}
        | {"steps": row.steps, "joined": row.joined, "joined_to": joined_to}
    )


@router.post("/record/meetings", response={201: AddedOut})
def write_meeting(request: HttpRequest, sent: MeetingIn) -> HttpResponse:
    """Write a meeting down with its first step."""
    typed = sent.dict()
    where = Where(typed.pop("area"), typed.pop("statement"))
    gathering = operations.Gathering(**typed)

    def do(by: Any, now: Any) -> Any:
        return operations.write_meeting(gathering, where, by=by, now=now)

    return written(request, KEEP, do, AddedFrom)


@router.post("/record/meetings/{int:number}/steps", response={201: AddedOut})
def write_meeting_step(request: HttpRequest, number: int, sent: MeetingStepIn) -> HttpResponse:
    """Write down what happened to a meeting."""
    turn = operations.Turn(**sent.dict())

    def do(by: Any, now: Any) -> Any:
        return operations.write_step(number, turn, by=by, now=now)

    return written(request, KEEP, do, AddedFrom)


@router.post("/record/meetings/steps/{int:step}/take-back", response={200: AddedOut})
def take_back_meeting_step(request: HttpRequest, step: int, sent: WhyIn) -> HttpResponse:
    """Say that a step did not happen."""

    def do(by: Any, now: Any) -> Any:
        return operations.take_back_step(step, why=sent.why, by=by, now=now)

    return written(request, KEEP, do, AddedFrom, status=200)


@router.post("/record/meetings/{int:number}/join", response={201: AddedOut})
def merge_meetings(request: HttpRequest, number: int, sent: MergeIn) -> HttpResponse:
    """Say that another meeting is the same: this one answers for both; what was proposed is confirmed."""

    def do(by: Any, now: Any) -> Any:
        return merge_operations.merge_meetings(number, **sent.dict(), by=by, now=now)

    return written(request, KEEP, do, AddedFrom)


@router.post("/record/meetings/joined/{int:merge}/undo", response={200: AddedOut})
def undo_meeting_merge(request: HttpRequest, merge: int, sent: WhyIn) -> HttpResponse:
    """Let two meetings stand for themselves again."""

    def do(by: Any, now: Any) -> Any:
        return merge_operations.undo_merge(merge, why=sent.why, by=by, now=now)

    return written(request, KEEP, do, AddedFrom, status=200)


class AddedFrom(Schema):
    """The number of a row."""

    id: int
