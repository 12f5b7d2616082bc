"""What the machine doors of programmes and launches share: shapes, who reads, a write done once."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Field, Query, Schema

from junction.core.http.leave import actor_with
from junction.core.http.once import once
from junction.core.scope import Actor, Scope

from ..queries.programme_reach import KEEP, SEE

LARGEST = 2**62
AREA = r"^[A-Z]\d{8}$"
After = Query(0, ge=0, le=LARGEST, description="The last number of the page before.")
Limit = Query(200, ge=1, le=1000)
Identity = Field(..., ge=1, le=LARGEST)


class AddedOut(Schema):
    """The number of what was written down."""

    id: int


class ProgrammeOut(Schema):
    """A programme; `sro` is empty where nobody is accountable, `area` null for the nation."""

    id: int
    name: str
    purpose: str
    department: str
    sro: str
    minister: str
    levers: list[str]
    area: str | None
    begins_on: date
    ends_on: date | None
    state: str
    provides: int
    source: str
    recorded_at: datetime


class ProgrammeIn(Schema):
    """A programme: posts, no names."""

    name: str = Field(..., max_length=200)
    purpose: str = Field(..., max_length=2000)
    department: str = Field(..., max_length=200)
    begins_on: date
    sro: str = Field("", max_length=200)
    minister: str = Field("", max_length=200)
    levers: list[str] = Field([], max_length=20)
    area: str | None = Field(None, pattern=AREA)
    ends_on: date | None = None
    source: str = Field("", max_length=300)


class ChangeIn(ProgrammeIn):
    """The programme anew, and why."""

    why: str = Field(..., max_length=500)


class ProvisionIn(Schema):
    """What it offers or enables, for one or more kinds of need."""

    kind: str = Field(..., max_length=10)
    categories: list[str] = Field(..., min_length=1, max_length=50)
    channel: str = Field(..., max_length=20)
    begins_on: date
    area: str | None = Field(None, pattern=AREA)
    for_whom: str = Field("", max_length=300)
    ends_on: date | None = None
    audience: str = Field("public", max_length=20)


class WhyIn(Schema):
    """A reason."""

    why: str = Field(..., max_length=500)


class LinkIn(Schema):
    """Two programmes brought together."""

    one: int = Identity
    other: int = Identity
    purpose: str = Field(..., max_length=500)
    made_on: date
    made_by: str = Field(..., max_length=200, description="The post, not a name.")


class LinkOut(LinkIn):
    """A link and what came of it."""

    id: int
    result: str
    said: str


class ResultIn(Schema):
    """What came of it."""

    result: str = Field(..., max_length=20)
    text: str = Field(..., max_length=1000)


class AnswerIn(ResultIn):
    """What is done about what a call said."""

    programme: int | None = Field(None, ge=1, le=LARGEST)


class CallIn(Schema):
    """What a call with the front line said; no name of a person or a home."""

    area: str = Field(..., pattern=AREA)
    caller: str = Field(..., max_length=20)
    theme: str = Field(..., max_length=20)
    text: str = Field(..., max_length=1000)
    called_on: date
    category: str = Field("", max_length=30)
    programme: int | None = Field(None, ge=1, le=LARGEST)


class CallOut(Schema):
    """A call and what was done about it."""

    id: int
    area: str
    caller: str
    theme: str
    category: str
    text: str
    programme: int | None
    called_on: date
    result: str


class CellOut(Schema):
    """One kind of need in one area: what there is, by numbers of programmes, and what is asked there."""

    need: str
    area: str
    there_is: str
    offers: list[int]
    offers_in_parts: list[int]
    enables: list[int]
    needs_stated: int
    calls: int


def reading(request: HttpRequest) -> Scope:
    """Return the scope of who reads. Raise `PermissionDenied` without the permission."""
    scope = actor_with(request, SEE).scope
    return scope


def written(
    request: HttpRequest, work: Callable[[], Any], *, by: Actor, now: datetime, permission: str = KEEP
) -> HttpResponse:
    """Do a write once for its idempotency key; answer with the number of what was added."""
    if not by.scope.may(permission):
        raise PermissionDenied

    def answer() -> tuple[int, dict[str, Any]]:
        try:
            added = work()
        except ObjectDoesNotExist as missing:
            raise Http404 from missing
        return 201, {"id": (added[0] if isinstance(added, list) else added).pk}

    return once(request, by=by, now=now, work=answer)
