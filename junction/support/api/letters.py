"""Letters by machine: those issued, issuing one, withdrawing it. Whose one is stands on its page only."""

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from junction.core.http.leave import actor_with, written
from junction.core.http.moments import AsAt
from junction.core.scope import Actor

from ..operations.letters import issue_letter, withdraw_letter
from ..queries.letters import letters
from ..queries.needs import ANSWER, needs
from .helpline import CodeIn

router = Router(tags=["Helpline"])
LARGEST = 2**62


class LetterIn(Schema):
    """A letter for somebody of a need, or of a council."""

    kind: str = Field(..., max_length=20)
    name: str = Field(..., min_length=1, max_length=100)
    area: str = Field("", pattern=r"^([A-Z]\d{8})?$")
    need: int | None = Field(None, ge=1, le=LARGEST)


class LetterOut(Schema):
    """The code that stands on it, and the first day on which it does not hold."""

    id: int
    code: str
    valid_until: date


class LetterShown(Schema):
    """A letter by its code. Whose it is stands on its page only."""

    id: int
    kind: str
    code: str
    area: str
    issued_at: datetime
    valid_until: date
    withdrawn_at: datetime | None
    withdrawn_why: str


@router.get("/support/letters", response=list[LetterShown])
def list_letters(
    request: HttpRequest, as_at: AsAt | None = None, after: int = Query(0, ge=0, le=LARGEST)
) -> list[dict[str, Any]]:
    """Letters of one's areas by number, now or as they were at a moment."""
    by = actor_with(request, ANSWER)
    rows = letters(by.scope, as_at=as_at).filter(pk__gt=after).order_by("pk")
    return [_letter(one, as_at or timezone.now()) for one in rows[:200]]


@router.post("/support/letters", response={201: LetterOut})
def post_letter(request: HttpRequest, sent: LetterIn) -> HttpResponse:
    """Issue a letter whose code anybody may check."""

    def work(by: Actor, now: datetime) -> dict[str, Any]:
        if sent.need is not None and not needs(by.scope, permission=ANSWER).filter(pk=sent.need).exists():
            raise Http404
        made = issue_letter(**sent.dict(), by=by, now=now)
        return {"id": made.pk, "code": made.code, "valid_until": made.valid_until.isoformat()}

    return written(request, ANSWER, work)


@router.post("/support/letters/{int:letter_id}/withdraw", response={201: LetterShown})
def post_withdraw(request: HttpRequest, letter_id: int, sent: CodeIn) -> HttpResponse:
    """Let a letter hold no more."""

    def work(by: Actor, now: datetime) -> dict[str, Any]:
        return _letter(withdraw_letter(letter_id, why=sent.why, by=by, now=now), now)

    return written(request, ANSWER, work, LetterShown)


def _letter(one: Any, at: datetime) -> dict[str, Any]:
    names = ("kind", "code", "issued_at", "valid_until")
    is_withdrawn = one.withdrawn_at is not None and one.withdrawn_at <= at
    return {name: getattr(one, name) for name in names} | {
        "id": one.pk, "area": one.area_id, "withdrawn_at": one.withdrawn_at if is_withdrawn else None,
        "withdrawn_why": one.withdrawn_why if is_withdrawn else "",
    }  # fmt: skip
