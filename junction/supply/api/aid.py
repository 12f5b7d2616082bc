"""Mutual aid by machine: offer to another provider, answer what one is offered, say what came."""

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema

from junction.core.http.leave import actor_with
from junction.core.scope import Actor

from ..operations import aid as operations
from ..queries import aid as queries
from .answering import BEFORE, LARGEST, LIMIT, Quantity, found, page_of, written

router = Router(tags=["Supply"])
SEE, ORDER = queries.SEE, queries.ORDER


class AidIn(Schema):
    """What a place of one's own gives another, by codes of items, in base units."""

    giver_id: int = Field(..., ge=0, le=LARGEST)
    taker: str = Field(..., min_length=1, max_length=40, description="Its public number: 1-123456789.")
    items: dict[str, Quantity] = Field(..., min_length=1, max_length=50)
    why: str = Field("", max_length=300)


class AidAnswerIn(Schema):
    """Accept or decline what is offered, or withdraw what one offered."""

    step: Literal["accept", "decline", "withdraw"]


class AidReceivedIn(Schema):
    """What came, by codes of items in base units; of an item that is left out all came."""

    items: dict[str, Quantity] = Field(default_factory=dict, max_length=50)


class AidLineOut(Schema):
    """One item, in base units."""

    item: str
    asked: int
    granted: int
    received: int


class AidOut(Schema):
    """Aid between two providers. `state` is asked, reserved (accepted), refused, cancelled or delivered."""

    id: int
    giver_id: int
    giver: str
    taker_id: int
    taker: str
    state: str
    why: str
    offered_at: datetime
    answered_at: datetime | None
    received_at: datetime | None
    lines: list[AidLineOut]


class AidsOut(Schema):
    """One page of aid, the newest first; `next_before` asks for the next, none at the end."""

    items: list[AidOut]
    next_before: int | None


@router.get("/supply/aid", response=AidsOut)
def aids(request: HttpRequest, before: int = BEFORE, limit: int = LIMIT) -> Any:
    """Read what places in reach gave and were offered."""
    rows = queries.aids(actor_with(request, SEE).scope).prefetch_related("order__lines__item")
    page, following = page_of(rows, before=before, limit=limit)
    return {"items": [_said(one) for one in page], "next_before": following}


@router.get("/supply/aid/{int:aid_id}", response=AidOut)
def aid(request: HttpRequest, aid_id: int) -> Any:
    """Read one; both sides see the whole."""
    return _said(found(queries.aid, actor_with(request, SEE).scope, aid_id))


@router.post("/supply/aid", response={201: AidOut})
def offer_aid(request: HttpRequest, sent: AidIn) -> HttpResponse:
    """Offer something to another provider."""

    def do(by: Actor, now: datetime) -> Any:
        made = operations.offer_aid(
            giver_id=sent.giver_id, taker_number=sent.taker, wanted=sent.items, why=sent.why, by=by, now=now
        )
        return _json(by, made.pk)

    return written(request, do, needs=ORDER, status=201)


@router.post("/supply/aid/{int:aid_id}/answer", response=AidOut)
def answer_aid(request: HttpRequest, aid_id: int, sent: AidAnswerIn) -> HttpResponse:
    """Accept or decline (who is offered it), or withdraw (who offers it)."""
    step = "withdraw-aid" if sent.step == "withdraw" else sent.step

    def do(by: Actor, now: datetime) -> Any:
        operations.answer_aid(aid_id, step=step, by=by, now=now)
        return _json(by, aid_id)

    return written(request, do, needs=ORDER)


@router.post("/supply/aid/{int:aid_id}/receipt", response=AidOut)
def receive_aid(request: HttpRequest, aid_id: int, sent: AidReceivedIn) -> HttpResponse:
    """Say what came; it is moved from one holding to the other."""

    def do(by: Actor, now: datetime) -> Any:
        lines = queries.aid(by.scope, aid_id, permission=ORDER).order.lines.select_related("item")
        numbers = {line.item.code: line.pk for line in lines}
        if not set(sent.items) <= set(numbers):
            raise operations.TooMuchReceived
        came = {numbers[code]: units for code, units in sent.items.items()}
        operations.receive_aid(aid_id, came=came, by=by, now=now)
        return _json(by, aid_id)

    return written(request, do, needs=ORDER)


def _json(by: Actor, aid_id: int) -> Any:
    return AidOut(**_said(queries.aid(by.scope, aid_id))).model_dump(mode="json")


def _said(one: Any) -> dict[str, Any]:
    lines = [
        {"item": line.item.code, "asked": line.asked, "granted": line.granted, "received": line.received}
        for line in one.order.lines.all()
    ]
    return {
        "id": one.pk, "giver_id": one.giver_id, "giver": one.giver.name, "taker_id": one.taker_id,
        "taker": one.taker.name, "state": one.order.state, "why": one.order.why,
        "offered_at": one.offered_at, "answered_at": one.answered_at, "received_at": one.received_at,
        "lines": lines,
    }  # fmt: skip
