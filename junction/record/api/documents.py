"""Documents by machine: those in reach, what was read in them, and search."""

from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema

from junction.core.http.leave import actor_with
from junction.core.http.moments import AsAt
from junction.core.pages.context import actor_of

from ..queries import documents as queries
from ..queries.documents import SEE
from ..queries.reading import statements_of
from ..queries.search import search as search_record

router = Router(tags=["Record"])


class DocumentOut(Schema):
    """A document; the hash is of the bytes as received."""

    id: int
    kind: str
    title: str
    source: str
    sha256: str
    dated_on: date | None
    received_on: date
    sensitivity: str
    area: str | None
    retain_until: date


class DateOut(Schema):
    """A date as it was said; `until_on` is the day after the last, none at an open end."""

    raw: str
    from_on: date | None
    until_on: date | None
    certainty: str
    warnings: list[str]


class StatementOut(Schema):
    """One thing that was read; `spans` are offsets into the document's text, `line` is counted from 1."""

    id: int
    document_id: int
    number: int
    kind: str
    ref: str
    ref_inferred: bool
    text: str
    spans: list[list[int]]
    line: int
    page: int | None
    status_class: str
    organisations: list[str]
    sender: str
    at: datetime | None
    dates: list[DateOut]
    redactions: list[str]


class StatementsOut(Schema):
    """One page; `next_after` asks for the next, none at the end."""

    items: list[StatementOut]
    next_after: int | None


@router.get("/record/documents", response=list[DocumentOut])
def documents(
    request: HttpRequest,
    kind: str = "",
    as_at: AsAt | None = None,
    after: int = Query(0, ge=0, le=2**62, description="The last id of the page before."),
    limit: int = Query(200, ge=1, le=1000),
) -> Any:
    """Documents in reach by their number."""
    found = queries.documents(actor_with(request, SEE).scope, as_at=as_at).filter(pk__gt=after).order_by("pk")
    return [_document(one) for one in (found.filter(kind=kind) if kind else found)[:limit]]


@router.get("/record/documents/{int:document_id}", response=DocumentOut)
def document(request: HttpRequest, document_id: int) -> Any:
    """One document."""
    try:
        return _document(queries.document(actor_of(request).scope, document_id))
    except ObjectDoesNotExist:
        raise Http404 from None


@router.get("/record/documents/{int:document_id}/statements", response=StatementsOut)
def statements(
    request: HttpRequest,
    document_id: int,
    after: int = Query(-1, ge=-1, le=2**31, description="The last number of the page before."),
    limit: int = Query(500, ge=1, le=5000),
) -> Any:
    """What was read in a document, in the order it stands."""
    scope = actor_of(request).scope
    try:
        found = queries.document(scope, document_id)
    except ObjectDoesNotExist:
        raise Http404 from None
    page = list(statements_of(scope, found).filter(number__gt=after)[: limit + 1])
    return {
        "items": [_statement(one) for one in page[:limit]],
        "next_after": page[limit - 1].number if len(page) > limit else None,
    }


@router.get("/record/search", response=list[StatementOut])
def search(
    request: HttpRequest,
    q: str = Query("", max_length=200),
    kind: str = "",
    from_on: date | None = None,
    until_on: date | None = None,
    as_at: AsAt | None = None,
    limit: int = Query(50, ge=1, le=200),
) -> Any:
    """Statements by words (scanning errors forgiven) and days they speak of, both included; best first."""
    last = until_on + timedelta(days=1) if until_on and until_on < date.max else None
    scope = actor_with(request, SEE).scope
    found = search_record(
        scope, q, kind=kind, from_on=from_on, until_on=last, as_at=as_at, now=timezone.now()
    )
    return [
        _statement(one) for one in found.rows.prefetch_related("date_mentions", "redaction_marks")[:limit]
    ]


def _document(one: Any) -> dict[str, Any]:
    said = {name: getattr(one, name) for name in DocumentOut.model_fields if hasattr(one, name)}
    return said | {"sha256": one.sha256, "area": one.area_id}


def _statement(one: Any) -> dict[str, Any]:
    said = {name: getattr(one, name) for name in StatementOut.model_fields if hasattr(one, name)}
    return said | {
        "status_class": one.status,
        "dates": list(one.date_mentions.all()),
        "redactions": [mark.code for mark in one.redaction_marks.all()],
    }
