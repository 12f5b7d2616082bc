"""Proposals for new provision by machine: read them, propose, hand over, write down what was decided."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router, Schema

from junction.core.http.moments import AsAt
from junction.core.pages.context import actor_of

from ..operations import proposals as operations
from ..operations.proposals import ProposalDecided, Proposed
from ..queries import proposals as queries
from ..queries.proposals import PROPOSE
from .programme_shapes import AREA, AddedOut, After, Limit, reading, written

router = Router(tags=["Proposals for new provision"])
ALL = "/support/proposals"
ONE = f"{ALL}/{{int:number}}"


class ProposalIn(Schema):
    """New provision for a kind of need; `area` null is the nation, `owner` empty is who proposes."""

    category: str = Field(..., max_length=30)
    what: str = Field(..., max_length=300)
    why: str = Field(..., max_length=1000)
    area: str | None = Field(None, pattern=AREA)
    owner: str = Field("", max_length=100)


class ProposalOut(Schema):
    """A proposal; `evidence` holds the figures as they stood at `evidence_at`."""

    id: int
    area: str | None
    category: str
    what: str
    why: str
    state: str
    owner: str | None
    begins_on: date | None
    evidence: dict[str, Any]
    evidence_at: datetime
    proposed_at: datetime


class HandOverIn(Schema):
    """To whom, by an actor's key, and why."""

    to: str = Field(..., max_length=100)
    why: str = Field(..., max_length=300)


class DecisionIn(Schema):
    """What a post decided; `begins_on` for what was agreed."""

    decision: str = Field(..., max_length=20)
    why: str = Field(..., max_length=1000)
    decided_by: str = Field(..., max_length=200)
    decided_on: date
    begins_on: date | None = None


@router.get(ALL, response=list[ProposalOut])
def proposals(request: HttpRequest, as_at: AsAt | None = None, after: int = After, limit: int = Limit) -> Any:
    """Proposals in reach, by number, as they stood at a moment."""
    rows = queries.proposals(reading(request), as_at=as_at, now=timezone.now()).filter(pk__gt=after)
    names = [name for name in ProposalOut.model_fields if name not in ("id", "area")]
    return [
        {name: getattr(one, name) for name in names} | {"id": one.pk, "area": one.area_id}
        for one in rows.order_by("pk")[:limit]
    ]


@router.post(ALL, response={201: AddedOut})
def post_proposal(request: HttpRequest, sent: ProposalIn) -> HttpResponse:
    """Propose new provision, with the figures of now."""
    by, now = actor_of(request), timezone.now()
    said = Proposed(**sent.dict())
    return written(
        request, lambda: operations.propose(said, by=by, now=now), by=by, now=now, permission=PROPOSE
    )


@router.post(f"{ONE}/hand-over", response={201: AddedOut})
def post_proposal_hand_over(request: HttpRequest, number: int, sent: HandOverIn) -> HttpResponse:
    """Give a proposal to another."""
    by, now = actor_of(request), timezone.now()
    return written(request, lambda: operations.hand_over_proposal(number, **sent.dict(), by=by, now=now),
                   by=by, now=now, permission=PROPOSE)  # fmt: skip


@router.post(f"{ONE}/decisions", response={201: AddedOut})
def post_proposal_decision(request: HttpRequest, number: int, sent: DecisionIn) -> HttpResponse:
    """Write down what was decided on a proposal."""
    by, now = actor_of(request), timezone.now()
    said = ProposalDecided(**sent.dict())
    return written(request, lambda: operations.decide_on_proposal(number, said, by=by, now=now),
                   by=by, now=now, permission=PROPOSE)  # fmt: skip
