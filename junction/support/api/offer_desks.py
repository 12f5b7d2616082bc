"""Offers of help by machine, beside the offers themselves: taking one back, and who has which kind where."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router, Schema

from junction.core.calendar import local_day
from junction.core.http.leave import actor_with, written
from junction.core.scope import Actor

from ..operations.offer_passing import OfferRouted, set_route
from ..operations.offers import withdraw_offer
from ..queries.offer_desks import OFFERS, routes
from ..queries.offers import SEE

router = Router(tags=["Offers of help"])


class WithdrawIn(Schema):
    """The end of the private link that was given when the offer was made: it is the leave to take it back."""

    token: str = Field(..., min_length=1, max_length=200)


class WithdrawnOut(Schema):
    """The offer, and how it stands now."""

    reference: str
    state: str


class RouteIn(Schema):
    """Who has offers of a kind ("": every kind) at the desk of an area ("": the nation's), from a day."""

    kind: str = Field("", max_length=20)
    area: str = Field("", pattern=r"^([A-Z]\d{8})?$")
    owner: str = Field(..., max_length=100, description="Somebody who answers there, such as user:12.")
    valid_from: date
    why: str = Field(..., min_length=1, max_length=300)


class RouteOut(Schema):
    """A route in force on a day; `owner` as a key."""

    id: int
    kind: str
    area: str
    owner: str
    valid_from: date
    valid_until: date | None
    why: str


@router.post("/support/offers/withdraw", response={201: WithdrawnOut})
def withdraw_help_offer(request: HttpRequest, sent: WithdrawIn) -> HttpResponse:
    """Take an offer back by its private link; whoever has it is told."""

    def work(by: Actor, now: datetime) -> Any:
        return withdraw_offer(sent.token, by=by, now=now)

    return written(request, OFFERS, work, WithdrawnOut)


@router.get("/support/offer-routes", response=list[RouteOut])
def list_offer_routes(request: HttpRequest, on: date | None = None) -> list[dict[str, Any]]:
    """Read who has which offers where, on a day; without one, today."""
    by = actor_with(request, SEE)
    found = routes(by.scope, on=on or local_day(timezone.now())).order_by("pk")
    return [_route(one) for one in found]


@router.post("/support/offer-routes", response={201: RouteOut})
def set_offer_route(request: HttpRequest, sent: RouteIn) -> HttpResponse:
    """Say who has offers of a kind from a day on; the route before ends then."""

    def work(by: Actor, now: datetime) -> Any:
        return _route(set_route(OfferRouted(**sent.dict()), by=by, now=now))

    return written(request, OFFERS, work, RouteOut)


def _route(one: Any) -> dict[str, Any]:
    return {
        "id": one.pk, "kind": one.kind, "area": one.area_id or "", "owner": one.owner,
        "valid_from": one.valid_from, "valid_until": one.valid_until, "why": one.why,
    }  # fmt: skip
