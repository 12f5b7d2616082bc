"""Needs that may be one, by machine: which pairs wait, and what a person made of each."""

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema

from junction.core.http.leave import actor_with, written
from junction.core.http.moments import AsAt
from junction.core.scope import Actor

from ..operations import alike
from ..queries.alike import one_pair, pairs
from ..queries.needs import ANSWER

router = Router(tags=["Needs"])
LARGEST = 2**62
ROOT = "/support/needs/pairs"


class PairOut(Schema):
    """Two needs that may be one: the later and the earlier by number, and what is the same of both."""

    id: int
    need: int
    other: int
    same: Literal["phone", "name"]
    judged: Literal["", "joined", "apart"]


class JudgedIn(Schema):
    """What somebody who looked at both made of them, and why."""

    judged: Literal["joined", "apart"]
    why: str = Field(..., min_length=1, max_length=2000)


@router.get(ROOT, response=list[PairOut])
def list_pairs(
    request: HttpRequest,
    waiting: bool = True,
    as_at: AsAt | None = None,
    after: int = Query(0, ge=0, le=LARGEST),
    limit: int = Query(200, ge=1, le=1000),
) -> list[dict[str, Any]]:
    """Pairs in reach, by number; those that wait to be judged, or all; now or as they were at a moment."""
    scope = actor_with(request, ANSWER).scope
    found: Any = pairs(scope, as_at=as_at).filter(pk__gt=after).order_by("pk")
    rows = (found.filter(then_judged="") if waiting else found)[:limit]
    return [
        {
            "id": one.pk,
            "need": one.need_id,
            "other": one.other_id,
            "same": one.same,
            "judged": one.then_judged,
        }
        for one in rows
    ]


@router.post(f"{ROOT}/{{int:pair_id}}", response={201: dict[str, int]})
def post_judged(request: HttpRequest, pair_id: int, sent: JudgedIn) -> HttpResponse:
    """Join a pair or keep it apart. 409 once it was judged, or where one of them is over."""
    judge = alike.join if sent.judged == "joined" else alike.keep_apart

    def work(by: Actor, now: datetime) -> dict[str, int]:
        one_pair(by.scope, pair_id)
        return {"id": judge(pair_id, why=sent.why, by=by, now=now).pk}

    return written(request, ANSWER, work)
