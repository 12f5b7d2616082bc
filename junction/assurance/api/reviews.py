"""Reviews of plans by machine: where each stands, and asking for one."""

from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from junction.core.calendar import local_day
from junction.core.http.leave import actor_with, written
from junction.core.http.moments import AsAt

from ..operations.reviews import ask_review
from ..queries import reviews as queries
from ..queries.reach import REVIEW, SEE

router = Router(tags=["Plans"])
LARGEST = 2**62
State = Literal[
    "asked", "under-way", "overdue", "may-reply", "finished", "again-due", "reviewed-again"
]  # fmt: skip


class ReviewerShape(Schema):
    """Who looks at a plan: the post, not a name, and the department."""

    post: str = Field(..., min_length=1, max_length=200)
    department: str = Field(..., min_length=1, max_length=100)


class PlanReviewOut(Schema):
    """A review and its state."""

    id: int
    plan: int
    reviewers: list[ReviewerShape]
    accounts: list[str] = Field(..., description="Keys of those who look themselves and are told.")
    due_on: date
    state: State
    findings: int
    asked_at: datetime
    finished_at: datetime | None
    again_on: date | None


class AskReviewIn(Schema):
    """Who is to look at a plan by when; `accounts` may be chosen only of those who review it."""

    reviewers: list[ReviewerShape] = Field(..., min_length=1, max_length=10)
    accounts: list[str] = Field([], max_length=10)
    due_on: date
    follows: int | None = Field(None, ge=1, le=LARGEST)


class AskedOut(Schema):
    """The number of the review."""

    id: int


@router.get("/assurance/reviews", response=list[PlanReviewOut])
def list_reviews(
    request: HttpRequest, mine: bool = False, as_at: AsAt | None = None,
    after: int = Query(0, ge=0, le=LARGEST), limit: int = Query(200, ge=1, le=1000),
) -> Any:  # fmt: skip
    """Reviews of plans in reach by number; `mine`: those that who asks looks at and has not finished."""
    by, at = actor_with(request, SEE), as_at or timezone.now()
    rows = queries.mine(by.scope, by.key) if mine else queries.reviews(by.scope, as_at=as_at)
    return [_review(one, at, as_at) for one in rows.filter(pk__gt=after).order_by("pk")[:limit]]


@router.post("/assurance/plans/{int:plan_id}/reviews", response={201: AskedOut})
def ask_for_review(request: HttpRequest, plan_id: int, said: AskReviewIn) -> HttpResponse:
    """Ask for a review of the version of a plan that is held."""
    named = [(one.post, one.department) for one in said.reviewers]
    return written(
        request, REVIEW,
        lambda by, now: {"id": ask_review(
            plan_id, reviewers=named, accounts=said.accounts, due_on=said.due_on, follows=said.follows, by=by,
            now=now,
        ).pk},
        AskedOut,
    )  # fmt: skip


def _review(one: Any, at: datetime, as_at: datetime | None) -> dict[str, Any]:
    is_over = one.finished_at is not None and one.finished_at <= at
    pairs = zip(one.reviewers, one.departments, strict=True)
    return {
        "id": one.pk, "plan": one.entry.plan_id, "accounts": one.accounts, "due_on": one.due_on,
        "reviewers": [{"post": post, "department": of} for post, of in pairs],
        "state": one.state(day=local_day(at), as_at=as_at), "findings": one.found_so_far,
        "asked_at": one.asked_at, "finished_at": one.finished_at if is_over else None,
        "again_on": one.again_on if is_over else None,
    }  # fmt: skip
