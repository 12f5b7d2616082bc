"""Shortages by machine: report one, follow those in reach, own and close those at one's desk."""

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router, Schema

from junction.core.http.leave import actor_with
from junction.core.scope import Actor

from ..operations import problems as operations
from ..queries import problems as queries
from .answering import BEFORE, LIMIT, DoneOut, HandedOverIn, Quantity, done, found, page_of, written

router = Router(tags=["Supply"])
DECIDE, SEE = queries.DECIDE, queries.SEE


class ShortageIn(Schema):
    """A shortage in an area: codes of items to base units that are short, null where nobody counted."""

    title: str = Field(..., min_length=1, max_length=120)
    severity: str = Field(..., max_length=20, description="By the playbook: out, days or short.")
    area: str = Field(..., max_length=9, description="Code of the area.")
    to: Literal["lrf", "nation"]
    items: dict[str, Quantity | None] = Field(..., min_length=1, max_length=50)
    told: str = Field("", max_length=500)


class ClosedIn(Schema):
    """How a problem ended, and what was done."""

    outcome: str = Field(..., max_length=40)
    why: str = Field(..., min_length=1, max_length=500)


class ShortOut(Schema):
    """One item that is short; null is not counted."""

    item: str
    quantity: int | None


class ProblemOut(Schema):
    """One problem. `has_owner` tells whether anybody has it, `is_mine` whether the caller does."""

    id: int
    title: str
    severity: str
    area: str | None
    desk: str | None = Field(..., description="Code of the forum that deals with it; null is the nation.")
    told: str
    raised_at: datetime
    has_owner: bool
    is_mine: bool
    is_overdue: bool
    hand_overs: int
    closed_at: datetime | None
    outcome: str
    why: str


class ProblemWholeOut(ProblemOut):
    """One problem with what is short."""

    items: list[ShortOut]


class ProblemsOut(Schema):
    """One page of problems, the newest first; `next_before` asks for the next, none at the end."""

    items: list[ProblemOut]
    next_before: int | None


@router.get("/supply/problems", response=ProblemsOut)
def problems(
    request: HttpRequest,
    state: Literal["", "open", "closed"] = "",
    before: int = BEFORE,
    limit: int = LIMIT,
) -> Any:
    """Read the supply problems in reach."""
    by = actor_with(request, SEE)
    rows = queries.problems(by.scope)
    if state:
        rows = rows.filter(closed_at__isnull=state == "open")
    page, following = page_of(rows, before=before, limit=limit)
    return {"items": _said(by, page), "next_before": following}


@router.get("/supply/problems/{int:problem_id}", response=ProblemWholeOut)
def problem(request: HttpRequest, problem_id: int) -> Any:
    """Read one problem with what is short."""
    by = actor_with(request, SEE)
    return _whole(by, found(queries.problem, by.scope, problem_id))


@router.post("/supply/problems", response={201: ProblemWholeOut})
def report_shortage(request: HttpRequest, sent: ShortageIn) -> HttpResponse:
    """Report a shortage to the forum or to the nation."""
    shortage = operations.Shortage(**sent.dict(), channel="api")

    def do(by: Actor, now: datetime) -> Any:
        raised = operations.report_shortage(shortage, by=by, now=now)
        return _json(_whole(by, queries.problem(by.scope, raised.pk)))

    return written(request, do, needs=DECIDE, status=201)


@router.post("/supply/problems/{int:problem_id}/take", response=DoneOut)
def take_problem(request: HttpRequest, problem_id: int) -> HttpResponse:
    """Become the owner of a problem at one's desk."""

    def do(by: Actor, now: datetime) -> Any:
        operations.take_problem(problem_id, by=by, now=now)
        return done(problem_id)

    return written(request, do, needs=DECIDE)


@router.post("/supply/problems/{int:problem_id}/hand-over", response=DoneOut)
def hand_over_problem(request: HttpRequest, problem_id: int, sent: HandedOverIn) -> HttpResponse:
    """Hand a problem to somebody who may decide at its desk."""

    def do(by: Actor, now: datetime) -> Any:
        operations.hand_over_problem(
            problem_id, to=sent.to, why=sent.why, expected=sent.expected, by=by, now=now
        )
        return done(problem_id)

    return written(request, do, needs=DECIDE)


@router.post("/supply/problems/{int:problem_id}/release", response=DoneOut)
def release_problem(request: HttpRequest, problem_id: int) -> HttpResponse:
    """Let a problem be nobody's; its clock for an owner begins again."""

    def do(by: Actor, now: datetime) -> Any:
        operations.release_problem(problem_id, by=by, now=now)
        return done(problem_id)

    return written(request, do, needs=DECIDE)


@router.post("/supply/problems/{int:problem_id}/close", response=ProblemWholeOut)
def close_problem(request: HttpRequest, problem_id: int, sent: ClosedIn) -> HttpResponse:
    """Close a problem one owns, with how it ended."""

    def do(by: Actor, now: datetime) -> Any:
        operations.close_problem(problem_id, outcome=sent.outcome, why=sent.why, by=by, now=now)
        return _json(_whole(by, queries.problem(by.scope, problem_id)))

    return written(request, do, needs=DECIDE)


def _json(said: dict[str, Any]) -> Any:
    return ProblemWholeOut.model_validate(said).model_dump(mode="json")


def _whole(by: Actor, one: Any) -> dict[str, Any]:
    short = queries.items_of(by.scope, one).order_by("pk")
    return _said(by, [one])[0] | {
        "items": [{"item": each.item.code, "quantity": each.quantity} for each in short]
    }


def _said(by: Actor, page: list[Any]) -> list[dict[str, Any]]:
    rows = queries.with_owners(by.scope, page, own_key=by.key, now=timezone.now())
    plain = ("title", "severity", "told", "raised_at", "closed_at", "outcome", "why")
    return [
        {name: getattr(row.problem, name) for name in plain}
        | {
            "id": row.problem.pk, "area": row.problem.area_id, "desk": row.problem.desk_id,
            "has_owner": row.held.owner is not None, "is_mine": row.held.owner == by.key,
            "is_overdue": row.is_overdue, "hand_overs": row.held.hand_overs,
        }
        for row in rows
    ]  # fmt: skip
