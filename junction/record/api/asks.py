"""Asks by machine: each with its steps as they were known at any moment; steps and answers are written."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router, Schema

from junction.core.http.leave import actor_with
from junction.core.http.moments import AsAt
from junction.core.pages.context import actor_of

from ..operations import asks as operations
from ..operations import writing
from ..queries import asks as queries
from ..queries.documents import SEE
from .promises import After, Limit
from .shapes import LARGEST, AddedOut, SaidOut, page_of, said, written

router = Router(tags=["Record"])


class StepOut(Schema):
    """One step: to whom it went (empty: no home yet, and who must find one), and when."""

    to: str
    finder: str
    at: datetime
    note: str
    recorded_at: datetime


class AskOut(SaidOut):
    """An ask; `alarms` are "unanswered" and "passed-on"."""

    words: str
    asked_by: str
    asked_at: datetime
    is_answered: bool
    answer: str
    answered_by: str
    has_it: str
    finder: str
    passed_on: int
    open_for_seconds: int
    alarms: list[str]
    steps: list[StepOut]


class AskIn(Schema):
    """An ask: of a statement, else of an area (none: the nation); who has it, or who must find it a home."""

    words: str = Field(..., max_length=4000)
    asked_by: str = Field(..., max_length=200)
    asked_at: datetime
    to: str = Field("", max_length=200)
    finder: str = Field("", max_length=200)
    area: str | None = Field(None, max_length=12)
    statement: int | None = Field(None, ge=1, le=LARGEST)


class StepIn(Schema):
    """One step."""

    at: datetime
    to: str = Field("", max_length=200)
    finder: str = Field("", max_length=200)
    note: str = Field("", max_length=500)
    statement: int | None = Field(None, ge=1, le=LARGEST)


class AnswerIn(Schema):
    """How an ask was answered."""

    answer: str = Field(..., max_length=4000)
    answered_by: str = Field(..., max_length=200)
    at: datetime
    statement: int | None = Field(None, ge=1, le=LARGEST)


@router.get("/record/asks", response=list[AskOut])
def asks(
    request: HttpRequest,
    state: str = "",
    as_at: AsAt | None = None,
    after: int = After,
    limit: int = Limit,
) -> Any:
    """Asks that people confirmed, by their number; `state` is open, answered, homeless or alert."""
    scope, now = actor_with(request, SEE).scope, timezone.now()
    at = as_at or now
    rows: Any = queries.asks(scope, as_at=as_at, now=now)
    if state in ("open", "answered"):
        rows = rows.filter(is_answered=state == "answered")
    elif state == "homeless":
        rows = queries.homeless(rows)
    elif state == "alert":
        rows = queries.alarming(rows, at=at)
    return [_ask(row) for row in queries.told(page_of(rows, after=after, limit=limit), at=at)]


def _ask(row: queries.AskRow) -> dict[str, Any]:
    own = ("words", "asked_by", "asked_at")
    return said(row.ask) | {name: getattr(row.ask, name) for name in own} | {
        "is_answered": row.is_answered, "answer": row.ask.answer if row.is_answered else "",
        "answered_by": row.ask.answered_by if row.is_answered else "", "has_it": row.has_it,
        "finder": row.finder, "passed_on": row.passed_on, "alarms": row.alarms, "steps": row.steps,
        "open_for_seconds": int(row.age.total_seconds()),
    }  # fmt: skip


@router.post("/record/asks", response={201: AddedOut})
def write_ask(request: HttpRequest, sent: AskIn) -> HttpResponse:
    """Write an ask down with its first step."""
    by, now, typed = actor_of(request), timezone.now(), sent.dict()
    where = writing.Where(typed.pop("area"), typed.pop("statement"))
    question = writing.Question(**typed)
    return written(request, lambda: writing.write_ask(question, where, by=by, now=now), by=by, now=now)


@router.post("/record/asks/{int:number}/steps", response={201: AddedOut})
def pass_on_ask(request: HttpRequest, number: int, sent: StepIn) -> HttpResponse:
    """Write down that an ask went to somebody, or has no home yet."""
    by, now, step = actor_of(request), timezone.now(), operations.Step(**sent.dict())
    return written(request, lambda: operations.pass_on(number, step, by=by, now=now), by=by, now=now)


@router.post("/record/asks/{int:number}/answer", response={200: dict[str, str]})
def answer_ask(request: HttpRequest, number: int, sent: AnswerIn) -> HttpResponse:
    """Write down how an ask was answered."""
    by, now = actor_of(request), timezone.now()
    return written(
        request, lambda: operations.answer_ask(number, **sent.dict(), by=by, now=now), by=by, now=now
    )
