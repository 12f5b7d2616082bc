"""Offers by machine, at the nation's desk: hand one over, own, check and answer them. No names are told."""

from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router, Schema
from ninja.errors import HttpError

from junction.core.http.leave import actor_with
from junction.core.scope import Actor

from ..operations import offers as operations
from ..queries import offers as queries
from .answering import BEFORE, LIMIT, DoneOut, HandedOverIn, done, found, page_of, written

router = Router(tags=["Supply"])
DECIDE = queries.DECIDE
NOT_YOURS = "Offers are answered at the nation's desk, which your token does not include."


class OfferIn(Schema):
    """What a company offers, as the nation's desk was told. Who speaks for it is personal."""

    kind: str = Field(..., max_length=20, description="By the playbook, such as make or sell.")
    company: str = Field(..., min_length=1, max_length=200)
    company_number: str = Field("", max_length=20)
    name: str = Field(..., min_length=1, max_length=100)
    email: str = Field(..., min_length=3, max_length=254, pattern=r"^[^@\s]+@[^@\s]+$")
    phone: str = Field("", max_length=40)
    what: str = Field(..., min_length=1, max_length=500)
    item: str = Field("", max_length=40, description="Code of the item; empty: something else.")
    quantity: int | None = Field(None, ge=1, le=10_000_000_000)
    price: str = Field("", max_length=200)
    there_on: date | None = None


class CheckIn(Schema):
    """What was found when one thing was looked at."""

    result: Literal["passed", "failed", "waiting"]
    note: str = Field("", max_length=300)


class AnswerIn(Schema):
    """The answer, and what they are told."""

    answer: str = Field(..., max_length=20)
    told: str = Field(..., min_length=1, max_length=1000)


class CheckOut(Schema):
    """One thing to check, and what was found last; empty: nobody has looked."""

    code: str
    result: str
    note: str


class OfferOut(Schema):
    """One offer, without who speaks for the company."""

    id: int
    kind: str
    company: str
    company_number: str
    item: str | None
    what: str
    quantity: int | None
    price: str
    there_on: date | None
    received_at: datetime
    has_owner: bool
    is_mine: bool
    is_overdue: bool
    hand_overs: int
    answer: str
    answered_at: datetime | None


class OfferWholeOut(OfferOut):
    """One offer with its checks."""

    checks: list[CheckOut]


class OffersOut(Schema):
    """One page of offers, the newest first; `next_before` asks for the next, none at the end."""

    items: list[OfferOut]
    next_before: int | None


@router.get("/supply/offers", response=OffersOut)
def offers(
    request: HttpRequest,
    answer: str = "",
    before: int = BEFORE,
    limit: int = LIMIT,
) -> Any:
    """Read the offers; `answer=open` those that wait, or those with one answer."""
    by = _desk(request)
    rows = queries.offers(by.scope)
    if answer:
        rows = rows.filter(answer="" if answer == "open" else answer)
    page, following = page_of(rows, before=before, limit=limit)
    return {"items": _said(by, page), "next_before": following}


@router.get("/supply/offers/{int:offer_id}", response=OfferWholeOut)
def offer(request: HttpRequest, offer_id: int) -> Any:
    """Read one offer with its checks."""
    by = _desk(request)
    return _whole(by, found(queries.offer, by.scope, offer_id))


@router.post("/supply/offers", response={201: OfferWholeOut})
def take_in_offer(request: HttpRequest, sent: OfferIn) -> HttpResponse:
    """Hand over an offer that came elsewhere; whoever offers is told that it came."""
    _desk(request)

    def do(by: Actor, now: datetime) -> Any:
        made = operations.take_in_offer(operations.Offered(**sent.dict(), channel="api"), by=by, now=now)
        return _json(_whole(by, queries.offer(by.scope, made.pk)))

    return written(request, do, needs=DECIDE, status=201)


@router.post("/supply/offers/{int:offer_id}/take", response=DoneOut)
def take_offer(request: HttpRequest, offer_id: int) -> HttpResponse:
    """Become the owner of an offer."""

    def do(by: Actor, now: datetime) -> Any:
        operations.take_offer(offer_id, by=by, now=now)
        return done(offer_id)

    return written(request, do, needs=DECIDE)


@router.post("/supply/offers/{int:offer_id}/hand-over", response=DoneOut)
def hand_over_offer(request: HttpRequest, offer_id: int, sent: HandedOverIn) -> HttpResponse:
    """Hand an offer to somebody who may decide at its desk."""

    def do(by: Actor, now: datetime) -> Any:
        operations.hand_over_offer(offer_id, to=sent.to, why=sent.why, expected=sent.expected, by=by, now=now)
        return done(offer_id)

    return written(request, do, needs=DECIDE)


@router.post("/supply/offers/{int:offer_id}/release", response=DoneOut)
def release_offer(request: HttpRequest, offer_id: int) -> HttpResponse:
    """Let an offer be nobody's; its working day begins again."""

    def do(by: Actor, now: datetime) -> Any:
        operations.release_offer(offer_id, by=by, now=now)
        return done(offer_id)

    return written(request, do, needs=DECIDE)


@router.post("/supply/offers/{int:offer_id}/checks/{code}", response=OfferWholeOut)
def check_offer(request: HttpRequest, offer_id: int, code: str, sent: CheckIn) -> HttpResponse:
    """Write down what one check found; for its owner."""

    def do(by: Actor, now: datetime) -> Any:
        operations.check_offer(offer_id, code=code, **sent.dict(), by=by, now=now)
        return _json(_whole(by, queries.offer(by.scope, offer_id)))

    return written(request, do, needs=DECIDE)


@router.post("/supply/offers/{int:offer_id}/answer", response=OfferWholeOut)
def answer_offer(request: HttpRequest, offer_id: int, sent: AnswerIn) -> HttpResponse:
    """Answer an offer one owns; who offered gets a letter."""

    def do(by: Actor, now: datetime) -> Any:
        operations.answer_offer(offer_id, **sent.dict(), by=by, now=now)
        return _json(_whole(by, queries.offer(by.scope, offer_id)))

    return written(request, do, needs=DECIDE)


def _desk(request: HttpRequest) -> Actor:
    by = actor_with(request, DECIDE)
    if not by.scope.reach(DECIDE).national:
        raise HttpError(403, NOT_YOURS)
    return by


def _json(said: dict[str, Any]) -> Any:
    return OfferWholeOut.model_validate(said).model_dump(mode="json")


def _whole(by: Actor, one: Any) -> dict[str, Any]:
    checks = [
        {"code": each.check.code, "result": each.found.result if each.found else "",
         "note": each.found.note if each.found else ""}
        for each in queries.checks_of(by.scope, one)
    ]  # fmt: skip
    return _said(by, [one])[0] | {"checks": checks}


def _said(by: Actor, page: list[Any]) -> list[dict[str, Any]]:
    rows = queries.offers_with_owners(by.scope, page, own_key=by.key, now=timezone.now())
    plain = (
        "kind", "company", "company_number", "what", "quantity", "price", "there_on", "received_at",
        "answer", "answered_at",
    )  # fmt: skip
    return [
        {name: getattr(row.offer, name) for name in plain}
        | {
            "id": row.offer.pk, "item": row.offer.item.code if row.offer.item else None,
            "has_owner": row.held.owner is not None, "is_mine": row.held.owner == by.key,
            "is_overdue": row.is_overdue, "hand_overs": row.held.hand_overs,
        }
        for row in rows
    ]  # fmt: skip
