"""Offers of help by machine: hand one over, read them, take, answer and pass one on, say what was used.

How to reach who offers is told to nobody here.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Literal

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from junction.core.http.leave import actor_with, written
from junction.core.http.moments import AsAt
from junction.core.scope import Actor

from ..operations import offer_passing as passing
from ..operations import offers as operations
from ..queries import offers as queries
from ..queries.offer_desks import OFFERS
from ..queries.offers import SEE

router = Router(tags=["Offers of help"])
LARGEST = 2**62
ROOT = "/support/offers"
ONE = f"{ROOT}/{{int:offer_id}}"
PLAIN = (
    "reference", "kind", "staff_kind", "company", "what", "quantity", "used", "price_basis", "price",
    "conditions", "starts_on", "ends_on", "received_at", "elsewhere", "step", "homeless_since",
    "promised_at", "due_at", "passes", "escalations", "raised_at", "state", "answered_at", "declined_why",
    "told",
)  # fmt: skip


class HelpOfferIn(Schema):
    """What a business or group offers; codes by the rules for offers. An email or a phone is needed."""

    kind: str = Field(..., max_length=20)
    staff_kind: str = Field("", max_length=20, description="Where staff are offered: which.")
    company: str = Field(..., min_length=1, max_length=200)
    what: str = Field(..., min_length=1, max_length=1000)
    quantity: int = Field(..., ge=1, le=1_000_000)
    price_basis: str = Field(..., max_length=20)
    price: str = Field("", max_length=200)
    conditions: str = Field("", max_length=1000)
    area: str = Field("", pattern=r"^([A-Z]\d{8})?$", description="The council's code; empty: anywhere.")
    starts_on: date
    ends_on: date | None = Field(None, description="The last day; none: as the rules say.")
    name: str = Field(..., min_length=1, max_length=100)
    email: str = Field("", max_length=254, pattern=r"^([^@\s]+@[^@\s]+)?$")
    phone: str = Field("", max_length=40)
    elsewhere: str = Field("", max_length=40, description="Such as supply-offer:12.")


class HelpOfferMadeOut(Schema):
    """What who offers is told. The address of their private page is given once."""

    id: int
    reference: str
    link: str
    owner: str
    has_home: bool
    promised_at: datetime


class OwnerOut(Schema):
    """Somebody who has or had it, since when, and why it came to them."""

    name: str
    since: datetime
    until: datetime | None
    why: str


class HelpOfferOut(Schema):
    """An offer, and who has it; who speaks for the business is on no list."""

    id: int
    reference: str
    kind: str
    staff_kind: str
    company: str
    what: str
    quantity: int
    used: int
    price_basis: str
    price: str
    conditions: str
    area: str | None
    starts_on: date
    ends_on: date
    received_at: datetime
    elsewhere: str
    desk: str | None
    step: str
    owner: str
    owned_since: datetime
    is_mine: bool
    homeless_since: datetime | None
    promised_at: datetime
    due_at: datetime
    is_late: bool
    passes: int
    escalations: int
    raised_at: datetime | None
    state: str
    answered_at: datetime | None
    declined_why: str
    told: str
    owners: list[OwnerOut]


class HelpAnswerIn(Schema):
    """The answer by its code, what they are told and, to decline, why by a code."""

    answer: str = Field(..., max_length=20)
    told: str = Field(..., min_length=1, max_length=1000)
    declined_why: str = Field("", max_length=20)


class PassOnIn(Schema):
    """To whom: a person at its desk (user:12) or a desk (desk:E08000009, desk:nation), and why.

    `expected` is the owner it is taken from, where the caller knows: of two at once one is refused.
    """

    to: str = Field(..., min_length=1, max_length=100)
    why: str = Field(..., min_length=1, max_length=300)
    expected: str = Field("", max_length=100)


class UsedIn(Schema):
    """How much was used, by which body, on which day, for which need by its reference."""

    quantity: int = Field(..., ge=1, le=1_000_000)
    used_by: str = Field(..., min_length=1, max_length=200)
    used_on: date
    need: str = Field("", max_length=9)


@router.post(ROOT, response={201: HelpOfferMadeOut})
def post_help_offer(request: HttpRequest, sent: HelpOfferIn) -> HttpResponse:
    """Hand over one offer. It has a named owner at once, and who offers gets a letter."""

    def do(by: Actor, now: datetime) -> Any:
        made = operations.make_offer(operations.HelpOffered(**sent.dict(), channel="api"), by=by, now=now)
        row = queries.with_owners(by.scope, [made.offer], now=now)[0]
        return {
            "id": made.offer.pk, "reference": made.offer.reference, "owner": row.name,
            "link": settings.PUBLIC_ADDRESS + reverse("support:offer-status", args=[made.token]),
            "has_home": made.offer.homeless_since is None, "promised_at": made.offer.promised_at.isoformat(),
        }  # fmt: skip

    return written(request, OFFERS, do, opens_a_door=True)


@router.get(ROOT, response=list[HelpOfferOut])
def list_help_offers(
    request: HttpRequest,
    state: Literal["", "open", "accepted", "used", "declined", "lapsed", "withdrawn"] = "",
    is_passed_round: bool = False,
    as_at: AsAt | None = None,
    after: int = Query(0, ge=0, le=LARGEST, description="The last number of the page before."),
    limit: int = Query(200, ge=1, le=1000),
) -> list[dict[str, Any]]:
    """Offers in reach by number, with who has each since when and all who had it; now or as at a moment."""
    by, read = actor_with(request, SEE), queries.passed_round if is_passed_round else queries.offers
    rows: Any = read(by.scope, as_at=as_at)
    rows = rows.filter(then_state=state) if state else rows
    return _out(by, rows.filter(pk__gt=after).order_by("pk")[:limit], as_at)


@router.get(ONE, response=HelpOfferOut)
def get_help_offer(request: HttpRequest, offer_id: int, as_at: AsAt | None = None) -> dict[str, Any]:
    """One offer, now or as at a moment."""
    by = actor_with(request, SEE)
    return _whole(by, offer_id, as_at)


@router.post(f"{ONE}/take", response={201: HelpOfferOut})
def take_help_offer(request: HttpRequest, offer_id: int) -> HttpResponse:
    """Become its owner; whoever had it does so no more, and that is counted."""
    return _done(request, offer_id, lambda **who: passing.take_offer(offer_id, **who))


@router.post(f"{ONE}/pass-on", response={201: HelpOfferOut})
def pass_on_help_offer(request: HttpRequest, offer_id: int, sent: PassOnIn) -> HttpResponse:
    """Pass it to a person at its desk or to another desk, with a reason. It is counted."""
    return _done(request, offer_id, lambda **who: passing.pass_on(offer_id, **sent.dict(), **who))


@router.post(f"{ONE}/answer", response={201: HelpOfferOut})
def answer_help_offer(request: HttpRequest, offer_id: int, sent: HelpAnswerIn) -> HttpResponse:
    """Answer an offer one has; who offers gets a letter."""
    said = operations.OfferAnswer(**sent.dict())
    return _done(request, offer_id, lambda **who: operations.answer_offer(offer_id, said, **who))


@router.post(f"{ONE}/uses", response={201: HelpOfferOut})
def use_help_offer(request: HttpRequest, offer_id: int, sent: UsedIn) -> HttpResponse:
    """Write down that some of an accepted offer was used."""
    used = operations.Used(**sent.dict())
    return _done(request, offer_id, lambda **who: operations.use_offer(offer_id, used, **who))


def _done(request: HttpRequest, offer_id: int, work: Callable[..., Any]) -> HttpResponse:
    """Do something to one offer, and answer with how it stands then."""

    def do(by: Actor, now: datetime) -> Any:
        work(by=by, now=now)
        return HelpOfferOut.model_validate(_whole(by, offer_id)).model_dump(mode="json")

    return written(request, OFFERS, do)


def _whole(by: Actor, offer_id: int, as_at: datetime | None = None) -> dict[str, Any]:
    try:
        return _out(by, [queries.one_offer(by.scope, offer_id, as_at=as_at)], as_at)[0]
    except ObjectDoesNotExist as missing:
        raise Http404 from missing


def _out(by: Actor, found: Any, as_at: datetime | None = None) -> list[dict[str, Any]]:
    rows = queries.with_owners(by.scope, found, now=timezone.now(), as_at=as_at)
    return [
        {name: getattr(row.offer, name) for name in PLAIN}
        | ({} if row.is_answered else {"answered_at": None, "declined_why": "", "told": ""})
        | {
            "state": row.state, "step": row.offer.then_step, "due_at": row.due_at, "passes": row.passes,
            "homeless_since": row.homeless_since, "escalations": row.offer.then_escalations,
            "raised_at": row.offer.raised_at if row.is_raised else None, "desk": row.offer.then_area,
            "id": row.offer.pk, "area": row.offer.area_id, "owner": row.name,
            "owned_since": row.since, "is_mine": row.owner == by.key, "is_late": row.is_late,
            "owners": [
                {"name": row.names[span.owner], "since": span.owned_from, "until": span.owned_until,
                 "why": span.reason}
                for span in row.spans
            ],
        }
        for row in rows
    ]  # fmt: skip
