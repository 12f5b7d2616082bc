"""A depot by machine: what it has to pick, picking it as proposed or lot by lot, and sending it off."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema

from junction.core.http.leave import actor_with
from junction.core.scope import Actor

from ..operations import picking as operations
from ..operations import putting_back
from ..queries import depots
from ..queries import picking as queries
from .answering import BEFORE, LARGEST, LIMIT, found, page_of, written
from .deliveries import ConsignmentOut, consignment_out

router = Router(tags=["Supply"])
STOCK = "supply.stock"
MOST = 500


class LotIn(Schema):
    """So much of a lot for a line of the order, in base units."""

    line_id: int = Field(..., ge=0, le=LARGEST)
    lot_id: int = Field(..., ge=0, le=LARGEST)
    quantity: int = Field(..., ge=1, le=10_000_000_000)


class PickIn(Schema):
    """Orders to pick as proposed, the first to expire first; or one order with chosen lots and the reason."""

    order_ids: list[int] = Field(..., min_length=1, max_length=MOST)
    lots: list[LotIn] = Field(default_factory=list, max_length=MOST)
    why: str = Field("", max_length=300)
    express: bool = False


class DispatchIn(Schema):
    """Picked consignments that go off together; without a day, by the promise in force."""

    consignment_ids: list[int] = Field(..., min_length=1, max_length=MOST)
    carrier: str = Field(..., min_length=1, max_length=60)
    tracking: str = Field("", max_length=60)
    promised_on: date | None = None


class UnpickIn(Schema):
    """Why a consignment goes back on the shelf."""

    why: str = Field(..., min_length=1, max_length=300)


class PutBackIn(Schema):
    """Picked consignments that go back on the shelf together, and why."""

    consignment_ids: list[int] = Field(..., min_length=1, max_length=MOST)
    why: str = Field(..., min_length=1, max_length=300)


class ToPickLineOut(Schema):
    """What is left to pick of one line."""

    line_id: int
    item_id: int
    left: int


class ToPickOut(Schema):
    """One order a depot has to pick."""

    order_id: int
    route: str
    state: str
    place_id: int | None
    ordered_at: datetime
    lines: list[ToPickLineOut]


class PickListOut(Schema):
    """One page of orders, the newest first; `next_before` asks for the next, none at the end."""

    items: list[ToPickOut]
    next_before: int | None


class ConsignmentsMadeOut(Schema):
    """The consignments that came of it."""

    items: list[ConsignmentOut]


@router.get("/supply/depots/{code}/to-pick", response=PickListOut)
def pick_list(request: HttpRequest, code: str, before: int = BEFORE, limit: int = LIMIT) -> Any:
    """Read the orders of a depot of which something is still to be picked."""
    scope = actor_with(request, STOCK).scope
    depot = found(depots.depot, scope, code, permission=STOCK)
    page, following = page_of(queries.pick_list(scope, depot), before=before, limit=limit)
    lines: dict[int, list[dict[str, int]]] = {}
    for one in queries.lines_to_pick(scope, [order.pk for order in page]):
        said = {"line_id": one.line_id, "item_id": one.item_id, "left": one.left}
        lines.setdefault(one.order_id, []).append(said)
    items = [
        {"order_id": order.pk, "route": order.route, "state": order.state, "place_id": order.place_id,
         "ordered_at": order.ordered_at, "lines": lines.get(order.pk, [])}
        for order in page
    ]  # fmt: skip
    return {"items": items, "next_before": following}


@router.post("/supply/depots/{code}/picks", response={201: ConsignmentsMadeOut})
def pick(request: HttpRequest, code: str, sent: PickIn) -> HttpResponse:
    """Pick just these orders. What no lot on the shelf can serve stays reserved."""

    def do(by: Actor, now: datetime) -> Any:
        if sent.lots and len(sent.order_ids) > 1:
            raise operations.ChoiceNotThere
        chosen = [operations.Chosen(one.line_id, one.lot_id, one.quantity) for one in sent.lots]
        made = operations.pick(
            sent.order_ids, depot_code=code, chosen=chosen, why=sent.why, express=sent.express, by=by, now=now
        )
        return _made(made)

    return written(request, do, needs=STOCK, status=201)


@router.post("/supply/depots/{code}/dispatches", response={201: ConsignmentsMadeOut})
def dispatch(request: HttpRequest, code: str, sent: DispatchIn) -> HttpResponse:
    """Send just these consignments off; all of them must be picked."""

    def do(by: Actor, now: datetime) -> Any:
        return _made(operations.dispatch(**sent.dict(), depot_code=code, by=by, now=now))

    return written(request, do, needs=STOCK, status=201)


@router.post("/supply/consignments/{int:consignment_id}/unpick", response=ConsignmentOut)
def unpick(request: HttpRequest, consignment_id: int, sent: UnpickIn) -> HttpResponse:
    """Put a consignment back on the shelf; it stays reserved for its order."""

    def do(by: Actor, now: datetime) -> Any:
        held = putting_back.unpick(consignment_id, why=sent.why, by=by, now=now)
        return ConsignmentOut(**consignment_out(held)).model_dump(mode="json")

    return written(request, do, needs=STOCK)


@router.post("/supply/depots/{code}/put-backs", response=ConsignmentsMadeOut)
def put_back(request: HttpRequest, code: str, sent: PutBackIn) -> HttpResponse:
    """Put all of these back on the shelf, or none; they stay reserved for their orders.

    The answer has those that were not back already.
    """

    def do(by: Actor, now: datetime) -> Any:
        return _made(putting_back.put_back(**sent.dict(), depot_code=code, by=by, now=now))

    return written(request, do, needs=STOCK)


def _made(made: list[Any]) -> Any:
    items = [ConsignmentOut(**consignment_out(one)) for one in made]
    return ConsignmentsMadeOut(items=items).model_dump(mode="json")
