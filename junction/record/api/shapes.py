"""What the machine doors of promises, asks and decisions share: pages of a list, how a write is done."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Schema

from junction.core.http.once import once
from junction.core.scope import Actor

LARGEST = 2**62


class SaidOut(Schema):
    """Where a thing was said: document, statement and line; none, it was typed by hand."""

    id: int
    document_id: int | None
    statement_id: int | None
    line: int | None
    area: str | None
    recorded_at: datetime


class AddedOut(Schema):
    """The number of what was written down."""

    id: int


def said(one: Any) -> dict[str, Any]:
    """Return what `SaidOut` holds of a thing."""
    return {
        "id": one.pk, "document_id": one.document_id, "statement_id": one.statement_id, "area": one.whose,
        "line": one.statement.line if one.statement_id else None, "recorded_at": one.recorded_at,
    }  # fmt: skip


def page_of(rows: QuerySet[Any], *, after: int, limit: int) -> list[Any]:
    """Return one page by number."""
    return list(rows.filter(pk__gt=after).order_by("pk")[:limit])


def written(request: HttpRequest, work: Callable[[], Any], *, by: Actor, now: datetime) -> HttpResponse:
    """Do a write once for its idempotency key; answer with the number of what was added."""

    def answer() -> tuple[int, dict[str, Any]]:
        try:
            added = work()
        except ObjectDoesNotExist as missing:
            raise Http404 from missing
        return (201, {"id": added.pk}) if added is not None else (200, {})

    return once(request, by=by, now=now, work=answer)
