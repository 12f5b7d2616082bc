"""National issues by machine: where each stands, raising, joining, deciding, answering, publishing."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router, Schema

from junction.core.calendar import local_day
from junction.core.http.moments import AsAt
from junction.core.pages.context import actor_of

from ..operations import national as operations
from ..queries import national as queries
from ..queries.reach import RAISE
from ..rules.national import national_rules
from .writing import AddedOut, After, HomeOut, Limit, PartyIn, party_from, reader, with_homes, written

router = Router(tags=["National issues"])
ONE = "/assurance/national-issues/{int:number}"


class IssueOut(Schema):
    """An issue; `promised_for` is null where a promise names no day."""

    id: int
    title: str
    text: str
    theme: str
    state: str
    is_late: bool
    decide_by: date
    answer_by: date
    said_on: date | None
    promised_for: date | None
    raised_times: int
    raised_at: datetime
    has_it: HomeOut


class IssueIn(PartyIn):
    """An issue to be raised; `is_new`: none of those that look alike (409 names them) is the same."""

    title: str = Field(..., max_length=200)
    text: str = Field(..., max_length=4000)
    theme: str = Field(..., max_length=20)
    is_new: bool = False


class JoinIn(PartyIn):
    """Who meets it too."""

    note: str = Field("", max_length=2000)


class RulingIn(Schema):
    """Whether it needs one national answer."""

    needs_one: bool
    decided_by: str = Field(..., max_length=200, description="The post, not a name.")
    decided_on: date
    why: str = Field(..., max_length=2000)


class ResponseIn(Schema):
    """A promise (`due_on`: the day it names, if any) or the answer."""

    kind: str = Field(..., max_length=20)
    text: str = Field(..., max_length=8000)
    said_by: str = Field(..., max_length=200, description="The post, not a name.")
    said_on: date
    due_on: date | None = None


class PublicationIn(Schema):
    """To whom the newest answer was published."""

    audience: str = Field(..., max_length=20)
    published_on: date
    how: str = Field(..., max_length=300)


@router.get("/assurance/national-issues", response=list[IssueOut])
def national_issues(
    request: HttpRequest,
    state: str = "",
    late: bool | None = None,
    as_at: AsAt | None = None,
    after: int = After,
    limit: int = Limit,
) -> Any:
    """National issues in reach, by number, as they stood at a moment."""
    scope, now = reader(request), timezone.now()
    at = as_at or now
    rows: Any = queries.issues(scope, as_at=as_at, now=now).filter(pk__gt=after).order_by("pk")
    rows = rows.filter(state=state) if state else rows
    rows = rows if late is None else rows.filter(is_late=late)
    finder = national_rules(local_day(at)).finder
    found = with_homes(request, list(rows[:limit]), kind=queries.SUBJECT, finder=finder, at=at, now=now)
    return [_issue(one) | {"has_it": home} for one, home in found]


def _issue(one: Any) -> dict[str, Any]:
    return {name: getattr(one, name) for name in IssueOut.model_fields if name not in ("id", "has_it")} | {
        "id": one.pk
    }


@router.post("/assurance/national-issues", response={201: AddedOut})
def raise_national_issue(request: HttpRequest, sent: IssueIn) -> HttpResponse:
    """Raise an issue. 409 names, as `alike`, those it may be the same as."""
    by, now, typed = actor_of(request), timezone.now(), sent.dict()

    def work() -> Any:
        return operations.raise_national_issue(operations.Raised(party_from(typed), **typed), by=by, now=now)

    return written(request, work, permission=RAISE, by=by, now=now)


@router.post(f"{ONE}/raisings", response={201: AddedOut})
def join_national_issue(request: HttpRequest, number: int, sent: JoinIn) -> HttpResponse:
    """Say that another party meets it too."""
    by, now, typed = actor_of(request), timezone.now(), sent.dict()

    def work() -> Any:
        return operations.join_national_issue(number, party_from(typed), **typed, by=by, now=now)

    return written(request, work, permission=RAISE, by=by, now=now)


@router.post(f"{ONE}/rulings", response={201: AddedOut})
def rule_on_issue(request: HttpRequest, number: int, sent: RulingIn) -> HttpResponse:
    """Decide whether it needs one national answer."""
    by, now = actor_of(request), timezone.now()
    return written(request, lambda: operations.rule_on_issue(number, **sent.dict(), by=by, now=now),
                   permission=RAISE, by=by, now=now)  # fmt: skip


@router.post(f"{ONE}/responses", response={201: AddedOut})
def respond_to_issue(request: HttpRequest, number: int, sent: ResponseIn) -> HttpResponse:
    """Write down a promise or the answer."""
    by, now = actor_of(request), timezone.now()
    said = operations.Answered(**sent.dict())
    return written(request, lambda: operations.respond_to_issue(number, said, by=by, now=now),
                   permission=RAISE, by=by, now=now)  # fmt: skip


@router.post(f"{ONE}/publications", response={201: AddedOut})
def publish_answer(request: HttpRequest, number: int, sent: PublicationIn) -> HttpResponse:
    """Say to whom the newest answer was published."""
    by, now = actor_of(request), timezone.now()
    return written(request, lambda: operations.publish_answer(number, **sent.dict(), by=by, now=now),
                   permission=RAISE, by=by, now=now)  # fmt: skip
