"""After a need by machine: whom to ring back and what that found, and forgetting a person as they ask for."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema

from junction.core.http.leave import actor_with, written
from junction.core.scope import Actor

from ..operations.forgetting import forget_person
from ..operations.ringing_back import ring_back
from ..queries.needs import ANSWER, SEE, needs
from .needs import NeedOut, need_out

router = Router(tags=["Needs"])
LARGEST = 2**62
ONE = "/support/needs/{int:need_id}"


class FoundIn(Schema):
    """What a need is indeed, by its class, how soon it is to be seen to, and what was said."""

    need_class: str = Field(..., max_length=20)
    level: str = Field("", max_length=20, description="Of a real need; empty: as the rules say.")
    note: str = Field("", max_length=2000)


class ForgetIn(Schema):
    """Why, such as that they asked for it."""

    why: str = Field(..., min_length=1, max_length=1000)


@router.get("/support/call-backs", response=list[NeedOut])
def list_call_backs(
    request: HttpRequest, after: int = Query(0, ge=0, le=LARGEST), limit: int = Query(200, ge=1, le=1000)
) -> list[dict[str, Any]]:
    """Needs that were drawn to be rung back and were not yet, by number."""
    found = needs(actor_with(request, SEE).scope).filter(call_back_on__isnull=False, pk__gt=after)
    return [need_out(one) for one in found.order_by("pk")[:limit]]


@router.post(f"{ONE}/call-back", response={201: dict[str, int]})
def post_call_back(request: HttpRequest, need_id: int, sent: FoundIn) -> HttpResponse:
    """Write down what the call back found. 409 where none is due."""

    def work(by: Actor, now: datetime) -> dict[str, int]:
        _answers_for(by, need_id)
        return {"id": ring_back(need_id, **sent.dict(), by=by, now=now).pk}

    return written(request, ANSWER, work)


@router.post(f"{ONE}/forget", response={201: dict[str, int]})
def post_forget(request: HttpRequest, need_id: int, sent: ForgetIn) -> HttpResponse:
    """Destroy all that a need tells of its person, and what those tell that are of the same person. It cannot
    be undone; `values` is how many went.
    """

    def work(by: Actor, now: datetime) -> dict[str, int]:
        _answers_for(by, need_id)
        return {"id": need_id, "values": forget_person(need_id, why=sent.why, by=by, now=now)}

    return written(request, ANSWER, work)


def _answers_for(by: Actor, need_id: int) -> None:
    if not needs(by.scope, permission=ANSWER).filter(pk=need_id).exists():
        raise Http404
