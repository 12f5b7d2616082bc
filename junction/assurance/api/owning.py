"""Owners by machine: take, hand over or let go of what leads upwards, whichever register it is in."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router, Schema

from junction.core.pages.context import actor_of

from ..operations import owning as operations
from ..queries.reach import RAISE
from .writing import written

router = Router(tags=["Owners"])
ONE = "/assurance/who-has/{str:kind}/{int:number}"


class HandOverIn(Schema):
    """To whom (an actor's key) and why; `expected`: the owner it is believed to have."""

    to: str = Field(..., max_length=100)
    why: str = Field(..., max_length=300)
    expected: str = Field("", max_length=100)


class ReleaseIn(Schema):
    """Who must find it a home, and why it is let go."""

    finder: str = Field(..., max_length=200, description="The post, not a name.")
    why: str = Field(..., max_length=300)


def _done(request: HttpRequest, kind: str, work: Callable[..., Any], *, now: datetime) -> HttpResponse:
    if kind not in operations.DESKS:
        raise Http404
    by = actor_of(request)
    return written(request, lambda: work(by=by, now=now), permission=RAISE, by=by, now=now)


@router.post(f"{ONE}/take", response={200: dict[str, str]})
def take_thing(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Become the owner of what nobody has."""
    return _done(request, kind, lambda **who: operations.take_thing(kind, number, **who), now=timezone.now())


@router.post(f"{ONE}/hand-over", response={200: dict[str, str]})
def hand_over_thing(request: HttpRequest, kind: str, number: int, sent: HandOverIn) -> HttpResponse:
    """Hand it to somebody who may settle it."""
    return _done(
        request, kind, lambda **who: operations.hand_over_thing(kind, number, **sent.dict(), **who),
        now=timezone.now(),
    )  # fmt: skip


@router.post(f"{ONE}/release", response={200: dict[str, str]})
def release_thing(request: HttpRequest, kind: str, number: int, sent: ReleaseIn) -> HttpResponse:
    """Let it be nobody's, and say who must find it a home."""
    return _done(
        request, kind, lambda **who: operations.release_thing(kind, number, **sent.dict(), **who),
        now=timezone.now(),
    )  # fmt: skip
