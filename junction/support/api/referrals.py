"""Referrals by machine: send one, read them, accept, decline and take one back. Nobody is named here."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from junction.core.http.leave import actor_with
from junction.core.http.once import once
from junction.core.pages.context import actor_of
from junction.core.scope import Actor

from ..operations import referrals as operations
from ..queries import referrals as queries
from ..queries.needs import ANSWER
from ..queries.referrals import REFER

router = Router(tags=["Referrals"])
LARGEST = 2**62
ROOT = "/support/referrals"
ONE = f"{ROOT}/{{int:referral_id}}"


class ReferralIn(Schema):
    """Which need goes to which service. Without the person's consent nothing is sent."""

    need: int = Field(..., ge=1, le=LARGEST)
    service: UUID
    has_consent: bool
    way: str = Field("", max_length=20, description="How it suits them to have it: a way of the service.")
    words: str = Field("", max_length=1000, description="What the service must know; kept as personal.")


class DeclineIn(Schema):
    """Why, by a code of the rules for referrals, and words for the call taker."""

    why: str = Field(..., max_length=30)
    note: str = Field("", max_length=1000)


class AcceptIn(Schema):
    """Words for the call taker."""

    note: str = Field("", max_length=1000)


class TakeBackIn(Schema):
    """Why it is taken back."""

    note: str = Field(..., min_length=1, max_length=1000)


class ReferralOut(Schema):
    """A referral and how it stands; `need` is the need's reference."""

    id: int
    reference: str
    need: str
    category: str
    area: str
    service: UUID
    service_name: str
    way: str
    state: str
    declined_why: str
    sent_at: datetime
    limit_at: datetime
    state_at: datetime


@router.post(ROOT, response={201: ReferralOut})
def post_referral(request: HttpRequest, sent: ReferralIn) -> HttpResponse:
    """Send one referral."""
    sending = operations.Sending(**sent.dict())
    return _written(request, ANSWER, lambda **who: operations.send_referral(sending, **who))


@router.get(ROOT, response=list[ReferralOut])
def list_referrals(
    request: HttpRequest,
    state: Literal["", "sent", "accepted", "declined", "lapsed", "withdrawn"] = "",
    side: Literal["", "answer", "sent"] = Query("", description="To answer, or sent by one's helpline."),
    after: int = Query(0, ge=0, le=LARGEST, description="The last number of the page before."),
    limit: int = Query(200, ge=1, le=1000),
) -> list[dict[str, Any]]:
    """Referrals in reach of either side, by number."""
    by = _reader(request)
    rows = queries.referrals(by.scope).filter(pk__gt=after).order_by("pk")
    rows = rows.filter(state=state) if state else rows
    rows = queries.of_side(by.scope, rows, side) if side else rows
    return [_out(one) for one in rows[:limit]]


@router.get(ONE, response=ReferralOut)
def get_referral(request: HttpRequest, referral_id: int) -> dict[str, Any]:
    """One referral."""
    by = _reader(request)
    try:
        return _out(queries.one_referral(by.scope, referral_id))
    except ObjectDoesNotExist as missing:
        raise Http404 from missing


@router.post(f"{ONE}/accept", response={201: ReferralOut})
def accept_referral(request: HttpRequest, referral_id: int, sent: AcceptIn) -> HttpResponse:
    """Say that the service helps."""
    said = sent.dict()
    return _written(request, REFER, lambda **who: operations.accept_referral(referral_id, **said, **who))


@router.post(f"{ONE}/decline", response={201: ReferralOut})
def decline_referral(request: HttpRequest, referral_id: int, sent: DeclineIn) -> HttpResponse:
    """Say that the service cannot, and why."""
    said = sent.dict()
    return _written(request, REFER, lambda **who: operations.decline_referral(referral_id, **said, **who))


@router.post(f"{ONE}/take-back", response={201: ReferralOut})
def withdraw_referral(request: HttpRequest, referral_id: int, sent: TakeBackIn) -> HttpResponse:
    """Take a referral back that was sent from here."""
    said = sent.dict()
    return _written(request, ANSWER, lambda **who: operations.withdraw_referral(referral_id, **said, **who))


def _reader(request: HttpRequest) -> Actor:
    by: Actor = actor_of(request)
    if not (by.scope.may(REFER) or by.scope.may(ANSWER)):
        raise PermissionDenied
    return by


def _written(request: HttpRequest, permission: str, do: Callable[..., Any]) -> HttpResponse:
    """Do one write once for its key; what is out of reach does not exist."""
    by, now = actor_with(request, permission), timezone.now()

    def work() -> tuple[int, Any]:
        try:
            made = do(by=by, now=now)
        except ObjectDoesNotExist as missing:
            raise Http404 from missing
        shown = _out(queries.one_referral(by.scope, made.pk))
        return 201, ReferralOut.model_validate(shown).model_dump(mode="json")

    return once(request, by=by, now=now, work=work)


def _out(one: Any) -> dict[str, Any]:
    plain = ("reference", "way", "state", "declined_why", "sent_at", "limit_at", "state_at")
    return {name: getattr(one, name) for name in plain} | {
        "id": one.pk, "need": one.need.reference, "category": one.need.category, "area": one.need.area_id,
        "service": one.service_id, "service_name": one.service.name,
    }  # fmt: skip
