"""Reviews of plans by machine, once asked for: findings, the end, the reply; model plans and their reuse."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema

from junction.core.http.leave import actor_with, written
from junction.core.http.moments import AsAt

from ..operations import model_plans, reviews
from ..queries.plans import model_plans as published
from ..queries.reach import ANSWER, REVIEW, SEE
from .requirements import party_named
from .writing import LARGEST, AddedOut, After, Limit, WhyIn

router = Router(tags=["Plans"])
ONE, MODEL = "/assurance/reviews/{int:review_id}", "/assurance/model-plans/{int:model_id}"


class FindingIn(Schema):
    """What was found by one criterion, where in the plan; `statement` is a line of its document."""

    criterion: str = Field(..., max_length=40)
    grade: str = Field(..., max_length=20)
    said: str = Field(..., max_length=4000)
    place: str = Field("", max_length=200)
    statement: int | None = Field(None, ge=1, le=LARGEST)


class EndIn(Schema):
    """How deep was looked, what it comes to, and when to look again."""

    depth: int = Field(..., ge=0, le=100)
    summary: str = Field(..., max_length=4000)
    again_on: date | None = None


class SaidIn(Schema):
    """Words."""

    said: str = Field(..., max_length=4000)


class ReuseIn(Schema):
    """Who used a model plan (E08000009, o12 or p5), and for what."""

    party: str = Field(..., max_length=20)
    said: str = Field("", max_length=4000)


class ModelOut(Schema):
    """A plan shown to everybody as one to learn from, and why."""

    id: int
    title: str
    why: str
    published_at: datetime


@router.post(f"{ONE}/findings", response={201: AddedOut})
def write_finding(request: HttpRequest, review_id: int, sent: FindingIn) -> HttpResponse:
    """Write down what was found by one criterion."""
    found = reviews.Found(**sent.dict())
    return written(
        request, REVIEW, lambda by, now: reviews.write_finding(review_id, found, by=by, now=now), AddedOut
    )


@router.post(f"{ONE}/end", response={200: AddedOut})
def finish_review(request: HttpRequest, review_id: int, sent: EndIn) -> HttpResponse:
    """End a review: how deep, what it comes to, when to look again."""

    def do(by: Any, now: datetime) -> dict[str, int]:
        reviews.finish_review(review_id, **sent.dict(), by=by, now=now)
        return {"id": review_id}

    return written(request, REVIEW, do, status=200)


@router.post(f"{ONE}/replies", response={201: AddedOut})
def reply(request: HttpRequest, review_id: int, sent: SaidIn) -> HttpResponse:
    """Reply for the owner of the plan: its right, once the review has ended."""
    return written(
        request, ANSWER, lambda by, now: reviews.reply(review_id, said=sent.said, by=by, now=now), AddedOut
    )


@router.get("/assurance/model-plans", response=list[ModelOut])
def list_models(
    request: HttpRequest, as_at: AsAt | None = None, after: int = After, limit: int = Limit
) -> Any:
    """Read the model plans, by number, as at a moment."""
    rows = published(actor_with(request, SEE).scope, as_at=as_at).filter(pk__gt=after).order_by("pk")
    return list(rows[:limit])


@router.post("/assurance/plans/{int:plan_id}/model", response={201: AddedOut})
def publish_model(request: HttpRequest, plan_id: int, sent: WhyIn) -> HttpResponse:
    """Show a plan to everybody as one to learn from."""
    return written(
        request, REVIEW, lambda by, now: model_plans.publish_model(plan_id, why=sent.why, by=by, now=now),
        AddedOut,
    )  # fmt: skip


@router.post(f"{MODEL}/withdrawal", response={200: AddedOut})
def withdraw_model(request: HttpRequest, model_id: int, sent: WhyIn) -> HttpResponse:
    """Take a model plan back."""
    return written(
        request, REVIEW, lambda by, now: model_plans.withdraw_model(model_id, why=sent.why, by=by, now=now),
        AddedOut, status=200,
    )  # fmt: skip


@router.post(f"{MODEL}/reuses", response={201: AddedOut})
def say_reused(request: HttpRequest, model_id: int, sent: ReuseIn) -> HttpResponse:
    """Say that somebody used a model plan for their own, and for what."""
    party = party_named(sent.party)
    return written(
        request, ANSWER,
        lambda by, now: model_plans.say_reused(model_id, party, said=sent.said, by=by, now=now), AddedOut,
    )  # fmt: skip
