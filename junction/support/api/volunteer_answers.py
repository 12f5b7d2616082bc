"""What volunteers of one's schemes are offered and answer, by the machine of their scheme: yes, no, given
back, done. For whom and where a task is, is told to no machine: the volunteer reads it on their own page.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from junction.core.http.leave import actor_with, written
from junction.core.scope import Actor

from ..operations import task_answers as answers
from ..queries import volunteer_tasks as queries
from ..queries.volunteers import KEEP, one_of_own_schemes

router = Router(tags=["Volunteers"])
LARGEST = 2**62
THEIRS = "/support/volunteers/{int:volunteer_id}"


class WaitingOfferOut(Schema):
    """A task that a volunteer is asked to do, until when they may answer."""

    id: int
    volunteer: int
    task: int
    kind: str
    offered_at: datetime
    until: datetime
    opens_at: datetime
    closes_at: datetime
    minutes: int


class AnswerIn(Schema):
    """What the volunteer said."""

    answer: Literal["yes", "no"]


class TaskStandsOut(Schema):
    """How a task stands after what was said."""

    task: int
    state: str


class DoneIn(Schema):
    """How it went, by a code of the rules for tasks, and in words, which are kept as personal; `exclude` is
    the reason, by its code, for which they are not to be sent there again.
    """

    code: str = Field(..., max_length=20)
    words: str = Field("", max_length=1000)
    exclude: str = Field("", max_length=20)


class NothingMoreIn(Schema):
    """Nothing needs to be said."""


@router.get("/support/task-offers", response=list[WaitingOfferOut])
def list_waiting(
    request: HttpRequest, after: int = Query(0, ge=0, le=LARGEST), limit: int = Query(200, ge=1, le=1000)
) -> list[dict[str, Any]]:
    """What volunteers of one's schemes are asked and have not answered, by number."""
    rows = queries.waiting_offers(actor_with(request, KEEP).scope, now=timezone.now()).filter(pk__gt=after)
    names = ("kind", "opens_at", "closes_at", "minutes")
    return [
        {"id": one.pk, "volunteer": one.volunteer_id, "task": one.task_id, "offered_at": one.offered_at,
         "until": one.until} | {name: getattr(one.task, name) for name in names}
        for one in rows.order_by("pk")[:limit]
    ]  # fmt: skip


@router.post(f"{THEIRS}/offers/{{int:offer_id}}", response={201: TaskStandsOut})
def post_answer(request: HttpRequest, volunteer_id: int, offer_id: int, sent: AnswerIn) -> HttpResponse:
    """Write down what they said to an offer: yes binds as it does on their page; no asks the next."""

    def answer(one: Any, by: Actor, now: datetime) -> Any:
        if sent.answer == "yes":
            return answers.accept(offer_id, one, by=by, now=now)
        answers.decline(offer_id, one, by=by, now=now)
        return queries.offer_to(by.scope, one, offer_id).task

    return _said(request, volunteer_id, answer)


@router.post(f"{THEIRS}/tasks/{{int:task_id}}/give-back", response={201: TaskStandsOut})
def post_given_back(
    request: HttpRequest, volunteer_id: int, task_id: int, sent: NothingMoreIn
) -> HttpResponse:
    """Write down that they cannot do it after all: it is offered again."""
    return _said(request, volunteer_id, lambda one, by, now: answers.give_back(task_id, one, by=by, now=now))


@router.post(f"{THEIRS}/tasks/{{int:task_id}}/done", response={201: TaskStandsOut})
def post_done(request: HttpRequest, volunteer_id: int, task_id: int, sent: DoneIn) -> HttpResponse:
    """Write down that it is done and how it went; a worry goes to those who see to worries."""
    return _said(
        request, volunteer_id,
        lambda one, by, now: answers.finish(task_id, one, **sent.dict(), by=by, now=now),
    )  # fmt: skip


def _said(
    request: HttpRequest, volunteer_id: int, work: Callable[[Any, Actor, datetime], Any]
) -> HttpResponse:
    """Do what a volunteer of one's own schemes said; of any other, nothing is known."""

    def do(by: Actor, now: datetime) -> dict[str, Any]:
        task = work(one_of_own_schemes(by.scope, volunteer_id), by, now)
        return {"task": task.pk, "state": task.state}

    return written(request, KEEP, do)
