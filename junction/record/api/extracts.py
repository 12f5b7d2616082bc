"""Extracts by machine: how far each is, and its documents and statements as they leave; nothing else."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema

from junction.core.http.leave import actor_with
from junction.core.pages.context import actor_of
from junction.core.scope import Scope

from ..queries import extracts as queries
from ..queries import leaving
from .promises import After, Limit
from .shapes import page_of

router = Router(tags=["Record"])


class ExtractOut(Schema):
    """One extract; `head` and `sha256` are those of its bundle, once it has left."""

    id: int
    title: str
    made_for: str
    state: str
    as_at: datetime
    documents: int
    open_findings: int
    released_at: datetime | None
    head: str | None
    sha256: str | None


class LeafOut(Schema):
    """One document as it leaves."""

    number: int
    title: str
    kind: str
    source: str
    file_name: str
    dated_on: str | None
    received_on: str | None
    sha256_as_received: str
    properties: dict[str, str]
    redactions: int


class SaidOut(Schema):
    """One statement as it leaves; `places` are offsets into the text that leaves."""

    document: int
    number: int
    kind: str
    ref: str
    text: str
    line: int | None
    places: list[list[int]]
    sender: str
    at: str | None
    status: str
    organisations: list[str]
    cells: dict[str, str]
    dates: list[str]


class SaidPageOut(Schema):
    """One page; `next_after` asks for the next, none at the end."""

    items: list[SaidOut]
    next_after: str | None


@router.get("/record/extracts", response=list[ExtractOut])
def extracts(request: HttpRequest, after: int = After, limit: int = Limit) -> Any:
    """Extracts in reach by their number."""
    scope = actor_with(request, queries.DISCLOSE).scope
    return [_extract(one) for one in page_of(queries.extracts(scope), after=after, limit=limit)]


@router.get("/record/extracts/{int:extract_id}", response=ExtractOut)
def extract(request: HttpRequest, extract_id: int) -> Any:
    """One extract."""
    return _extract(_found(request, extract_id))


@router.get("/record/extracts/{int:extract_id}/documents", response=list[LeafOut])
def extract_documents(
    request: HttpRequest,
    extract_id: int,
    after: int = Query(0, ge=0, le=2**31, description="The last number of the page before."),
    limit: int = Query(50, ge=1, le=200),
) -> Any:
    """Its documents as they leave, by their number in it."""
    scope, found = actor_of(request).scope, _found(request, extract_id)
    numbers = leaving.numbers_of(scope, found, first=after + 1)[:limit]
    return [leaf.index() for leaf in leaving.leaves(scope, found, numbers=numbers, with_said=False)]


@router.get("/record/extracts/{int:extract_id}/statements", response=SaidPageOut)
def extract_statements(
    request: HttpRequest,
    extract_id: int,
    after: str = Query(
        "", pattern=r"^(\d{1,9}\.\d{1,9})?$", description="The `next_after` of the page before."
    ),
    limit: int = Query(500, ge=1, le=5000),
) -> Any:
    """What was read in its documents, as it leaves, in the order it stands."""
    found = _found(request, extract_id)
    document, number = map(int, after.split(".")) if after else (0, -1)
    page = list(islice(_said(actor_of(request).scope, found, document, number), limit + 1))
    last = page[limit - 1] if len(page) > limit else None
    return {
        "items": page[:limit],
        "next_after": f"{last['document']}.{last['number']}" if last else None,
    }


def _said(scope: Scope, found: Any, document: int, number: int) -> Iterator[dict[str, Any]]:
    """Yield the statements behind one of a document."""
    for leaf in leaving.leaves(scope, found, numbers=leaving.numbers_of(scope, found, first=document)):
        yield from leaf.statements(after=number if leaf.number == document else -1)


def _found(request: HttpRequest, extract_id: int) -> Any:
    try:
        return queries.extract(actor_of(request).scope, extract_id)
    except ObjectDoesNotExist:
        raise Http404 from None


def _extract(one: Any) -> dict[str, Any]:
    names = ("id", "title", "made_for", "state", "as_at", "open_findings", "released_at")
    said = {name: getattr(one, name) for name in names}
    return said | {"documents": one.documents_in, "head": one.seal.get("head"), "sha256": one.file_id}
