"""Soft intelligence by machine: what was heard, for who may read it; writing down, sharing, taking back.

Every row that is read is in the log by itself; a write is answered with a number, never with what was said.
"""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from junction.core.pages.context import actor_of

from ..operations import heard as operations
from ..operations.register_refusals import AboutOne
from ..queries import heard as queries
from ..queries.heard import HEAR
from ..rules.parties import Party
from .requirements import moment_of
from .writing import LARGEST, AddedOut, After, Limit, PartyIn, WhyIn, found, reader, written

router = Router(tags=["Soft intelligence"])
ALL = "/assurance/soft-intelligence"
ONE = f"{ALL}/{{int:number}}"
SAID = ("said_by", "said", "reliability", "credibility", "heard_on", "added_at")


class HeardIn(PartyIn):
    """Who said what, of one area or one place, and how far it is believed."""

    said_by: str = Field(..., max_length=200, description="A post, not a name.")
    said: str = Field(..., max_length=4000)
    reliability: str = Field(..., max_length=1, description="Of the source: A, the surest, to F.")
    credibility: str = Field(..., max_length=1, description="Of what it says: 1, the surest, to 6.")
    heard_on: date
    is_shareable: bool = Field(False, description="Councils and forums of the area may see it.")


class HeardOut(Schema):
    """What was heard. `is_shared`: councils and forums of the area see it."""

    id: int
    area: str | None
    place: int | None
    said_by: str
    said: str
    reliability: str
    credibility: str
    heard_on: date
    is_shared: bool
    added_at: datetime


@router.get(ALL, response=list[HeardOut])
def soft_intelligence(
    request: HttpRequest,
    area: str = Query("", max_length=9),
    place: int | None = Query(None, ge=1, le=LARGEST),
    as_at: str = "",
    after: int = After,
    limit: int = Limit,
) -> Any:
    """Read what was heard and not taken back, by number; never of a place that one runs."""
    scope, by, moment = reader(request, HEAR), actor_of(request), moment_of(as_at)
    rows = queries.heard(scope, reader=by.key, as_at=moment).filter(pk__gt=after).order_by("pk")
    rows = rows.filter(area=area) if area else rows
    rows = rows.filter(place=place) if place is not None else rows
    return [_heard(one, moment) for one in rows[:limit]]


@router.get(ONE, response=HeardOut)
def one_heard(request: HttpRequest, number: int, as_at: str = "") -> Any:
    """Read one thing that was heard."""
    scope, by, moment = reader(request, HEAR), actor_of(request), moment_of(as_at)
    return _heard(found(queries.one_heard, scope, number, reader=by.key, as_at=moment), moment)


@router.post(ALL, response={201: AddedOut})
def write_heard(request: HttpRequest, sent: HeardIn) -> HttpResponse:
    """Write down what was heard. Neither the place nor its provider sees it."""
    by, now = actor_of(request), timezone.now()
    values = sent.dict()
    area, place = values.pop("area"), values.pop("place")
    if (area is None) == (place is None):
        raise AboutOne("Give one of an area and a place.")
    said = operations.Said(Party(area=area, place=place), **values)
    return written(request, lambda: operations.write_heard(said, by=by, now=now),
                   permission=HEAR, by=by, now=now)  # fmt: skip


@router.post(f"{ONE}/share", response={200: AddedOut})
def share_heard(request: HttpRequest, number: int) -> HttpResponse:
    """Let councils and forums of the area see it; this cannot be undone."""
    by, now = actor_of(request), timezone.now()
    return written(request, lambda: operations.share_heard(number, by=by, now=now),
                   permission=HEAR, by=by, now=now, status=200)  # fmt: skip


@router.post(f"{ONE}/withdrawal", response={200: AddedOut})
def withdraw_heard(request: HttpRequest, number: int, sent: WhyIn) -> HttpResponse:
    """Take it back; as at an earlier moment it is still found."""
    by, now = actor_of(request), timezone.now()
    return written(request, lambda: operations.withdraw_heard(number, why=sent.why, by=by, now=now),
                   permission=HEAR, by=by, now=now, status=200)  # fmt: skip


def _heard(one: Any, moment: datetime | None) -> dict[str, Any]:
    is_shared = one.shared_at is not None and (moment is None or one.shared_at <= moment)
    return {"id": one.pk, "area": one.area_id, "place": one.place_id, "is_shared": is_shared,
            **{name: getattr(one, name) for name in SAID}}  # fmt: skip
