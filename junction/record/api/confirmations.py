"""Letters of confirmation by machine: what is asked, where everybody stands, and writing a letter down."""

from datetime import date
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router, Schema

from junction.core.calendar import local_day
from junction.core.http.leave import actor_with
from junction.core.http.moments import AsAt
from junction.core.http.once import once

from ..operations.confirmations import Letter, confirm
from ..queries import confirmations as queries
from ..queries.documents import KEEP, SEE
from ..rules.confirmations import confirmation_rules, state_of

router = Router(tags=["Record"])


class RequestOut(Schema):
    """What is to be confirmed."""

    id: int
    title: str
    asks: str
    asked_of: str
    area: str | None = Field(None, description="Those inside it are asked; null: the nation.")
    asked_on: date
    due_on: date
    gates: str


class StandingOut(Schema):
    """Where one area stands; the days are null while no letter came."""

    area: str
    name: str
    state: str
    sent_on: date | None
    received_on: date | None
    signed_by: str | None
    key_issues: str | None
    document: int | None


class LetterIn(Schema):
    """A letter that came."""

    area: str = Field(..., pattern=r"^[A-Z]\d{8}$")
    sent_on: date
    received_on: date
    signed_by: str = Field(..., min_length=1, max_length=200, description="The post, not a name.")
    key_issues: str = Field("", max_length=8000)
    document: int | None = Field(None, ge=1, le=2**62)


class LetterOut(Schema):
    """The letter as it is written down."""

    id: int
    state: str


@router.get("/record/confirmation-requests", response=list[RequestOut])
def confirmation_requests(request: HttpRequest, as_at: AsAt | None = None) -> Any:
    """What is to be confirmed, in reach."""
    return [_request(one) for one in queries.requests(actor_with(request, SEE).scope, as_at=as_at)]


@router.get("/record/confirmation-requests/{int:request_id}/areas", response=list[StandingOut])
def confirmation_areas(request: HttpRequest, request_id: int, as_at: AsAt | None = None) -> Any:
    """Where everybody asked stands."""
    scope = actor_with(request, SEE).scope
    day = local_day(as_at or timezone.now())
    try:
        one = queries.request(scope, request_id, as_at=as_at)
    except ObjectDoesNotExist:
        raise Http404 from None
    rows = queries.asked(scope, one, confirmation_rules(one.asked_on), day=day, as_at=as_at)
    return [
        {"area": row.code, "name": row.name, "state": state_of(one.due_on, row.letter_sent_on, day=day)}
        | {name: getattr(row, f"letter_{name}") for name in queries.COLUMNS}
        for row in rows
    ]


@router.post("/record/confirmation-requests/{int:request_id}/letters", response={200: LetterOut})
def write_letter(request: HttpRequest, request_id: int, said: LetterIn) -> HttpResponse:
    """Write a letter down; what is written already changes nothing."""
    by, now = actor_with(request, KEEP), timezone.now()

    def work() -> tuple[int, Any]:
        try:
            made = confirm(request_id, Letter(**said.dict()), by=by, now=now)
        except ObjectDoesNotExist as missing:
            raise Http404 from missing
        state = state_of(made.request.due_on, made.sent_on, day=local_day(now))
        return 200, {"id": made.pk, "state": state}

    return once(request, by=by, now=now, work=work)


def _request(one: Any) -> dict[str, Any]:
    said = {name: getattr(one, name) for name in RequestOut.model_fields if hasattr(one, name)}
    return said | {"area": one.area_id}
