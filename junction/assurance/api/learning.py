"""Learning reviews by machine: outbreaks of one's council, lessons that reach one, writing both down.

Names of who took part have no door here: they are read on their page, where reading is logged.
"""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema
from ninja.errors import HttpError

from junction.assurance.operations.learning import Held, Outbreak, correct_review, hold_review, open_review
from junction.assurance.queries import learning as queries
from junction.assurance.queries.reach import ANSWER
from junction.assurance.rules.learning import state_of
from junction.core.calendar import local_day
from junction.core.http.once import once
from junction.core.pages.context import actor_of
from junction.core.scope import Actor

from .requirements import NOT_YOURS, found, moment_of, scope_of

router = Router(tags=["Learning"])


class OutbreakIn(Schema):
    """What happened at a place. Do not name people."""

    kind: str = Field(..., max_length=20)
    began_on: date
    over_on: date | None = Field(None, description="Declared over; none while it runs.")
    happened: str = Field("", max_length=8000)
    lead: str = Field("", max_length=200, description="Who leads the review: a post, not a name.")


class OpenIn(OutbreakIn):
    """An outbreak at a place of one's council."""

    place: int = Field(..., ge=1, le=2**62, description="Our number of the place.")


class CorrectIn(OutbreakIn):
    """What is known of an outbreak by now."""

    why: str = Field("", max_length=1000, description="Needed when the kind or a known day changes.")


class HeldIn(Schema):
    """The review was held."""

    held_on: date
    parts: list[str] = Field(..., min_length=1, max_length=20)
    why: str = Field("", max_length=1000, description="Needed when it is corrected.")


class ReviewOut(Schema):
    """An outbreak and how far its review has come."""

    id: int
    place: int
    council: str | None
    kind: str
    began_on: date
    over_on: date | None
    due_on: date | None
    held_on: date | None
    parts: list[str]
    happened: str
    lead: str
    state: str
    lessons: int
    not_shared_beyond_local: int
    recorded_at: datetime


@router.get("/assurance/learning-reviews", response=list[ReviewOut])
def list_learning_reviews(
    request: HttpRequest, state: str = Query("", max_length=20), as_at: str = "",
    after: int = Query(0, ge=0, le=2**62, description="The last number of the page before."),
    limit: int = Query(200, ge=1, le=1000),
) -> Any:  # fmt: skip
    """Read the outbreaks of one's place or council, by number."""
    scope, moment = scope_of(request), moment_of(as_at)
    day = local_day(moment or timezone.now())
    rows = queries.reviews(scope, as_at=moment).filter(review__gt=after).order_by("review")
    if state:
        rows = queries.in_state(rows, state, day=day)
    return [review_out(one, day) for one in rows[:limit]]


def review_out(one: Any, day: date) -> dict[str, Any]:
    """One review as the API shows it."""
    return {
        "id": one.review_id, "place": one.review.place_id, "council": one.review.place.council_id,
        "kind": one.kind, "began_on": one.began_on, "over_on": one.over_on, "due_on": one.due_on,
        "held_on": one.held_on, "parts": one.parts, "happened": one.happened, "lead": one.lead,
        "state": state_of(one, day=day), "lessons": one.lessons, "not_shared_beyond_local": one.kept,
        "recorded_at": one.recorded_at,
    }  # fmt: skip


def writer(request: HttpRequest) -> Actor:
    """Who asks, if they may write anything down of plans at all."""
    by = actor_of(request)
    if not by.scope.may(ANSWER):
        raise HttpError(403, NOT_YOURS)
    return by


def _written(request: HttpRequest, status: int, operation: Any, *said: Any, **more: Any) -> HttpResponse:
    by, now = writer(request), timezone.now()

    def work() -> tuple[int, Any]:
        made = found(operation, *said, **more, by=by, now=now)
        one = queries.review(by.scope, made.review_id)
        return status, ReviewOut(**review_out(one, local_day(now))).model_dump(mode="json")

    return once(request, by=by, now=now, work=work)


@router.post("/assurance/learning-reviews", response={201: ReviewOut})
def open_learning_review(request: HttpRequest, sent: OpenIn) -> HttpResponse:
    """Write down that there was an outbreak at a place of one's council."""
    values = sent.dict()
    return _written(request, 201, open_review, values.pop("place"), Outbreak(**values))


@router.post("/assurance/learning-reviews/{int:review_id}/corrections", response={200: ReviewOut})
def correct_learning_review(request: HttpRequest, review_id: int, sent: CorrectIn) -> HttpResponse:
    """Say what is known of an outbreak by now, such as that it is over; what stood before is kept."""
    values = sent.dict()
    why = values.pop("why")
    return _written(request, 200, correct_review, review_id, Outbreak(**values), why=why)


@router.post("/assurance/learning-reviews/{int:review_id}/held", response={200: ReviewOut})
def hold_learning_review(request: HttpRequest, review_id: int, sent: HeldIn) -> HttpResponse:
    """Say that the review was held."""
    return _written(request, 200, hold_review, review_id, Held(sent.held_on, sent.parts), why=sent.why)
