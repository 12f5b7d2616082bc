"""Threads by machine: any subject as one line at any moment; begun, added to, things taken off."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router, Schema

from junction.core.http.leave import actor_with
from junction.core.http.moments import AsAt
from junction.core.pages.context import actor_of

from ..operations import threads as operations
from ..queries import threads as threads_of
from ..queries.documents import SEE
from .promises import After, Limit
from .shapes import LARGEST, AddedOut, page_of, written

router = Router(tags=["Record"])


class ThreadOut(Schema):
    """A subject that somebody follows."""

    id: int
    title: str
    about: str
    area: str | None


class EntryOut(Schema):
    """One point of a thread; `link` takes it off (what became of a thing has none)."""

    at: datetime
    what: str
    words: str
    kind: str
    number: int
    note: str
    link: int | None
    source: str
    document: int | None
    source_line: int | None


class ThreadIn(Schema):
    """A subject to follow, of an area (none: the nation)."""

    title: str = Field(..., max_length=200)
    about: str = Field("", max_length=4000)
    area: str | None = Field(None, max_length=12)


class LinkIn(Schema):
    """One thing: `kind` is statement, commitment, action, ask, meeting or decision."""

    kind: str = Field(..., max_length=40)
    number: int = Field(..., ge=1, le=LARGEST)
    note: str = Field("", max_length=300)


@router.get("/record/threads", response=list[ThreadOut])
def threads(request: HttpRequest, as_at: AsAt | None = None, after: int = After, limit: int = Limit) -> Any:
    """The subjects that are followed."""
    rows = page_of(threads_of.threads(actor_with(request, SEE).scope, as_at=as_at), after=after, limit=limit)
    return [{"id": one.pk, "title": one.title, "about": one.about, "area": one.whose} for one in rows]


@router.get("/record/threads/{int:number}", response=list[EntryOut])
def thread(request: HttpRequest, number: int, as_at: AsAt | None = None) -> Any:
    """One subject as a line of time, as it was known at `as_at`."""
    scope, now = actor_of(request).scope, timezone.now()
    try:
        one = threads_of.threads(scope, as_at=as_at).get(pk=number)
    except ObjectDoesNotExist as missing:
        raise Http404 from missing
    return threads_of.line_of(scope, one, as_at=as_at, now=now)


@router.post("/record/threads", response={201: AddedOut})
def begin_thread(request: HttpRequest, sent: ThreadIn) -> HttpResponse:
    """Begin to follow a subject."""
    by, now = actor_of(request), timezone.now()
    return written(request, lambda: operations.begin_thread(**sent.dict(), by=by, now=now), by=by, now=now)


@router.post("/record/threads/{int:number}/links", response={201: AddedOut})
def add_to_thread(request: HttpRequest, number: int, sent: LinkIn) -> HttpResponse:
    """Add a thing at the moment it happened."""
    by, now, subject = actor_of(request), timezone.now(), operations.Subject(**sent.dict())
    return written(request, lambda: operations.add_to_thread(number, subject, by=by, now=now), by=by, now=now)


@router.post("/record/threads/links/{int:link}/off", response={200: dict[str, str]})
def withdraw_from_thread(request: HttpRequest, link: int) -> HttpResponse:
    """Take a thing off a thread; earlier moments show it still."""
    by, now = actor_of(request), timezone.now()

    def work() -> None:
        operations.withdraw_from_thread(link, by=by, now=now)

    return written(request, work, by=by, now=now)
