"""Carers' assessments and short breaks by machine: what stands, a new one, the next step; nobody is named."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema

from junction.core.http.leave import actor_with, written
from junction.core.http.moments import AsAt
from junction.core.scope import Actor

from ..operations.carers import NextStep, open_carer_help, step_carer_help
from ..queries.carers import carer_help
from ..queries.needs import ANSWER

router = Router(tags=["Helpline"])
LARGEST = 2**62
ROOT = "/support/carers"


class CarerOut(Schema):
    """One of them; `need` is the case's reference, the codes are those of the rules for carers."""

    id: int
    need: str
    area: str
    kind: str
    state: str
    why: str
    owner: str
    until: date | None
    limit_at: datetime | None
    opened_at: datetime


class CarerIn(Schema):
    """Of which case, and what is begun: `assessment` or `break`."""

    need: int = Field(..., ge=1, le=LARGEST)
    kind: str = Field(..., max_length=20)


class StepIn(Schema):
    """How it stands from now. `why`, `owner` (the key of somebody of the desk, or a post), `on` and `until`
    (the last day for which it is agreed) where the rules ask for them.
    """

    state: str = Field(..., max_length=20)
    why: str = Field("", max_length=20)
    owner: str = Field("", max_length=80)
    on: date | None = None
    until: date | None = None


@router.get(ROOT, response=list[CarerOut])
def list_carers(
    request: HttpRequest,
    as_at: AsAt | None = None,
    after: int = Query(0, ge=0, le=LARGEST),
    limit: int = Query(200, ge=1, le=1000),
) -> list[dict[str, Any]]:
    """Read them by number; with `as_at`, as they stood then."""
    found = carer_help(actor_with(request, ANSWER).scope, as_at=as_at).filter(pk__gt=after)
    return [_out(one) for one in found.order_by("pk")[:limit]]


def _out(one: Any) -> dict[str, Any]:
    return {
        "id": one.pk, "need": one.need.reference, "area": one.need.area_id, "kind": one.kind,
        "state": one.then_state, "why": one.then_why, "owner": one.then_owner, "until": one.then_until,
        "limit_at": one.then_limit, "opened_at": one.opened_at,
    }  # fmt: skip


@router.post(ROOT, response={201: dict[str, int]})
def post_carer(request: HttpRequest, sent: CarerIn) -> HttpResponse:
    """Begin one for a case. 409 while one of the kind stands for it."""

    def work(by: Actor, now: datetime) -> dict[str, int]:
        return {"id": open_carer_help(sent.need, kind=sent.kind, by=by, now=now).pk}

    return written(request, ANSWER, work)


@router.post(f"{ROOT}/{{int:help_id}}", response={201: dict[str, int]})
def post_step(request: HttpRequest, help_id: int, sent: StepIn) -> HttpResponse:
    """Write the next step down. 409 where it cannot follow."""

    def work(by: Actor, now: datetime) -> dict[str, int]:
        return {"id": step_carer_help(help_id, step=NextStep(**sent.dict()), by=by, now=now).pk}

    return written(request, ANSWER, work)
