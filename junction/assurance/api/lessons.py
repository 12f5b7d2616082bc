"""Lessons by machine: those that reach one, what waits to be discussed, writing down, sharing, discussing."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from junction.assurance.operations.lessons import (
    Learned,
    Shared,
    add_lesson,
    correct_lesson,
    discuss_lesson,
    share_lesson,
)
from junction.assurance.queries import lessons as queries
from junction.assurance.rules.learning import learning_rules
from junction.core.calendar import local_day
from junction.core.http.once import once

from .learning import writer
from .requirements import found, moment_of, scope_of

router = Router(tags=["Learning"])
LEVELS = ("", *queries.RANKS)


class LessonIn(Schema):
    """What was learned, for whom it is, and the action that follows."""

    text: str = Field(..., max_length=4000)
    theme: str = Field(..., max_length=20)
    for_whom: list[str] = Field(..., min_length=1, max_length=20)
    action: str = Field("", max_length=2000)
    owner: str = Field("", max_length=200, description="A post, not a name.")
    due_on: date | None = None
    done_on: date | None = None


class CorrectLessonIn(LessonIn):
    """A lesson worded anew."""

    why: str = Field(..., max_length=1000)


class ShareIn(Schema):
    """At which level, how, where, by whom and when a lesson was shared."""

    level: str = Field(..., max_length=20, description="local, regional or national")
    means: str = Field(..., max_length=20)
    where: str = Field(..., max_length=200)
    who: str = Field(..., max_length=200, description="A post, not a name.")
    shared_on: date


class DiscussedIn(Schema):
    """It was discussed."""

    discussed_on: date
    said: str = Field("", max_length=2000)


class LessonOut(Schema):
    """A lesson. `place` is null for who does not reach it; `shared` is the farthest level, or empty."""

    id: int
    council: str | None
    place: int | None
    outbreak: str
    text: str
    theme: str
    for_whom: list[str]
    action: str
    owner: str
    due_on: date | None
    done_on: date | None
    shared: str
    recorded_at: datetime


class ShareOut(Schema):
    """A lesson was shared somewhere."""

    id: int
    lesson: int
    level: str
    means: str
    where: str
    who: str
    shared_on: date
    discussed_on: date | None
    discussed_said: str


@router.get("/assurance/lessons", response=list[LessonOut])
def list_lessons(
    request: HttpRequest, theme: str = Query("", max_length=20), as_at: str = "",
    after: int = Query(0, ge=0, le=2**62, description="The last number of the page before."),
    limit: int = Query(200, ge=1, le=1000),
) -> Any:  # fmt: skip
    """Read the lessons that reach one, by number."""
    rows = queries.lessons(scope_of(request), as_at=moment_of(as_at)).filter(lesson__gt=after)
    rows = rows.filter(theme=theme) if theme else rows
    return [_lesson(one) for one in rows.order_by("lesson")[:limit]]


def _lesson(one: Any) -> dict[str, Any]:
    review = one.lesson.review
    return {
        "id": one.lesson_id, "council": review.place.council_id,
        "place": review.place_id if one.may_name else None, "outbreak": review.stood[0].kind,
        "text": one.text, "theme": one.theme, "for_whom": one.for_whom, "action": one.action,
        "owner": one.owner, "due_on": one.due_on, "done_on": one.done_on, "shared": LEVELS[one.rank],
        "recorded_at": one.recorded_at,
    }  # fmt: skip


@router.get("/assurance/lessons/standing-items", response=list[ShareOut])
def list_standing_items(request: HttpRequest, where: str = Query("", max_length=200), as_at: str = "") -> Any:
    """Read what forums, boards and scrutiny have to hear next, what waits longest first."""
    scope, moment = scope_of(request), moment_of(as_at)
    rules = learning_rules(local_day(moment or timezone.now()))
    rows = queries.standing_items(scope, rules, as_at=moment)
    rows = queries.searched_where(rows, where).order_by("shared_on", "pk")
    return [_share(one) | {"discussed_on": None, "discussed_said": ""} for one in rows[:1000]]


def _share(one: Any) -> dict[str, Any]:
    names = ("level", "means", "where", "who", "shared_on", "discussed_on", "discussed_said")
    return {"id": one.pk, "lesson": one.lesson_id, **{name: getattr(one, name) for name in names}}


@router.post("/assurance/learning-reviews/{int:review_id}/lessons", response={201: LessonOut})
def add_lesson_of_review(request: HttpRequest, review_id: int, sent: LessonIn) -> HttpResponse:
    """Write down a lesson of a review that was held."""
    return _worded(request, 201, add_lesson, review_id, Learned(**sent.dict()))


@router.post("/assurance/lessons/{int:lesson_id}/corrections", response={200: LessonOut})
def word_lesson(request: HttpRequest, lesson_id: int, sent: CorrectLessonIn) -> HttpResponse:
    """Word a lesson anew; how it was worded before is kept."""
    values = sent.dict()
    why = values.pop("why")
    return _worded(request, 200, correct_lesson, lesson_id, Learned(**values), why=why)


def _worded(request: HttpRequest, status: int, operation: Any, *said: Any, **more: Any) -> HttpResponse:
    by, now = writer(request), timezone.now()

    def work() -> tuple[int, Any]:
        made = found(operation, *said, **more, by=by, now=now)
        one = queries.lesson(by.scope, made.lesson_id)
        return status, LessonOut(**_lesson(one)).model_dump(mode="json")

    return once(request, by=by, now=now, work=work)


@router.post("/assurance/lessons/{int:lesson_id}/shares", response={201: ShareOut})
def say_lesson_shared(request: HttpRequest, lesson_id: int, sent: ShareIn) -> HttpResponse:
    """Say with whom a lesson was shared; from then on who sits at that level reads it."""
    return _shared(request, 201, share_lesson, lesson_id, Shared(**sent.dict()))


@router.post("/assurance/lessons/shares/{int:share_id}/discussed", response={200: ShareOut})
def say_lesson_discussed(request: HttpRequest, share_id: int, sent: DiscussedIn) -> HttpResponse:
    """Say that a lesson was discussed where it was shared."""
    return _shared(request, 200, discuss_lesson, share_id, **sent.dict())


def _shared(request: HttpRequest, status: int, operation: Any, *said: Any, **more: Any) -> HttpResponse:
    by, now = writer(request), timezone.now()

    def work() -> tuple[int, Any]:
        made = found(operation, *said, **more, by=by, now=now)
        return status, ShareOut(**_share(made)).model_dump(mode="json")

    return once(request, by=by, now=now, work=work)
