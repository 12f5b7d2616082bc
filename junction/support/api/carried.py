"""Letters to be posted and words to be left, by machine: what waits by reference, and that it is done."""

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema

from junction.core.http.leave import actor_with, written
from junction.core.http.moments import AsAt
from junction.core.scope import Actor

from ..operations.carried import carry_word
from ..queries.carried import words_to_carry
from ..queries.needs import ANSWER

router = Router(tags=["Helpline"])
LARGEST = 2**62
ROOT = "/support/words"


class WordOut(Schema):
    """What is to be carried to somebody; who they are stands on its page only."""

    id: int
    need: str
    way: Literal["letter", "word"]
    wanted_at: datetime
    done_at: datetime | None
    outcome: str


class CarriedIn(Schema):
    """What came of it, by its code."""

    outcome: str = Field(..., max_length=20)


@router.get(ROOT, response=list[WordOut])
def list_words(
    request: HttpRequest,
    as_at: AsAt | None = None,
    after: int = Query(0, ge=0, le=LARGEST),
    limit: int = Query(200, ge=1, le=1000),
) -> list[dict[str, Any]]:
    """Read them by number; with `as_at`, as they stood then."""
    found = words_to_carry(actor_with(request, ANSWER).scope, as_at=as_at).filter(pk__gt=after)
    return [_out(one, as_at) for one in found.order_by("pk")[:limit]]


def _out(one: Any, as_at: datetime | None) -> dict[str, Any]:
    is_done = one.done_at is not None and (as_at is None or one.done_at <= as_at)
    return {
        "id": one.pk, "need": one.need.reference, "way": one.way, "wanted_at": one.wanted_at,
        "done_at": one.done_at if is_done else None, "outcome": one.outcome if is_done else "",
    }  # fmt: skip


@router.post(f"{ROOT}/{{int:word_id}}", response={201: dict[str, int]})
def post_carried(request: HttpRequest, word_id: int, sent: CarriedIn) -> HttpResponse:
    """Write down what came of one. 409 once it was done or may not be used any more."""

    def work(by: Actor, now: datetime) -> dict[str, int]:
        return {"id": carry_word(word_id, outcome=sent.outcome, by=by, now=now).pk}

    return written(request, ANSWER, work)
