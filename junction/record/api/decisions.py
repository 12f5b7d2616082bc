"""Decisions, contradictions and threads by machine; decisions are written, and supersede."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router, Schema

from junction.core.http.leave import actor_with
from junction.core.http.moments import AsAt
from junction.core.pages.context import actor_of

from ..operations import decisions as operations
from ..operations.writing import Where
from ..queries import contradictions as contradictions_of
from ..queries import decisions as queries
from ..queries.documents import SEE
from .promises import After, Limit
from .shapes import LARGEST, AddedOut, SaidOut, page_of, said, written

router = Router(tags=["Record"])


class OptionOut(Schema):
    """What could have been done."""

    words: str
    reasons: str
    is_chosen: bool


class StageOut(Schema):
    """How far it was to reach at one stage."""

    stage: str
    words: str
    on: date


class DecisionOut(SaidOut):
    """A decision by the steps of the joint decision model; empty `decision`: only proposed."""

    title: str
    information: str
    powers: str
    principles: list[str]
    options: list[OptionOut]
    decision: str
    decided_by: str
    decided_on: date | None
    review_on: date | None
    supersedes_id: int | None
    is_superseded: bool
    stages: list[StageOut]


class OptionIn(Schema):
    """What could have been done, and what spoke for and against it."""

    words: str = Field(..., max_length=4000)
    reasons: str = Field("", max_length=4000)
    is_chosen: bool = False


class DecisionIn(Schema):
    """A decision; with `supersedes`, in the place of one that stays as it is."""

    title: str = Field(..., max_length=300)
    information: str = Field("", max_length=10000)
    powers: str = Field("", max_length=10000)
    decision: str = Field("", max_length=10000)
    decided_by: str = Field("", max_length=200)
    decided_on: date | None = None
    review_on: date | None = None
    principles: list[str] = Field(default_factory=list, max_length=20)
    options: list[OptionIn] = Field(default_factory=list, max_length=50)
    area: str | None = Field(None, max_length=12)
    statement: int | None = Field(None, ge=1, le=LARGEST)
    supersedes: int | None = Field(None, ge=1, le=LARGEST)


class StageIn(Schema):
    """How far a decision reaches at one stage."""

    stage: str = Field(..., max_length=20)
    words: str = Field(..., max_length=4000)
    on: date
    statement: int | None = Field(None, ge=1, le=LARGEST)


class QuoteOut(Schema):
    """One of two quotes: its document, statement and offsets into the document's text."""

    document_id: int
    statement_id: int
    line: int
    start: int
    end: int


class ContradictionOut(Schema):
    """Two places that do not agree, and how that was settled."""

    id: int
    kind: str
    why: str
    one: QuoteOut
    other: QuoteOut
    state: str
    outcome: str
    proposed_at: datetime


@router.get("/record/decisions", response=list[DecisionOut])
def decisions(request: HttpRequest, as_at: AsAt | None = None, after: int = After, limit: int = Limit) -> Any:
    """Decisions by their number, as they were known at `as_at`."""
    now = timezone.now()
    rows = queries.decisions(actor_with(request, SEE).scope, as_at=as_at, now=now)
    rows = rows.prefetch_related("options", "scopes")
    own = set(DecisionOut.model_fields) - set(SaidOut.model_fields) - {"options", "stages"}
    return [
        said(one) | {name: getattr(one, name) for name in own}
        | {"options": list(one.options.all()),
           "stages": [stage for stage in one.scopes.all() if stage.recorded_at <= (as_at or now)]}
        for one in page_of(rows, after=after, limit=limit)
    ]  # fmt: skip


@router.post("/record/decisions", response={201: AddedOut})
def write_decision(request: HttpRequest, sent: DecisionIn) -> HttpResponse:
    """Write a decision down."""
    by, now, typed = actor_of(request), timezone.now(), sent.dict()
    where = Where(typed.pop("area"), typed.pop("statement"))
    options = [operations.Option(**one) for one in typed.pop("options")]
    supersedes, draft = typed.pop("supersedes"), operations.Draft(**typed)
    return written(
        request,
        lambda: operations.write_decision(
            draft, where, options=options, supersedes=supersedes, by=by, now=now
        ),
        by=by, now=now,
    )  # fmt: skip


@router.post("/record/decisions/{int:number}/stages", response={201: AddedOut})
def add_stage(request: HttpRequest, number: int, sent: StageIn) -> HttpResponse:
    """Add how far a decision reaches at one stage; what was said of it before stays."""
    by, now, reach = actor_of(request), timezone.now(), operations.Reach(**sent.dict())
    return written(request, lambda: operations.add_scope(number, reach, by=by, now=now), by=by, now=now)


@router.get("/record/contradictions", response=list[ContradictionOut])
def contradictions(
    request: HttpRequest, as_at: AsAt | None = None, after: int = After, limit: int = Limit
) -> Any:
    """Contradictions of which both documents are in reach."""
    rows = contradictions_of.contradictions(actor_with(request, SEE).scope, as_at=as_at, now=timezone.now())
    return [
        {
            "id": one.pk, "kind": one.kind, "why": one.why, "state": one.state,
            "proposed_at": one.proposed_at, "outcome": one.outcome if one.state == "settled" else "",
            "one": _quote(one.one, one.one_start, one.one_end),
            "other": _quote(one.other, one.other_start, one.other_end),
        }
        for one in page_of(rows, after=after, limit=limit)
    ]  # fmt: skip


def _quote(statement: Any, start: int, end: int) -> dict[str, int]:
    return {"document_id": statement.document_id, "statement_id": statement.pk, "line": statement.line,
            "start": start, "end": end}  # fmt: skip
