"""The end of documents by machine: how each stands, holds, what goes, asking that one be destroyed."""

from datetime import date, datetime
from typing import Any, Literal

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router, Schema

from junction.core.calendar import local_day
from junction.core.http.leave import actor_with, written
from junction.core.http.moments import AsAt

from ..operations import retention as operations
from ..operations.retention import Holding
from ..queries import retention as queries
from ..queries.retention import RETAIN
from ..rules.retention import retention_rules
from .promises import After, Limit
from .shapes import LARGEST, page_of

router = Router(tags=["Record"])
Standing = Literal["past", "soon", "asked", "held", "destroyed", "kept"]


class RetainedOut(Schema):
    """How a document stands towards the day until which it is kept."""

    id: int
    title: str
    kind: str
    area: str | None
    received_on: date
    retain_until: date
    standing: Standing
    destroyed_at: datetime | None
    sha256: str


class HoldOut(Schema):
    """A hold; an area of none with the reach "area" is the whole record."""

    id: int
    reach: str
    document: int | None
    thread: int | None
    area: str | None
    matter: str
    why: str
    placed_at: datetime
    released_at: datetime | None
    released_why: str


class HoldIn(Schema):
    """What is to be held, for which matter and why."""

    reach: Literal["document", "thread", "area"]
    matter: str = Field(..., min_length=1, max_length=200)
    why: str = Field(..., min_length=1, max_length=1000)
    document: int | None = Field(None, ge=1, le=LARGEST)
    thread: int | None = Field(None, ge=1, le=LARGEST)
    area: str | None = Field(None, pattern=r"^[A-Z]\d{8}$")


class WhyIn(Schema):
    """Why."""

    why: str = Field(..., min_length=1, max_length=1000)


class DestructionOut(Schema):
    """What was asked and what came of it; `gone` is what would go while it is open."""

    id: int
    document: int
    why: str
    asked_at: datetime
    settled_at: datetime | None
    outcome: str
    note: str
    gone: dict[str, int]
    bytes_stay: bool
    sha256: str


@router.get("/record/retention", response=list[RetainedOut])
def retained(
    request: HttpRequest, standing: Standing | None = None, as_at: AsAt | None = None, after: int = After,
    limit: int = Limit,
) -> Any:  # fmt: skip
    """How the documents in reach stand, by number."""
    scope, at = actor_with(request, RETAIN).scope, as_at or timezone.now()
    day = local_day(at)
    rows = queries.retained(scope, retention_rules(day), day=day, as_at=at)
    rows = rows.filter(standing=standing) if standing else rows  # type: ignore[misc] # an annotation
    return [_retained(one, at) for one in page_of(rows, after=after, limit=limit)]


@router.get("/record/holds", response=list[HoldOut])
def holds(request: HttpRequest, as_at: AsAt | None = None) -> Any:
    """The holds in reach, the newest first; what was released later than `as_at` is in force."""
    scope, at = actor_with(request, RETAIN).scope, as_at or timezone.now()
    return [_hold(one, at) for one in queries.holds(scope, as_at=at)]


@router.post("/record/holds", response={201: HoldOut})
def place_hold(request: HttpRequest, said: HoldIn) -> HttpResponse:
    """Hold a document, all on a thread, or all of an area."""
    wanted = Holding(**said.dict())
    return written(
        request, RETAIN, lambda by, now: _hold(operations.place_hold(wanted, by=by, now=now), now), HoldOut
    )


@router.post("/record/holds/{int:number}/release", response={200: HoldOut})
def release_hold(request: HttpRequest, number: int, said: WhyIn) -> HttpResponse:
    """Release a hold."""
    return written(
        request, RETAIN,
        lambda by, now: _hold(operations.release_hold(number, why=said.why, by=by, now=now), now),
        HoldOut, status=200,
    )  # fmt: skip


@router.get("/record/documents/{int:document_id}/destruction", response=dict[str, int])
def what_goes(request: HttpRequest, document_id: int) -> Any:
    """How much of each would go with a document; nothing is changed."""
    by = actor_with(request, RETAIN)
    try:
        return operations.what_goes(document_id, by=by, now=timezone.now())
    except ObjectDoesNotExist:
        raise Http404 from None


@router.post("/record/documents/{int:document_id}/destruction", response={201: DestructionOut})
def ask_destruction(request: HttpRequest, document_id: int, said: WhyIn) -> HttpResponse:
    """Ask that a document be destroyed; a second person carries it out."""
    return written(
        request, RETAIN,
        lambda by, now: _asked(operations.ask_destruction(document_id, why=said.why, by=by, now=now)),
        DestructionOut,
    )  # fmt: skip


@router.post("/record/destructions/{int:number}/carry-out", response={200: DestructionOut})
def destroy(request: HttpRequest, number: int) -> HttpResponse:
    """Destroy a document for good; whoever asked for it may not."""
    return written(
        request, RETAIN, lambda by, now: _asked(operations.destroy(number, by=by, now=now)), DestructionOut,
        status=200,
    )  # fmt: skip


@router.post("/record/destructions/{int:number}/refuse", response={200: DestructionOut})
def refuse_destruction(request: HttpRequest, number: int, said: WhyIn) -> HttpResponse:
    """Keep a document after all."""
    return written(
        request, RETAIN,
        lambda by, now: _asked(operations.refuse_destruction(number, why=said.why, by=by, now=now)),
        DestructionOut, status=200,
    )  # fmt: skip


def _retained(one: Any, at: datetime) -> dict[str, Any]:
    names = ("title", "kind", "received_on", "retain_until", "standing", "sha256")
    gone = one.destroyed_at if one.destroyed_at and one.destroyed_at <= at else None
    return {name: getattr(one, name) for name in names} | {
        "id": one.pk, "area": one.area_id, "destroyed_at": gone,
    }  # fmt: skip


def _hold(one: Any, at: datetime) -> dict[str, Any]:
    is_off = one.released_at is not None and one.released_at <= at
    names = ("reach", "matter", "why", "placed_at")
    return {name: getattr(one, name) for name in names} | {
        "id": one.pk, "document": one.document_id, "thread": one.thread_id, "area": one.area_id,
        "released_at": one.released_at if is_off else None,
        "released_why": one.released_why if is_off else "",
    }  # fmt: skip


def _asked(one: Any) -> dict[str, Any]:
    names = ("why", "asked_at", "settled_at", "outcome", "note", "gone", "bytes_stay")
    said = {name: getattr(one, name) for name in names}
    return said | {"id": one.pk, "document": one.document_id, "sha256": one.document.sha256}
