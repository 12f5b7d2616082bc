"""Who is not sent to whom again, by machine: by numbers and codes."""

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema

from junction.core.http.leave import actor_with, written
from junction.core.http.moments import AsAt
from junction.core.scope import Actor

from ..operations import exclusions as operations
from ..queries import exclusions as queries
from ..queries.volunteers import KEEP

router = Router(tags=["Volunteers"])
LARGEST = 2**62
ROOT = "/support/exclusions"


class ExclusionOut(Schema):
    """A volunteer who is not sent to whoever a task was for."""

    id: int
    volunteer: int
    task: int
    area: str
    side: Literal["volunteer", "person", "desk"]
    reason: str
    said_at: datetime
    ended_at: datetime | None


class ExclusionIn(Schema):
    """A volunteer who was asked for a task and is to be kept from whoever it is for."""

    task: int = Field(..., ge=1, le=LARGEST)
    volunteer: int = Field(..., ge=1, le=LARGEST)
    side: Literal["person", "desk"]
    reason: str = Field(..., max_length=20)


class EndIn(Schema):
    """Why it is over, by its code."""

    why: str = Field(..., max_length=20)


@router.get(ROOT, response=list[ExclusionOut])
def list_exclusions(
    request: HttpRequest,
    as_at: AsAt | None = None,
    after: int = Query(0, ge=0, le=LARGEST),
    limit: int = Query(200, ge=1, le=1000),
) -> list[dict[str, Any]]:
    """Read exclusions in reach by number; with `as_at`, those that had been said by then."""
    found = queries.exclusions(actor_with(request, KEEP).scope, as_at=as_at)
    return [
        {"id": one.pk, "volunteer": one.volunteer_id, "task": one.task_id, "area": one.area_id,
         "side": one.side, "reason": one.reason, "said_at": one.said_at,
         "ended_at": None if as_at and one.ended_at and one.ended_at > as_at else one.ended_at}
        for one in found.filter(pk__gt=after).order_by("pk")[:limit]
    ]  # fmt: skip


@router.post(ROOT, response={201: dict[str, int]})
def post_exclusion(request: HttpRequest, sent: ExclusionIn) -> HttpResponse:
    """Keep a volunteer from whoever a task is for; what they have for them is taken back."""

    def work(by: Actor, now: datetime) -> dict[str, int]:
        said = {"side": sent.side, "reason": sent.reason}
        return {"id": operations.exclude(sent.task, sent.volunteer, **said, by=by, now=now).pk}

    return written(request, KEEP, work)


@router.post(f"{ROOT}/{{int:exclusion_id}}/end", response={201: dict[str, int]})
def post_end(request: HttpRequest, exclusion_id: int, sent: EndIn) -> HttpResponse:
    """Say that the volunteer may be sent there again. 409 once it was said."""

    def work(by: Actor, now: datetime) -> dict[str, int]:
        return {"id": operations.end_exclusion(exclusion_id, why=sent.why, by=by, now=now).pk}

    return written(request, KEEP, work)
