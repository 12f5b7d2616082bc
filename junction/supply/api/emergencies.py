"""The emergency line by machine: ask for help, follow a request, hand over the calls of a telephone."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema
from ninja.errors import HttpError

from junction.core.http.once import once
from junction.core.pages.context import actor_of
from junction.supply.operations.asking import People, Wanted, ask_for_help
from junction.supply.operations.calls import ANSWER, MOST, Rung, write_down_calls
from junction.supply.queries.line import figures_of_line
from junction.supply.queries.requests import Step, need

from .answering import LARGEST, Quantity

router = Router(tags=["Supply"])
NOT_YOURS = "Your token does not include the calls of the emergency line."


class HelpIn(Schema):
    """A request to the emergency line. Quantities are base units: gloves are counted singly."""

    place_id: int = Field(..., ge=0, le=LARGEST)
    cover: str = Field(..., max_length=20, description="under-24h, 1-2-days, over-2-days or over-72h")
    items: dict[str, Quantity] = Field(..., max_length=50, description="Codes of items to base units.")
    requester: str = Field(..., max_length=100)
    contact: str = Field(..., max_length=40, description="Reached at any hour of the next 24.")
    receiver: str = Field(..., max_length=100)
    address: str = Field(..., max_length=300)
    email: str = Field("", max_length=254)
    tried: list[str] = Field(default_factory=list, max_length=20)
    takes_at_night: bool = False
    night_note: str = Field("", max_length=200)
    confirmed_cases: int | None = Field(None, ge=0, le=10_000)
    suspected_cases: int | None = Field(None, ge=0, le=10_000)
    beds: int | None = Field(None, ge=0, le=10_000)
    instead: str = Field("", max_length=20, description="With over-72h: portal or lrf-drop.")


class LineOut(Schema):
    """One line of one step, in base units."""

    item: str
    asked: int
    granted: int
    sent: int
    received: int
    reason: str


class StepOut(Schema):
    """One route a need has been to."""

    order_id: int
    route: str
    state: str
    outcome: str
    priority: int | None
    decide_by: datetime | None
    decided_at: datetime | None
    why: str
    lines: list[LineOut]


class NeedOut(Schema):
    """A need with its history: the newest step is where it is now."""

    number: int
    steps: list[StepOut]
    problems: list[int]


class CallIn(Schema):
    """One call, told again under its reference when it has ended."""

    reference: str = Field(..., min_length=1, max_length=80)
    rang_at: datetime
    answered_at: datetime | None = None
    given_up_at: datetime | None = None


class CallsIn(Schema):
    """Calls of a telephone system."""

    calls: list[CallIn] = Field(..., max_length=MOST)


class FiguresOut(Schema):
    """How well the line answers; null is not known."""

    hours: int
    calls: int
    answered: int
    given_up: int
    waiting: int
    longest_wait_seconds: int | None
    answered_in_time_percent: float | None
    newest_at: datetime | None
    meets_wait: bool | None
    meets_share: bool | None


@router.post("/supply/emergency-requests", response={201: NeedOut})
def ask(request: HttpRequest, sent: HelpIn) -> HttpResponse:
    """Ask the emergency line for help."""
    by, now = actor_of(request), timezone.now()
    told = sent.dict()
    people = People(
        **{name: told.pop(name) for name in ("requester", "contact", "receiver", "address", "email")}
    )
    wanted = Wanted(people=people, lines=told.pop("items"), channel="api", **told)

    def work() -> tuple[int, dict[str, Any]]:
        try:
            order = ask_for_help(wanted, by=by, now=now)
        except ObjectDoesNotExist as missing:
            raise Http404 from missing
        return 201, NeedOut.model_validate(_need(request, order.pk)).model_dump(mode="json")

    return once(request, by=by, now=now, work=work)


@router.get("/supply/emergency-requests/{int:order_id}", response=NeedOut)
def request_of(request: HttpRequest, order_id: int) -> Any:
    """Follow a request through every route it has been to. No names are told."""
    try:
        return _need(request, order_id)
    except ObjectDoesNotExist as missing:
        raise Http404 from missing


@router.post("/supply/line-calls", response={201: dict[str, int]})
def line_calls(request: HttpRequest, sent: CallsIn) -> HttpResponse:
    """Write down calls to the line; each is kept once under its reference."""
    by, now = actor_of(request), timezone.now()
    if not by.scope.reach(ANSWER).national:
        raise HttpError(403, NOT_YOURS)

    def work() -> tuple[int, dict[str, int]]:
        return 201, {
            "kept": len(write_down_calls([Rung(**one.dict()) for one in sent.calls], by=by, now=now))
        }

    return once(request, by=by, now=now, work=work)


@router.get("/supply/line-figures", response=FiguresOut)
def line_figures(request: HttpRequest, hours: int = Query(24, ge=1, le=24 * 31)) -> Any:
    """Read the longest wait and the share answered in time over the last hours."""
    scope = actor_of(request).scope
    if not scope.reach(ANSWER).national:
        raise HttpError(403, NOT_YOURS)
    found = figures_of_line(scope, hours=hours, now=timezone.now())
    return {"hours": hours} | {
        name: getattr(found, name) for name in FiguresOut.model_fields if name != "hours"
    }


def _need(request: HttpRequest, order_id: int) -> dict[str, Any]:
    found = need(actor_of(request).scope, order_id)
    return {
        "number": found.first.pk,
        "steps": [_step(step) for step in found.steps],
        "problems": [problem.pk for problem in found.problems],
    }


def _step(step: Step) -> dict[str, Any]:
    order, ask = step.order, step.ask
    return {
        "order_id": order.pk,
        "route": order.route,
        "state": order.state,
        "outcome": ask.outcome if ask else "",
        "priority": ask.priority if ask else None,
        "decide_by": ask.decide_by if ask else None,
        "decided_at": ask.settled_at if ask else None,
        "why": (ask.why if ask else "") or order.why,
        "lines": [
            {"item": one.item.code, "asked": one.asked, "granted": one.granted, "sent": one.shipped,
             "received": one.received, "reason": one.reason}
            for one in step.lines
        ],
    }  # fmt: skip
