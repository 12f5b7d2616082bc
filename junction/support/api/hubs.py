"""Hubs by machine: whom to ring, opening one, its hours, closing it."""

from datetime import date, datetime, time
from typing import Annotated, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router, Schema

from junction.core.calendar import local_day
from junction.core.http.leave import actor_with, written
from junction.core.scope import Actor

from ..operations import hubs as operations
from ..queries.hubs import KEEP, hubs, hubs_within
from ..queries.needs import SEE
from .helpline import WhyIn

router = Router(tags=["Helpline"])
HUB = "/support/hubs/{int:hub_id}"
Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class HubOut(Schema):
    """A hub that is open these days."""

    id: int
    name: str
    area: str
    phone: str


class HubIn(Schema):
    """A team that answers calls of a council."""

    name: str = Field(..., min_length=1, max_length=100)
    area: str = Field(..., pattern=r"^[A-Z]\d{8}$")
    phone: str = Field("", max_length=30)


class WeekIn(Schema):
    """Seven days from Monday, each [opens, closes] or null where the hub is closed."""

    valid_from: date
    days: list[tuple[Clock, Clock] | None] = Field(..., min_length=7, max_length=7)


@router.get("/support/hubs", response=list[HubOut])
def list_hubs(request: HttpRequest) -> list[dict[str, Any]]:
    """The hubs of today: whom to ring."""
    by = actor_with(request, SEE)
    return [
        {"id": one.pk, "name": one.name, "area": one.area_id, "phone": one.phone}
        for one in hubs(by.scope, on=local_day(timezone.now()))
    ]


@router.post("/support/hubs", response={201: dict[str, Any]})
def post_hub(request: HttpRequest, sent: HubIn) -> HttpResponse:
    """Open a hub from today."""

    def work(by: Actor, now: datetime) -> dict[str, Any]:
        reach = by.scope.reach(KEEP)
        if not (reach.national or sent.area in reach.areas):
            raise PermissionDenied
        made = operations.open_hub(**sent.dict(), by=by, now=now)
        return {"id": made.pk, "opened_on": made.opened_on.isoformat()}

    return written(request, KEEP, work)


@router.post(f"{HUB}/weeks", response={201: dict[str, Any]})
def post_week(request: HttpRequest, hub_id: int, sent: WeekIn) -> HttpResponse:
    """Give a hub its hours from a day on."""
    days = [(time.fromisoformat(one[0]), time.fromisoformat(one[1])) if one else None for one in sent.days]

    def work(by: Actor, now: datetime) -> dict[str, Any]:
        made = operations.set_week(hub_id, valid_from=sent.valid_from, days=days, by=by, now=now)
        return {"hub": hub_id, "valid_from": made.valid_from.isoformat(), "days": made.days}

    return written(request, KEEP, work)


@router.post(f"{HUB}/close", response={201: dict[str, Any]})
def close_hub(request: HttpRequest, hub_id: int, sent: WhyIn) -> HttpResponse:
    """Close a hub from tomorrow."""

    def work(by: Actor, now: datetime) -> dict[str, Any]:
        if not hubs_within(by.scope, permission=KEEP).filter(pk=hub_id).exists():
            raise Http404
        made = operations.close_hub(hub_id, why=sent.why, by=by, now=now)
        return {"id": hub_id, "closed_on": str(made.closed_on)}

    return written(request, KEEP, work)
