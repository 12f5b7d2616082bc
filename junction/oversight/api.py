"""The roof by machine: promises judged by figures as at any moment; the figures there are; binding one."""

from datetime import date, datetime
from math import isnan
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from junction.core.calendar import local_day
from junction.core.http.leave import actor_with, written
from junction.core.http.moments import AsAt
from junction.record.operations.figures import restore_figure

from .operations import bind_promise, dismiss_proposed
from .queries.measured import figures
from .queries.promises import Judged, bound_promises, judged_promises

router = Router(tags=["Oversight"])
SEE, KEEP = "record.see", "record.keep"
MOST, DEFAULT, LARGEST = 500, 100, 2_147_483_647


class FigureOut(Schema):
    """A figure that can judge a promise; `good` says which way is better."""

    code: str
    name: str
    unit: str
    good: str
    scope: str


class JudgedOut(Schema):
    """A promise and what its figure says; no value: nobody knows, or it is not yours to see.

    `of` is the newest return the figure rests on, the day published, or the moment it was read at.
    """

    commitment: int
    words: str
    promised_by: str
    area: str | None
    figure: str
    name: str
    unit: str
    target_is: str
    target: float | None
    judgement: str
    day: date
    value: float | None
    of: datetime | date | None


class JudgedPageOut(Schema):
    """Promises by the last day and number; `next` is how many to leave out for the rest."""

    promises: list[JudgedOut]
    next: int | None


class BindIn(Schema):
    """Which figure judges a promise, and what it must be."""

    figure: str = Field(..., max_length=80)
    target_is: str = Field(..., max_length=10)
    target: float


class RestoreIn(Schema):
    """Which rule may propose its figure again."""

    rule: str = Field(..., max_length=60)


class DismissIn(RestoreIn):
    """Which rule's figure does not judge a promise, and why."""

    why: str = Field(..., max_length=300)


class DismissedOut(Schema):
    """Whether what a rule proposes for a promise is dismissed now."""

    commitment: int
    rule: str
    is_dismissed: bool


@router.get("/oversight/figures", response=list[FigureOut])
def list_figures(request: HttpRequest) -> Any:
    """Every figure that can judge a promise."""
    return list(figures(actor_with(request, SEE).scope, on=local_day(timezone.now())).values())


@router.get("/oversight/promises", response=JudgedPageOut)
def list_judged(
    request: HttpRequest, as_at: AsAt | None = None, limit: int = Query(DEFAULT, ge=1, le=MOST),
    skip: int = Query(0, ge=0, le=LARGEST),
) -> Any:  # fmt: skip
    """Promises that figures judge, as they were known at a moment."""
    scope, now = actor_with(request, SEE).scope, timezone.now()
    found = list(bound_promises(scope, as_at=as_at, now=now)[skip : skip + limit + 1])
    rows = judged_promises(scope, found[:limit], as_at=as_at, now=now)
    return {"promises": [_out(row) for row in rows], "next": skip + limit if len(found) > limit else None}


@router.post("/oversight/promises/{int:number}/figure", response={201: FigureOut})
def bind(request: HttpRequest, number: int, body: BindIn) -> HttpResponse:
    """Say which figure judges a promise; answered with that figure."""

    def do(by: Any, now: datetime) -> Any:
        bind_promise(number, **body.dict(), by=by, now=now)
        return figures(by.scope, on=local_day(now))[body.figure]

    return written(request, KEEP, do, FigureOut)


@router.post("/oversight/promises/{int:number}/figure/dismiss", response={201: DismissedOut})
def dismiss(request: HttpRequest, number: int, body: DismissIn) -> HttpResponse:
    """Say that what a rule proposes does not judge a promise; it is not proposed for it again."""

    def do(by: Any, now: datetime) -> Any:
        dismiss_proposed(number, rule=body.rule, why=body.why, by=by, now=now)
        return {"commitment": number, "rule": body.rule, "is_dismissed": True}

    return written(request, KEEP, do, DismissedOut)


@router.post("/oversight/promises/{int:number}/figure/restore", response={201: DismissedOut})
def restore(request: HttpRequest, number: int, body: RestoreIn) -> HttpResponse:
    """Take a dismissal back: the rule may propose its figure again."""

    def do(by: Any, now: datetime) -> Any:
        restore_figure(number, rule=body.rule, by=by, now=now)
        return {"commitment": number, "rule": body.rule, "is_dismissed": False}

    return written(request, KEEP, do, DismissedOut)


def _out(row: Judged) -> dict[str, Any]:
    one, figure = row.commitment, row.figure
    return {
        "commitment": one.pk, "words": one.words, "promised_by": one.promised_by, "area": one.whose or None,
        "figure": one.indicator, "name": figure.name if figure else "", "unit": figure.unit if figure else "",
        "target_is": one.target_is, "target": one.target, "judgement": str(row.judgement), "day": row.day,
        "value": None if isnan(row.value) else row.value, "of": row.of,
    }  # fmt: skip
