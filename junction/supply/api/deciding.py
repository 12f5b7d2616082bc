"""The desk by machine: what waits for a decision, and deciding, sending on and owning it."""

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema

from junction.core.http.leave import actor_with
from junction.core.scope import Actor

from ..operations import deciding, owning
from ..queries.board import DECIDE, ask_of, asks
from .answering import BEFORE, LARGEST, LIMIT, DoneOut, HandedOverIn, done, page_of, written

router = Router(tags=["Supply"])


class LineDecidedIn(Schema):
    """What of one item is granted, in base units; less than asked needs the code of a reason."""

    item: str = Field(..., max_length=40)
    granted: int = Field(..., ge=0, le=LARGEST)
    reason: str = Field("", max_length=40)


class DecisionIn(Schema):
    """A decision; items that are left out are granted in full."""

    depot_id: int | None = Field(None, ge=0, le=LARGEST, description="Where it comes from.")
    lines: list[LineDecidedIn] = Field(default_factory=list, max_length=50)
    why: str = Field("", max_length=500)


class SentOnIn(Schema):
    """To which other route a whole need goes, and why."""

    route: str = Field(..., max_length=14)
    why: str = Field(..., min_length=1, max_length=300)


class WithdrawnIn(Schema):
    """Why it is no longer needed."""

    why: str = Field(..., min_length=1, max_length=300)


class WaitingOut(Schema):
    """Something that waits at a desk in reach, or was decided there."""

    order_id: int
    route: str
    state: str
    place_id: int | None
    desk: str | None = Field(..., description="Code of the forum or council; null is the nation.")
    priority: int
    asked_at: datetime
    decide_by: datetime
    dispatch_by: datetime | None
    outcome: str
    decided_at: datetime | None


class DeskOut(Schema):
    """One page, the newest first; `next_before` asks for the next, none at the end."""

    items: list[WaitingOut]
    next_before: int | None


class DecidedOut(Schema):
    """What came of a decision: approved, in part or refused."""

    order_id: int
    outcome: str
    granted: dict[str, int]


@router.get("/supply/desk", response=DeskOut)
def desk(
    request: HttpRequest,
    state: Literal["waiting", "decided", "all"] = "waiting",
    before: int = BEFORE,
    limit: int = LIMIT,
) -> Any:
    """Read what waits for a decision at the desks in reach; of each its request has the rest."""
    rows = asks(actor_with(request, DECIDE).scope)
    if state != "all":
        rows = rows.filter(settled_at__isnull=state == "waiting")
    page, following = page_of(rows, before=before, limit=limit)
    return {"items": [_said(one) for one in page], "next_before": following}


@router.post("/supply/desk/{int:order_id}/decision", response=DecidedOut)
def decide(request: HttpRequest, order_id: int, sent: DecisionIn) -> HttpResponse:
    """Decide line by line: what is granted is reserved at the depot, what is not and is needed goes on."""

    def do(by: Actor, now: datetime) -> Any:
        lines = ask_of(by.scope, order_id).order.lines.select_related("item")
        numbers = {line.item.code: line.pk for line in lines}
        if not {one.item for one in sent.lines} <= set(numbers):
            raise deciding.CannotDecide
        decision = deciding.Decision(
            granted={numbers[one.item]: one.granted for one in sent.lines},
            reasons={numbers[one.item]: one.reason for one in sent.lines},
            depot_id=sent.depot_id,
            why=sent.why,
        )
        try:
            outcome = deciding.decide(order_id, decision, by=by, now=now)
        except deciding.CannotDecide as refused:
            wrong: Any = refused.about.get("lines", {})
            raise type(refused)(
                items={code: wrong[pk] for code, pk in numbers.items() if pk in wrong}
            ) from None
        granted = {line.item.code: line.granted for line in lines.all()}
        return {"order_id": order_id, "outcome": outcome, "granted": granted}

    return written(request, do, needs=DECIDE)


@router.post("/supply/desk/{int:order_id}/send-on", response=DoneOut)
def send_on(request: HttpRequest, order_id: int, sent: SentOnIn) -> HttpResponse:
    """Send a whole need to another route; it keeps its history."""

    def do(by: Actor, now: datetime) -> Any:
        made = deciding.send_on(order_id, route=sent.route, why=sent.why, by=by, now=now)
        return done(made.pk)

    return written(request, do, needs=DECIDE)


@router.post("/supply/desk/{int:order_id}/take", response=DoneOut)
def take(request: HttpRequest, order_id: int) -> HttpResponse:
    """Become the owner of what waits at one's desk."""

    def do(by: Actor, now: datetime) -> Any:
        owning.take_order(order_id, by=by, now=now)
        return done(order_id)

    return written(request, do, needs=DECIDE)


@router.post("/supply/desk/{int:order_id}/hand-over", response=DoneOut)
def hand_over(request: HttpRequest, order_id: int, sent: HandedOverIn) -> HttpResponse:
    """Hand what waits to somebody who may decide at its desk."""

    def do(by: Actor, now: datetime) -> Any:
        owning.hand_over_order(order_id, to=sent.to, why=sent.why, expected=sent.expected, by=by, now=now)
        return done(order_id)

    return written(request, do, needs=DECIDE)


@router.post("/supply/desk/{int:order_id}/release", response=DoneOut)
def release(request: HttpRequest, order_id: int) -> HttpResponse:
    """Let it be nobody's again."""

    def do(by: Actor, now: datetime) -> Any:
        owning.release_order(order_id, by=by, now=now)
        return done(order_id)

    return written(request, do, needs=DECIDE)


@router.post("/supply/emergency-requests/{int:order_id}/withdraw", response=DoneOut)
def withdraw(request: HttpRequest, order_id: int, sent: WithdrawnIn) -> HttpResponse:
    """Take back what was asked for and is not decided yet."""

    def do(by: Actor, now: datetime) -> Any:
        deciding.withdraw(order_id, why=sent.why, by=by, now=now)
        return done(order_id)

    return written(request, do, needs="supply.order")


def _said(ask: Any) -> dict[str, Any]:
    order = ask.order
    return {
        "order_id": order.pk, "route": order.route, "state": order.state, "place_id": order.place_id,
        "desk": ask.desk_id, "priority": ask.priority, "asked_at": ask.asked_at, "decide_by": ask.decide_by,
        "dispatch_by": ask.dispatch_by, "outcome": ask.outcome, "decided_at": ask.settled_at,
    }  # fmt: skip
