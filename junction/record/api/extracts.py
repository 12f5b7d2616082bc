"""Extracts by machine: how far each is, and its documents and statements as they leave; nothing else."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest
from ninja import Router, Schema

from junction.core.pages.context import actor_of

from ..queries import extracts as queries
from ..queries import leaving

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


@router.get("/record/extracts", response=list[ExtractOut])
def extracts(request: HttpRequest) -> Any:
    """Extracts in reach, the newest first."""
    scope = actor_of(request).scope
    if not scope.may(queries.DISCLOSE):
        raise PermissionDenied("Your role does not include this.")
    return [_extract(one) for one in queries.extracts(scope)]


@router.get("/record/extracts/{int:extract_id}", response=ExtractOut)
def extract(request: HttpRequest, extract_id: int) -> Any:
    """One extract."""
    return _extract(_found(request, extract_id))


@router.get("/record/extracts/{int:extract_id}/documents", response=list[LeafOut])
def extract_documents(request: HttpRequest, extract_id: int) -> Any:
    """Its documents as they leave."""
    found = _found(request, extract_id)
    return [leaf.index() for leaf in leaving.leaves(actor_of(request).scope, found, with_said=False)]


@router.get("/record/extracts/{int:extract_id}/statements", response=list[SaidOut])
def extract_statements(request: HttpRequest, extract_id: int) -> Any:
    """What was read in its documents, as it leaves."""
    found = _found(request, extract_id)
    return [one for leaf in leaving.leaves(actor_of(request).scope, found) for one in leaf.statements()]


def _found(request: HttpRequest, extract_id: int) -> Any:
    try:
        return queries.extract(actor_of(request).scope, extract_id)
    except ObjectDoesNotExist:
        raise Http404 from None


def _extract(one: Any) -> dict[str, Any]:
    names = ("id", "title", "made_for", "state", "as_at", "open_findings", "released_at")
    said = {name: getattr(one, name) for name in names}
    return said | {"documents": one.documents_in, "head": one.seal.get("head"), "sha256": one.file_id}
