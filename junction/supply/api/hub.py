"""A council's hub by machine: register whom it supplies, and hand out from its stores. No names are told."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema

from junction.core.http.leave import actor_with
from junction.core.scope import Actor

from ..operations import hub as operations
from ..queries import hub as queries
from .answering import BEFORE, LARGEST, LIMIT, Quantity, found, page_of, written

router = Router(tags=["Supply"])
HUB = queries.HUB


class RecipientIn(Schema):
    """Somebody a hub is to supply. Name, contact and address are personal, and are never told again here."""

    council: str = Field(..., max_length=9, description="Code of the council's area.")
    name: str = Field(..., min_length=1, max_length=100)
    contact: str = Field(..., min_length=1, max_length=100)
    address: str = Field("", max_length=300)
    eligibility: str = Field(..., max_length=40, description="By the playbook, such as direct-payment.")
    evidence: str = Field(..., min_length=1, max_length=200, description="What was seen; no copy of it.")


class RecipientOut(Schema):
    """Somebody a hub supplies, by number and ground."""

    id: int
    council: str
    eligibility: str
    registered_at: datetime
    supplied_on: date | None


class RecipientsOut(Schema):
    """One page of people, the newest first; `next_before` asks for the next, none at the end."""

    items: list[RecipientOut]
    next_before: int | None


class IssueIn(Schema):
    """What is handed out: codes of items to base units, from one store of the council."""

    depot_id: int = Field(..., ge=0, le=LARGEST)
    items: dict[str, Quantity] = Field(..., min_length=1, max_length=50)


class IssueOut(Schema):
    """What was handed out, and what lacked and went on to the forum, in base units by item's code."""

    order_id: int
    given: dict[str, int]
    missing: dict[str, int]


@router.get("/supply/recipients", response=RecipientsOut)
def recipients(request: HttpRequest, before: int = BEFORE, limit: int = LIMIT) -> Any:
    """Read whom the hubs in reach supply."""
    page, following = page_of(queries.recipients(actor_with(request, HUB).scope), before=before, limit=limit)
    return {"items": [_said(one) for one in page], "next_before": following}


@router.get("/supply/recipients/{int:recipient_id}", response=RecipientOut)
def recipient(request: HttpRequest, recipient_id: int) -> Any:
    """Read one of them."""
    return _said(found(queries.recipient, actor_with(request, HUB).scope, recipient_id))


@router.post("/supply/recipients", response={201: RecipientOut})
def register_recipient(request: HttpRequest, sent: RecipientIn) -> HttpResponse:
    """Register somebody with a hub in reach."""

    def do(by: Actor, now: datetime) -> Any:
        made = operations.register_recipient(operations.Person(**sent.dict()), by=by, now=now)
        return RecipientOut(**_said(made)).model_dump(mode="json")

    return written(request, do, needs=HUB, status=201)


@router.post("/supply/recipients/{int:recipient_id}/issues", response={201: IssueOut})
def hand_out(request: HttpRequest, recipient_id: int, sent: IssueIn) -> HttpResponse:
    """Hand out what a store has of what is needed; the rest goes on to the forum."""

    def do(by: Actor, now: datetime) -> Any:
        made = operations.hand_out(recipient_id, depot_id=sent.depot_id, wanted=sent.items, by=by, now=now)
        lines = made.order.lines.select_related("item")
        given = {line.item.code: line.granted for line in lines if line.granted}
        return {"order_id": made.order.pk, "given": given, "missing": dict(made.missing)}

    return written(request, do, needs=HUB, status=201)


def _said(one: Any) -> dict[str, Any]:
    plain = ("eligibility", "registered_at", "supplied_on")
    return {name: getattr(one, name) for name in plain} | {"id": one.pk, "council": one.council_id}
