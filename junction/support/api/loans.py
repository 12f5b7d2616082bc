"""Loans of volunteers by machine: offer one, read them, agree, decline, take back and end. Nobody is
named here.
"""

from datetime import date, datetime
from typing import Any, Literal

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema

from junction.core.calendar import local_day
from junction.core.http.leave import actor_with, written
from junction.core.http.moments import AsAt

from ..operations import loans as operations
from ..queries import loans as queries
from ..queries.volunteers import KEEP
from ..rules.volunteering import codes, volunteering_on

router = Router(tags=["Volunteers"])
LARGEST = 2**62
ROOT = "/support/loans"
ONE = f"{ROOT}/{{int:loan_id}}"


class LoanIn(Schema):
    """Up to so many volunteers of a scheme for another, from a day until before another."""

    lender: int = Field(..., ge=1, le=LARGEST)
    borrower: int = Field(..., ge=1, le=LARGEST)
    people: int = Field(..., ge=1, le=1_000_000)
    starts_on: date
    ends_on: date
    skills: list[str] = Field(
        default_factory=list, max_length=50, description="Any of them; none is anybody."
    )
    terms: str = Field("", max_length=300, description="Names nobody.")


class WhyIn(Schema):
    """Why, by a code of the rules for loans."""

    why: str = Field(..., max_length=20)


class LoanOut(Schema):
    """A loan, how it stands, and how many volunteers were asked and said yes."""

    id: int
    lender: int
    borrower: int
    people: int
    skills: list[str]
    terms: str
    starts_on: date
    ends_on: date
    state: str
    why: str
    offered_at: datetime
    limit_at: datetime
    were_asked: int
    said_yes: int


@router.get(ROOT, response=list[LoanOut])
def list_loans(
    request: HttpRequest, as_at: AsAt | None = None,
    state: Literal["", "offered", "agreed", "declined", "withdrawn", "lapsed", "ended"] = "",
    side: Literal["", "lender", "borrower"] = Query("", description="Lent, or borrowed, by one's schemes."),
    after: int = Query(0, ge=0, le=LARGEST, description="The last number of the page before."),
    limit: int = Query(200, ge=1, le=1000),
) -> list[dict[str, Any]]:  # fmt: skip
    """Read loans from and to one's schemes by number, now or with the state they had at a moment; who was
    asked and said yes is as it is now.
    """
    scope = actor_with(request, KEEP).scope
    rows: Any = queries.loans(scope, as_at=as_at).filter(pk__gt=after).order_by("pk")
    rows = rows.filter(then_state=state) if state else rows
    rows = queries.of_side(scope, rows, side) if side else rows
    return [_out(one) for one in rows[:limit]]


@router.get(ONE, response=LoanOut)
def get_loan(request: HttpRequest, loan_id: int) -> dict[str, Any]:
    """Read one loan."""
    try:
        return _out(queries.one_loan(actor_with(request, KEEP).scope, loan_id))
    except ObjectDoesNotExist as missing:
        raise Http404 from missing


@router.post(ROOT, response={201: dict[str, int]})
def post_loan(request: HttpRequest, sent: LoanIn) -> HttpResponse:
    """Offer volunteers of one's scheme to another."""
    asked = operations.Lending(**sent.dict())
    return written(request, KEEP, lambda by, now: {"id": operations.offer_loan(asked, by=by, now=now).pk})


@router.post(f"{ONE}/agree", response={201: dict[str, str]})
def agree_loan(request: HttpRequest, loan_id: int) -> HttpResponse:
    """Agree for the borrower; the volunteers are asked."""
    return written(request, KEEP,
                   lambda by, now: _state(operations.agree_loan(loan_id, by=by, now=now)))  # fmt: skip


@router.post(f"{ONE}/decline", response={201: dict[str, str]})
def decline_loan(request: HttpRequest, loan_id: int, sent: WhyIn) -> HttpResponse:
    """Decline for the borrower."""
    why = sent.why
    return written(
        request, KEEP, lambda by, now: _state(operations.decline_loan(loan_id, why=why, by=by, now=now))
    )


@router.post(f"{ONE}/withdraw", response={201: dict[str, str]})
def withdraw_loan(request: HttpRequest, loan_id: int) -> HttpResponse:
    """Take an offer back for the lender."""
    return written(request, KEEP,
                   lambda by, now: _state(operations.withdraw_loan(loan_id, by=by, now=now)))  # fmt: skip


@router.post(f"{ONE}/end", response={201: dict[str, str]})
def end_loan(request: HttpRequest, loan_id: int, sent: WhyIn) -> HttpResponse:
    """End a loan before its day, for either side."""
    why = sent.why
    return written(
        request, KEEP, lambda by, now: _state(operations.end_loan(loan_id, why=why, by=by, now=now))
    )


def _state(one: Any) -> dict[str, str]:
    return {"state": one.state}


def _out(one: Any) -> dict[str, Any]:
    plain = ("terms", "starts_on", "ends_on", "why", "offered_at", "limit_at")
    book = volunteering_on(local_day(one.offered_at))
    return {name: getattr(one, name) for name in plain} | {
        "id": one.pk, "lender": one.lender_id, "borrower": one.borrower_id, "people": one.asked,
        "skills": codes(book.skills, one.skills), "state": one.then_state, "were_asked": one.people,
        "said_yes": one.yes,
    }  # fmt: skip
