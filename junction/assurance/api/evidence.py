"""Evidence by machine: what shows that a requirement is met, bringing it, its files, taking it back.

A file comes within the JSON, as base64: so it has its key like every write, and all is taken or nothing.
"""

from base64 import b64decode
from binascii import Error as NotBase64
from datetime import date, datetime
from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from ninja import Field, Query, Router, Schema
from pydantic import AfterValidator

from junction.core.files.queries import content
from junction.core.pages.context import actor_of

from ..operations import showing as operations
from ..queries import answers as queries
from ..queries.reach import ANSWER
from ..rules.parties import party_of_row
from .requirements import moment_of, party_named, scope_of
from .writing import LARGEST, AddedOut, After, Limit, WhyIn, found, written

router = Router(tags=["Evidence"])
ONE = "/assurance/evidence/{int:number}"
HAS = ("kind", "title", "owner", "link", "quote", "effective_from", "effective_until", "received_on",
       "expires_on", "added_at", "withdrawn_why")  # fmt: skip


def _bytes(text: str) -> str:
    try:
        b64decode(text, validate=True)
    except NotBase64:
        raise ValueError("This is not base64.") from None
    return text


def _link(text: str) -> str:
    try:
        URLValidator(schemes=["http", "https"])(text)
    except ValidationError:
        raise ValueError("Give an address that begins with https:// or http://.") from None
    return text


class FileIn(Schema):
    """A file as it was received."""

    name: str = Field(..., min_length=1, max_length=255)
    media_type: str = Field("application/octet-stream", max_length=100)
    content: Annotated[str, Field(min_length=4, description="base64"), AfterValidator(_bytes)]


class EvidenceIn(Schema):
    """A piece of evidence: exactly one of a file, a link (with what it led to), and words of a document."""

    requirement_id: int = Field(..., ge=1, le=LARGEST)
    party: str = Field(
        ..., max_length=20, description="E08000009 for an area, o12 an organisation, p5 a place"
    )
    title: str = Field(..., max_length=200)
    owner: str = Field(..., max_length=200, description="Who answers for it: a post, not a name.")
    file: FileIn | None = None
    link: Annotated[str, Field(max_length=500), AfterValidator(_link)] | None = None
    snapshot: FileIn | None = Field(None, description="What the link leads to today.")
    quote: str = Field("", max_length=4000)
    statement: int | None = Field(None, ge=1, le=LARGEST, description="The line that is quoted.")
    effective_from: date | None = None
    effective_until: date | None = None
    received_on: date | None = Field(None, description="Null: today.")
    expires_on: date | None = Field(None, description="Null: as long as the rules say.")


class FileOut(Schema):
    """A file that is kept; its bytes stand below `files`."""

    name: str
    media_type: str
    bytes: int
    sha256: str


class EvidenceOut(Schema):
    """A piece of evidence, with its days; from `expires_on` it shows nothing any more."""

    id: int
    requirement_id: int
    party: str
    kind: str
    title: str
    owner: str
    link: str
    quote: str
    statement: int | None
    effective_from: date | None
    effective_until: date | None
    received_on: date
    expires_on: date | None
    file: FileOut | None
    snapshot: FileOut | None
    added_at: datetime
    withdrawn_at: datetime | None
    withdrawn_why: str


@router.get("/assurance/evidence", response=list[EvidenceOut])
def list_evidence(
    request: HttpRequest,
    requirement_id: int | None = Query(None, ge=1, le=LARGEST),
    party: str = Query("", max_length=20),
    withdrawn: bool = Query(False, description="Also what was taken back."),
    as_at: str = "",
    after: int = After,
    limit: int = Limit,
) -> Any:
    """Read evidence in reach, by number, as known at a moment."""
    scope, moment = scope_of(request), moment_of(as_at)
    of = party_named(party) if party else None
    rows = queries.evidence(scope, requirement_id, of, as_at=moment, with_withdrawn=withdrawn)
    return [_evidence(one, moment) for one in rows.filter(pk__gt=after).order_by("pk")[:limit]]


@router.get(f"{ONE}/files/{{str:part}}")
def evidence_file(request: HttpRequest, number: int, part: str) -> HttpResponse:
    """Read the file, or the snapshot of a link, as it was received."""
    one = found(queries.one_evidence, scope_of(request), number)
    file = {"file": one.file, "snapshot": one.snapshot}.get(part)
    if file is None:
        raise Http404
    named = content_disposition_header(True, file.name) or "attachment"
    return HttpResponse(
        content(file.pk), content_type="application/octet-stream", headers={"Content-Disposition": named}
    )


@router.post("/assurance/evidence", response={201: AddedOut})
def add_evidence(request: HttpRequest, sent: EvidenceIn) -> HttpResponse:
    """Show that it is so, for oneself."""
    by, now = actor_of(request), timezone.now()
    values = sent.dict(exclude={"requirement_id", "party", "file", "snapshot", "link"})
    party, shown = party_named(sent.party), operations.Shown(
        **values, file=_upload(sent.file), snapshot=_upload(sent.snapshot), link=sent.link or ""
    )  # fmt: skip
    number = sent.requirement_id
    return written(request, lambda: operations.add_evidence(number, party, shown, by=by, now=now),
                   permission=ANSWER, by=by, now=now)  # fmt: skip


@router.post(f"{ONE}/withdrawal", response={200: AddedOut})
def withdraw_evidence(request: HttpRequest, number: int, sent: WhyIn) -> HttpResponse:
    """Take a piece of evidence back; what it was stays to be seen."""
    by, now = actor_of(request), timezone.now()
    return written(request, lambda: operations.withdraw_evidence(number, why=sent.why, by=by, now=now),
                   permission=ANSWER, by=by, now=now, status=200)  # fmt: skip


def _upload(sent: FileIn | None) -> operations.Upload | None:
    return operations.Upload(b64decode(sent.content), sent.name, sent.media_type) if sent else None


def _evidence(one: Any, moment: datetime | None) -> dict[str, Any]:
    is_withdrawn = one.withdrawn_at is not None and (moment is None or one.withdrawn_at <= moment)
    return {
        "id": one.pk, "requirement_id": one.requirement_id, "party": party_of_row(one).key,
        "statement": one.statement_id, **{name: getattr(one, name) for name in HAS},
        "file": _file(one.file), "snapshot": _file(one.snapshot),
        "withdrawn_at": one.withdrawn_at if is_withdrawn else None,
        "withdrawn_why": one.withdrawn_why if is_withdrawn else "",
    }  # fmt: skip


def _file(kept: Any) -> dict[str, Any] | None:
    if kept is None:
        return None
    return {"name": kept.name, "media_type": kept.media_type, "bytes": kept.bytes, "sha256": kept.pk}
