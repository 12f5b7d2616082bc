"""Worries that somebody is harmed, by machine: raise one, read them, say who sees to one, close it.

What was said is read one at a time, and each such reading is in the log.
"""

from datetime import datetime
from typing import Any, Literal

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from junction.core.http.leave import actor_with, written
from junction.core.http.moments import AsAt
from junction.core.ownership.queries import histories
from junction.core.ownership.rules import owner_at
from junction.core.pages.context import actor_of
from junction.core.scope import Actor

from ..operations import concerns as operations
from ..queries.concerns import CLOSE, SUBJECT, concern_words, open_concerns
from ..queries.needs import ANSWER, ASK, needs

router = Router(tags=["Worries"])
LARGEST = 2**62
ROOT = "/support/worries"
ONE = f"{ROOT}/{{int:concern_id}}"


class WorryIn(Schema):
    """What makes one think that somebody is harmed: the kind by its code, where, and in words."""

    kind: str = Field(..., max_length=20)
    area: str = Field(..., pattern=r"^[A-Z]\d{8}$", description="The council's code.")
    words: str = Field(..., min_length=1, max_length=2000)
    contact: str = Field("", max_length=200, description="How to reach who says it.")
    need: int | None = Field(None, ge=1, le=LARGEST, description="Where it is about a need one answers for.")


class RaisedOut(Schema):
    """What who raised it is told."""

    id: int
    reference: str
    limit_at: datetime


class WorryOut(Schema):
    """A worry by its codes; what was said is on its own page."""

    id: int
    reference: str
    kind: str
    area: str
    need: int | None
    raised_at: datetime
    limit_at: datetime
    closed_at: datetime | None
    is_late: bool
    owner: str | None


class WholeWorryOut(WorryOut):
    """A worry with what was said, how to reach who said it, and what was done."""

    words: str
    contact: str
    closed_why: str


class ClosedIn(Schema):
    """What was done."""

    why: str = Field(..., min_length=1, max_length=2000)


@router.get(ROOT, response=list[WorryOut])
def list_worries(
    request: HttpRequest,
    state: Literal["open", "all"] = "open",
    as_at: AsAt | None = None,
    after: int = Query(0, ge=0, le=LARGEST),
    limit: int = Query(200, ge=1, le=1000),
) -> list[dict[str, Any]]:
    """Worries in reach by number, now or as they stood at a moment."""
    scope, at = actor_with(request, CLOSE).scope, as_at or timezone.now()
    rows = open_concerns(scope, also_closed=state == "all", as_at=as_at).filter(pk__gt=after)
    return _out(list(rows.order_by("pk")[:limit]), at)


@router.post(ROOT, response={201: RaisedOut})
def post_worry(request: HttpRequest, sent: WorryIn) -> HttpResponse:
    """Write a worry down for those who see to worries; one of them has it from this moment."""
    by = actor_of(request)
    permission = next((one for one in (ANSWER, ASK) if by.scope.may(one)), None)
    if permission is None:
        raise PermissionDenied

    def work(by: Actor, now: datetime) -> Any:
        if sent.need is not None and not needs(by.scope, permission=permission).filter(pk=sent.need).exists():
            raise Http404
        return _raised(operations.raise_concern(**sent.dict(), by=by, now=now))

    return written(request, permission, work, RaisedOut)


@router.get(ONE, response=WholeWorryOut)
def get_worry(request: HttpRequest, concern_id: int, as_at: AsAt | None = None) -> dict[str, Any]:
    """One worry with what was said; that it was read is in the log."""
    scope, at = actor_with(request, CLOSE).scope, as_at or timezone.now()
    one: Any = open_concerns(scope, also_closed=True, as_at=as_at).filter(pk=concern_id).first()
    if one is None:
        raise Http404
    words, contact, why = concern_words(scope, [one])[one.pk]
    more = {"words": words, "contact": contact, "closed_why": why if one.then_closed else ""}
    return _out([one], at)[0] | more


@router.post(f"{ONE}/take", response={201: WorryOut})
def take_worry(request: HttpRequest, concern_id: int) -> HttpResponse:
    """See to it oneself: whoever had it has it no more."""

    def work(by: Actor, now: datetime) -> Any:
        return _again(operations.take_concern(concern_id, by=by, now=now), by, now)

    return written(request, CLOSE, work, WorryOut)


@router.post(f"{ONE}/close", response={201: WorryOut})
def close_worry(request: HttpRequest, concern_id: int, sent: ClosedIn) -> HttpResponse:
    """Close it with what was done; 409 once it is closed."""

    def work(by: Actor, now: datetime) -> Any:
        return _again(operations.close_concern(concern_id, why=sent.why, by=by, now=now), by, now)

    return written(request, CLOSE, work, WorryOut)


def _raised(one: Any) -> dict[str, Any]:
    return {"id": one.pk, "reference": one.reference, "limit_at": one.limit_at}


def _again(one: Any, by: Actor, now: datetime) -> dict[str, Any]:
    return _out([open_concerns(by.scope, also_closed=True).get(pk=one.pk)], now)[0]


def _out(rows: list[Any], at: datetime) -> list[dict[str, Any]]:
    had = histories(SUBJECT, [one.pk for one in rows])
    return [
        {
            "id": one.pk, "reference": one.reference, "kind": one.kind, "area": one.area_id,
            "need": one.need_id, "raised_at": one.raised_at, "limit_at": one.limit_at,
            "closed_at": one.then_closed, "is_late": one.then_closed is None and one.limit_at <= at,
            "owner": None if one.then_closed else owner_at(had.get(one.pk, []), at),
        }
        for one in rows
    ]  # fmt: skip
