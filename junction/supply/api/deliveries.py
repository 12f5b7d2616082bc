"""Deliveries by machine: what is on its way, what arrived or did not, corrections, and the depot's answer."""

from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema

from junction.core.http.leave import actor_with
from junction.core.scope import Actor

from ..operations import arriving, correcting
from ..queries import picking as queries
from .answering import BEFORE, LARGEST, LIMIT, found, page_of, written

router = Router(tags=["Supply"])
SEE, STOCK = "supply.see", "supply.stock"


class LineArrivedIn(Schema):
    """What arrived of one line, in base units; other than sent needs the code of a reason."""

    line_id: int = Field(..., ge=0, le=LARGEST)
    received: int = Field(..., ge=0, le=10_000_000_000)
    reason: str = Field("", max_length=40)
    note: str = Field("", max_length=300)


class ArrivedIn(Schema):
    """What arrived; lines that are left out came as they were sent. Who took it in is personal."""

    lines: list[LineArrivedIn] = Field(default_factory=list, max_length=500)
    received_by: str = Field("", max_length=100)


class CorrectedIn(Schema):
    """What arrived after all; lines that are left out stay as they were said."""

    lines: list[LineArrivedIn] = Field(..., min_length=1, max_length=500)
    why: str = Field(..., min_length=1, max_length=300)


class AnsweredIn(Schema):
    """What the depot found out about a difference."""

    outcome: str = Field(..., max_length=40)
    answer: str = Field(..., min_length=1, max_length=300)
    replace: bool = Field(False, description="Send what is missing again.")


class LineOut(Schema):
    """One lot for one line, in base units; `received` null is that nobody has said."""

    line_id: int
    item: str
    lot: str
    expires_on: date | None
    quantity: int
    received: int | None
    difference: str


class ConsignmentOut(Schema):
    """What leaves a depot together for one order."""

    id: int
    order_id: int
    state: str
    depot: str
    place_id: int | None
    carrier: str
    tracking: str
    promised_on: date | None
    dispatched_at: datetime | None
    delivered_at: datetime | None


class ConsignmentWholeOut(ConsignmentOut):
    """One consignment with its lines."""

    lines: list[LineOut]


class ConsignmentsOut(Schema):
    """One page of consignments, the newest first; `next_before` asks for the next, none at the end."""

    items: list[ConsignmentOut]
    next_before: int | None


class DifferenceOut(Schema):
    """What arrived otherwise than sent; `missing` below zero is that more came."""

    id: int
    consignment_id: int
    line_id: int
    item: str
    missing: int
    reason: str
    note: str
    reported_at: datetime


class DifferencesOut(Schema):
    """One page of what waits for an answer, the newest first."""

    items: list[DifferenceOut]
    next_before: int | None


@router.get("/supply/consignments", response=ConsignmentsOut)
def consignments(
    request: HttpRequest,
    state: Literal["", "planned", "picked", "dispatched", "delivered", "disputed", "cancelled"] = "",
    before: int = BEFORE,
    limit: int = LIMIT,
) -> Any:
    """Read what depots in reach send, and what is sent to places, bodies and depots in reach."""
    rows = queries.consignments(actor_with(request, SEE).scope)
    page, following = page_of(rows.filter(state=state) if state else rows, before=before, limit=limit)
    return {"items": [consignment_out(one) for one in page], "next_before": following}


@router.get("/supply/consignments/{int:consignment_id}", response=ConsignmentWholeOut)
def consignment(request: HttpRequest, consignment_id: int) -> Any:
    """Read one with its lines."""
    by = actor_with(request, SEE)
    return _whole(by, found(queries.consignment, by.scope, consignment_id))


@router.post("/supply/consignments/{int:consignment_id}/arrival", response=ConsignmentWholeOut)
def confirm_arrival(request: HttpRequest, consignment_id: int, sent: ArrivedIn) -> HttpResponse:
    """Say what arrived, line by line; what differs waits for the depot's answer."""

    def do(by: Actor, now: datetime) -> Any:
        said = _said_of(by, consignment_id, sent.lines)
        arriving.confirm_arrival(consignment_id, said=said, received_by=sent.received_by, by=by, now=now)
        return _json(by, consignment_id)

    return written(request, do, needs=SEE)


@router.post("/supply/consignments/{int:consignment_id}/correction", response=ConsignmentWholeOut)
def correct_arrival(request: HttpRequest, consignment_id: int, sent: CorrectedIn) -> HttpResponse:
    """Correct what was said to have arrived, within the days the playbook gives; the ledger follows."""

    def do(by: Actor, now: datetime) -> Any:
        said = _said_of(by, consignment_id, sent.lines)
        correcting.correct_arrival(consignment_id, said=said, why=sent.why, by=by, now=now)
        return _json(by, consignment_id)

    return written(request, do, needs=SEE)


@router.get("/supply/discrepancies", response=DifferencesOut)
def discrepancies(request: HttpRequest, before: int = BEFORE, limit: int = LIMIT) -> Any:
    """Read what arrived otherwise than sent from depots in reach and is not answered."""
    rows = queries.open_discrepancies(actor_with(request, STOCK).scope)
    page, following = page_of(rows, before=before, limit=limit)
    items = [
        {"id": one.pk, "consignment_id": one.line.consignment_id, "line_id": one.line_id,
         "item": one.line.item.code, "missing": one.missing, "reason": one.reason, "note": one.note,
         "reported_at": one.reported_at}
        for one in page
    ]  # fmt: skip
    return {"items": items, "next_before": following}


@router.post("/supply/discrepancies/{int:discrepancy_id}/answer", response=ConsignmentWholeOut)
def answer_discrepancy(request: HttpRequest, discrepancy_id: int, sent: AnsweredIn) -> HttpResponse:
    """Say what was found out; the ledger is set right by it."""

    def do(by: Actor, now: datetime) -> Any:
        one = arriving.answer_discrepancy(discrepancy_id, **sent.dict(), by=by, now=now)
        return _json(by, one.line.consignment_id)

    return written(request, do, needs=STOCK)


def consignment_out(one: Any) -> dict[str, Any]:
    """A consignment without its lines."""
    plain = ("state", "carrier", "tracking", "promised_on", "dispatched_at", "delivered_at")
    return {name: getattr(one, name) for name in plain} | {
        "id": one.pk, "order_id": one.order_id, "depot": one.from_depot.code, "place_id": one.order.place_id,
    }  # fmt: skip


def _said_of(by: Actor, consignment_id: int, lines: list[LineArrivedIn]) -> dict[int, arriving.Said]:
    """What is said of each line; of a line that is not of this consignment nothing can be."""
    known = {one.pk for one in queries.lines_of(by.scope, queries.consignment(by.scope, consignment_id))}
    if not {one.line_id for one in lines} <= known:
        raise correcting.NoSuchLine
    return {one.line_id: arriving.Said(one.received, one.reason, one.note) for one in lines}


def _json(by: Actor, consignment_id: int) -> Any:
    whole = _whole(by, queries.consignment(by.scope, consignment_id))
    return ConsignmentWholeOut(**whole).model_dump(mode="json")


def _whole(by: Actor, one: Any) -> dict[str, Any]:
    lines = [
        {"line_id": line.pk, "item": line.item.code, "lot": line.lot.number,
         "expires_on": line.lot.expires_on, "quantity": line.quantity, "received": line.received,
         "difference": line.difference}
        for line in queries.lines_of(by.scope, one)
    ]  # fmt: skip
    return consignment_out(one) | {"lines": lines}
