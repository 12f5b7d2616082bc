"""Beside the desk by machine: hand-overs answered, and needs that come again."""

from datetime import date, datetime
from typing import Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema

from junction.core.http.leave import actor_with, written
from junction.core.scope import Actor

from ..operations import handing, recurring
from ..queries.handing import offered_by, offered_to
from ..queries.needs import ANSWER, needs
from ..queries.recurring import recurrences

router = Router(tags=["Helpline"])
LARGEST = 2**62
HAND_OVER = "/support/desk/hand-overs/{int:hand_over_id}"


class HandOverOut(Schema):
    """A case offered to an agent or a hub. What was said of it stands on its page only."""

    id: int
    need: int
    reference: str
    outcome: str
    to_agent: str
    to_hub: int | None
    offered_at: datetime
    answered_at: datetime | None


class WhyIn(Schema):
    """Why, in words; kept as personal."""

    why: str = Field(..., min_length=1, max_length=1000)


class NothingIn(Schema):
    """Nothing needs to be said."""


class RepeatIn(Schema):
    """Every so many days, or a rule as RFC 5545 writes it."""

    every_days: int | None = Field(None, ge=1, le=366)
    rule: str = Field("", max_length=200)


class CodeIn(Schema):
    """Why, by a code of the desk's file."""

    why: str = Field(..., max_length=20)


class RecurrenceOut(Schema):
    """A need that comes again."""

    id: int
    need: int
    rule: str
    next_on: date | None
    ended_why: str


@router.get("/support/desk/hand-overs", response=list[HandOverOut])
def list_hand_overs(
    request: HttpRequest,
    side: Literal["answer", "sent"] = Query("answer"),
    after: int = Query(0, ge=0, le=LARGEST),
) -> list[dict[str, Any]]:
    """Cases that wait for one's answer, or that one has offered oneself."""
    by = actor_with(request, ANSWER)
    rows = (offered_to if side == "answer" else offered_by)(by.scope, own_key=by.key)
    return [_hand_over(one) for one in rows.filter(pk__gt=after).order_by("pk")[:200]]


@router.post(f"{HAND_OVER}/accept", response={201: dict[str, Any]})
def accept_hand_over(request: HttpRequest, hand_over_id: int, sent: NothingIn) -> HttpResponse:
    """Have the case from now on."""

    def work(by: Actor, now: datetime) -> dict[str, Any]:
        _waits(by, hand_over_id)
        need = handing.accept_hand_over(hand_over_id, by=by, now=now)
        return {"id": hand_over_id, "need": need.pk, "reference": need.reference}

    return written(request, ANSWER, work)


@router.post(f"{HAND_OVER}/return", response={201: HandOverOut})
def return_hand_over(request: HttpRequest, hand_over_id: int, sent: WhyIn) -> HttpResponse:
    """Give it back to its sender, who still has it."""

    def work(by: Actor, now: datetime) -> dict[str, Any]:
        _waits(by, hand_over_id)
        return _hand_over(handing.return_hand_over(hand_over_id, why=sent.why, by=by, now=now))

    return written(request, ANSWER, work, HandOverOut)


@router.post(f"{HAND_OVER}/take-back", response={201: HandOverOut})
def take_back_hand_over(request: HttpRequest, hand_over_id: int, sent: NothingIn) -> HttpResponse:
    """Take back what one offered oneself and nobody has answered yet."""

    def work(by: Actor, now: datetime) -> dict[str, Any]:
        return _hand_over(handing.take_back(hand_over_id, by=by, now=now))

    return written(request, ANSWER, work, HandOverOut)


@router.get("/support/recurrences", response=list[RecurrenceOut])
def list_recurrences(request: HttpRequest, after: int = Query(0, ge=0, le=LARGEST)) -> list[dict[str, Any]]:
    """What comes again in one's areas, by number."""
    by = actor_with(request, ANSWER)
    rows = recurrences(by.scope, permission=ANSWER).filter(pk__gt=after).order_by("pk")
    return [_recurrence(one) for one in rows[:200]]


@router.post("/support/desk/cases/{int:need_id}/repeat", response={201: RecurrenceOut})
def post_repeat(request: HttpRequest, need_id: int, sent: RepeatIn) -> HttpResponse:
    """Let a need come again from today on."""

    def work(by: Actor, now: datetime) -> dict[str, Any]:
        if not needs(by.scope, permission=ANSWER).filter(pk=need_id).exists():
            raise Http404
        return _recurrence(recurring.repeat_need(need_id, **sent.dict(), by=by, now=now))

    return written(request, ANSWER, work, RecurrenceOut)


@router.post("/support/recurrences/{int:recurrence_id}/end", response={201: RecurrenceOut})
def post_end(request: HttpRequest, recurrence_id: int, sent: CodeIn) -> HttpResponse:
    """Let it come no more."""

    def work(by: Actor, now: datetime) -> dict[str, Any]:
        return _recurrence(recurring.end_recurrence(recurrence_id, why=sent.why, by=by, now=now))

    return written(request, ANSWER, work, RecurrenceOut)


def _waits(by: Actor, hand_over_id: int) -> None:
    if not offered_to(by.scope, own_key=by.key).filter(pk=hand_over_id).exists():
        raise Http404


def _hand_over(one: Any) -> dict[str, Any]:
    names = ("outcome", "to_agent", "offered_at", "answered_at")
    more = {"id": one.pk, "need": one.need_id, "reference": one.need.reference, "to_hub": one.to_hub_id}
    return {name: getattr(one, name) for name in names} | more


def _recurrence(one: Any) -> dict[str, Any]:
    return {"id": one.pk, "need": one.need_id, "rule": one.rule, "next_on": one.next_on,
            "ended_why": one.ended_why}  # fmt: skip
