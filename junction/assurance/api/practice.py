"""Practice-quality reviews by machine: how councils keep up, what was found, writing a review down."""

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from junction.assurance.operations.practice import Practice, review_practice
from junction.assurance.queries import practice as queries
from junction.assurance.rules.practice import practice_rules
from junction.core.calendar import local_day
from junction.core.http.once import once
from junction.core.playbook import NoRuleInForce

from .learning import writer
from .requirements import found, moment_of, scope_of

router = Router(tags=["Practice"])


class PracticeIn(Schema):
    """What was looked at, what was found, what changes, and who signs by post."""

    area: str = Field(..., pattern=r"^[A-Z]\d{8}$")
    reviewed_on: date
    frameworks: list[str] = Field(..., min_length=1, max_length=20)
    found: str = Field(..., max_length=4000)
    changes: str = Field("", max_length=4000)
    next_steps: str = Field("", max_length=2000)
    signer: str = Field(..., max_length=20)
    why: str = Field("", max_length=1000, description="Needed when the week has a review already.")


class PracticeOut(Schema):
    """The review of one week."""

    id: int
    area: str
    week_on: date
    reviewed_on: date
    frameworks: list[str]
    found: str
    changes: str
    next_steps: str
    signer: str
    why: str
    recorded_at: datetime


class KeepingUpOut(Schema):
    """How a council keeps up: never, missed or every; the first days of the weeks it missed."""

    area: str
    name: str
    state: str
    missed: list[date]
    last_reviewed_on: date | None


@router.get("/assurance/practice-reviews", response=list[PracticeOut])
def list_practice(
    request: HttpRequest, area: str = Query("", max_length=9), as_at: str = "",
    after: int = Query(0, ge=0, le=2**62, description="The last number of the page before."),
    limit: int = Query(200, ge=1, le=1000),
) -> Any:  # fmt: skip
    """Read the reviews of councils in reach as they stand, by number."""
    rows = queries.practice_reviews(scope_of(request), as_at=moment_of(as_at)).filter(pk__gt=after)
    rows = rows.filter(area=area) if area else rows
    return [_practice(one) for one in rows.order_by("pk")[:limit]]


@router.get("/assurance/practice-reviews/councils", response=list[KeepingUpOut])
def list_keeping_up(request: HttpRequest, as_at: str = "") -> Any:
    """Read how each council in reach keeps up, and which weeks it missed."""
    scope, moment = scope_of(request), moment_of(as_at)
    day = local_day(moment or timezone.now())
    try:
        rules = practice_rules(day)
    except NoRuleInForce:
        raise Http404 from None
    return [
        {"area": one.code, "name": one.name, "state": one.state,
         "missed": [week.begins_on for week in one.missed],
         "last_reviewed_on": one.last.reviewed_on if one.last else None}
        for one in queries.keeping_up(scope, rules, day=day, as_at=moment)
    ]  # fmt: skip


@router.post("/assurance/practice-reviews", response={201: PracticeOut})
def send_practice_review(request: HttpRequest, sent: PracticeIn) -> HttpResponse:
    """Write down one's council's review of a week."""
    by, now = writer(request), timezone.now()
    values = sent.dict()
    why = values.pop("why")

    def work() -> tuple[int, Any]:
        made = found(review_practice, Practice(**values), why=why, by=by, now=now)
        return 201, PracticeOut(**_practice(made)).model_dump(mode="json")

    return once(request, by=by, now=now, work=work)


def _practice(one: Any) -> dict[str, Any]:
    names = ("week_on", "reviewed_on", "frameworks", "found", "changes", "next_steps", "signer", "why",
             "recorded_at")  # fmt: skip
    return {"id": one.pk, "area": one.area_id, **{name: getattr(one, name) for name in names}}
