"""Support by link workers by machine: whom a team supports, one of them, each step; nobody is named here."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema

from junction.core.http.leave import actor_with, written
from junction.core.http.moments import AsAt
from junction.core.pages.furniture import the
from junction.core.scope import Actor

from ..operations import linking as operations
from ..operations.referrals import Sending
from ..queries.linking import LINK, link_cases, one_link_case

router = Router(tags=["Referrals"])
LARGEST = 2**62
ROOT = "/support/people"
ONE = f"{ROOT}/{{int:case_id}}"


class SupportedOut(Schema):
    """Somebody whom a team supports; `referral` and `need` are references, `outcome` a code of the rules."""

    id: int
    referral: str
    need: str
    category: str
    area: str
    team: int
    begun_at: datetime
    is_over: bool
    outcome: str
    contact_due_on: date | None


class BeginIn(Schema):
    """The number of a referral that was sent to the team."""

    referral: int = Field(..., ge=1, le=LARGEST)


class ContactIn(Schema):
    """By which way, by the codes of the rules, whether they were reached, and when next."""

    way: str = Field(..., max_length=20)
    reached: bool
    note: str = Field("", max_length=4000, description="Kept as personal; the team alone reads it.")
    due_on: date | None = None


class WordsIn(Schema):
    """Words of theirs, kept as personal."""

    words: str = Field(..., min_length=1, max_length=4000)


class LinkIn(Schema):
    """A service of the directory; with `refers`, it is referred to, which takes their consent."""

    service: UUID
    refers: bool = False
    has_consent: bool = False
    words: str = Field("", max_length=1000, description="What the service must know; kept as personal.")


class EndIn(Schema):
    """How it ends, by a code of the rules."""

    outcome: str = Field(..., max_length=20)
    note: str = Field("", max_length=4000)


@router.get(ROOT, response=list[SupportedOut])
def list_supported(
    request: HttpRequest,
    as_at: AsAt | None = None,
    after: int = Query(0, ge=0, le=LARGEST),
    limit: int = Query(200, ge=1, le=1000),
) -> list[dict[str, Any]]:
    """Whom one's teams support or supported, by number; with `as_at`, as it stood then."""
    found = link_cases(actor_with(request, LINK).scope, as_at=as_at).filter(pk__gt=after)
    return [_out(one) for one in found.order_by("pk")[:limit]]


@router.get(ONE, response=SupportedOut)
def get_supported(request: HttpRequest, case_id: int) -> dict[str, Any]:
    """One of them."""
    return _out(the(one_link_case, actor_with(request, LINK).scope, case_id))


@router.post(ROOT, response={201: dict[str, int]})
def post_supported(request: HttpRequest, sent: BeginIn) -> HttpResponse:
    """Take somebody on who was referred. 409 where somebody of the team did before."""
    return _written(request, lambda **who: operations.begin_link(sent.referral, **who))


@router.post(f"{ONE}/contacts", response={201: dict[str, int]})
def post_contact(request: HttpRequest, case_id: int, sent: ContactIn) -> HttpResponse:
    """Write down that they were spoken with, or not reached."""
    said = operations.LinkContact(**sent.dict())
    return _written(request, lambda **who: operations.speak_with(case_id, said, **who))


@router.post(f"{ONE}/plan", response={201: dict[str, int]})
def post_plan(request: HttpRequest, case_id: int, sent: WordsIn) -> HttpResponse:
    """Write down what matters to them."""
    return _written(request, lambda **who: operations.write_plan(case_id, words=sent.words, **who))


@router.post(f"{ONE}/reviews", response={201: dict[str, int]})
def post_review(request: HttpRequest, case_id: int, sent: WordsIn) -> HttpResponse:
    """Write down how they find that it goes."""
    return _written(request, lambda **who: operations.review_link(case_id, words=sent.words, **who))


@router.post(f"{ONE}/services", response={201: dict[str, int]})
def post_link(request: HttpRequest, case_id: int, sent: LinkIn) -> HttpResponse:
    """Link them to a service."""
    scope = actor_with(request, LINK).scope
    need = the(one_link_case, scope, case_id).referral.need_id
    sending = Sending(need, sent.service, sent.has_consent, sent.words) if sent.refers else None
    return _written(
        request, lambda **who: operations.link_to_service(case_id, sent.service, sent=sending, **who)
    )


@router.post(f"{ONE}/take-over", response={201: dict[str, int]})
def post_take_over(request: HttpRequest, case_id: int) -> HttpResponse:
    """See to them in place of a colleague."""
    return _written(request, lambda **who: operations.take_over_link(case_id, **who))


@router.post(f"{ONE}/end", response={201: dict[str, int]})
def post_end(request: HttpRequest, case_id: int, sent: EndIn) -> HttpResponse:
    """End the support by an outcome."""
    said = sent.dict()
    return _written(request, lambda **who: operations.end_link(case_id, **said, **who))


def _written(request: HttpRequest, do: Any) -> HttpResponse:
    def work(by: Actor, now: datetime) -> dict[str, int]:
        return {"id": do(by=by, now=now).pk}

    return written(request, LINK, work)


def _out(one: Any) -> dict[str, Any]:
    is_over = one.is_over
    return {
        "id": one.pk, "referral": one.referral.reference, "need": one.referral.need.reference,
        "category": one.referral.need.category, "area": one.referral.need.area_id, "team": one.team_id,
        "begun_at": one.begun_at, "is_over": is_over, "outcome": one.outcome if is_over else "",
        "contact_due_on": None if is_over else one.then_due,
    }  # fmt: skip
