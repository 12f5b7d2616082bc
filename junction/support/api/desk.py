"""The desk by machine: the queue, the next case, calls, cases offered to others, cases of places."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from junction.core.calendar import local_day
from junction.core.http.leave import actor_with
from junction.core.http.moments import AsAt
from junction.core.http.once import once
from junction.core.scope import Actor

from ..operations import desk as operations
from ..operations import desk_calls, handing
from ..operations.employer_cases import EmployerAsks, Employs, open_employer_case
from ..operations.needs import Made, Who
from ..operations.provider_cases import open_provider_case
from ..queries.desk import SHOWS, Sought, queue
from ..queries.desk_then import queue_then
from ..queries.needs import ANSWER, ASK, needs
from ..queries.passed import open_things
from ..rules.desk import desk_on
from .needs import StatedOut, WhoIn

router = Router(tags=["Helpline"])
LARGEST = 2**62


class CaseOut(Schema):
    """A case of the queue by its codes; who it is about is in no list."""

    id: int
    reference: str
    category: str
    level: str
    limit_at: datetime
    stated_at: datetime
    state: str
    ring_at: datetime | None
    owner: str | None


class NextIn(Schema):
    """At which hub one sits, if at one."""

    hub: int | None = Field(None, ge=1, le=LARGEST)


class CallIn(Schema):
    """What came of a call about a case one has, by the dispositions of the desk's file."""

    outcome: str = Field(..., max_length=20)
    ring_at: datetime | None = None
    spoke_to: str = Field("", max_length=80)
    note: str = Field("", max_length=2000)
    why: str = Field("", max_length=20)
    passed_to: str = Field("", max_length=20)
    passed_number: str = Field("", max_length=40)


class ThingOut(Schema):
    """One open thing of a register that a case may be passed on to."""

    passed_to: str
    passed_number: str
    title: str


class HandOverIn(Schema):
    """To one agent (its key) or one hub, with what they should know."""

    to_agent: str = Field("", max_length=100)
    to_hub: int | None = Field(None, ge=1, le=LARGEST)
    note: str = Field(..., min_length=1, max_length=2000)


class EmployerCaseIn(Schema):
    """What a person needs who employs their own carers: who they are, whom they employ, which council."""

    who: WhoIn
    assistants: int = Field(..., ge=1, le=99)
    weekly_hours: int | None = Field(None, ge=0, le=5000)
    has_backup: bool | None = None
    area: str = Field(..., pattern=r"^[A-Z]\d{8}$")
    matter: str = Field(..., max_length=20)
    words: str = Field(..., max_length=2000)
    is_another: bool = False


class PlaceCaseIn(Schema):
    """What a place needs."""

    place: int = Field(..., ge=1, le=LARGEST)
    matter: str = Field(..., max_length=20)
    words: str = Field(..., max_length=2000)
    is_another: bool = False


def _answers(request: HttpRequest, permission: str = ANSWER) -> tuple[Actor, datetime]:
    by = actor_with(request, permission)
    return by, timezone.now()


def _seen(by: Actor, need_id: int) -> None:
    if not needs(by.scope, permission=ANSWER).filter(pk=need_id).exists():
        raise Http404


@router.get("/support/desk/queue", response=list[CaseOut])
def list_queue(
    request: HttpRequest,
    show: str = Query("to-take", pattern="^(" + "|".join(SHOWS) + ")$"),
    hub: int | None = Query(None, ge=1, le=LARGEST),
    page: int = Query(1, ge=1, le=1000),
    as_at: AsAt | None = None,
) -> list[dict[str, Any]]:
    """A page of fifty cases of one's helpline, by limit, then age; now or as it was at a moment."""
    by, now = _answers(request)
    sought = Sought(show=show, hub=hub, page=page)
    if as_at is not None:
        return [_then(row) for row in queue_then(by.scope, sought, own_key=by.key, as_at=as_at)]
    found = queue(by.scope, sought, own_key=by.key, now=now)
    names = ("reference", "category", "level", "limit_at", "stated_at", "state", "ring_at", "owner")
    return [{"id": row.number} | {name: getattr(row, name) for name in names} for row in found.rows]


def _then(row: Any) -> dict[str, Any]:
    return {
        "id": row.pk, "reference": row.reference, "category": row.category, "level": row.then_level,
        "limit_at": row.then_limit, "stated_at": row.stated_at, "state": row.then_state,
        "ring_at": row.then_ring, "owner": row.then_owner,
    }  # fmt: skip


@router.post("/support/desk/next", response={200: dict[str, Any]})
def post_next(request: HttpRequest, sent: NextIn) -> HttpResponse:
    """Take the next case, or be given the one in hand; `id` is null when nothing waits."""
    by, now = _answers(request)

    def work() -> tuple[int, Any]:
        found = operations.take_next(hub=sent.hub, by=by, now=now)
        return 200, {"id": found.pk if found else None, "reference": found.reference if found else ""}

    return once(request, by=by, now=now, work=work)


@router.post("/support/desk/cases/{int:need_id}/calls", response={201: dict[str, Any]})
def post_call(request: HttpRequest, need_id: int, sent: CallIn) -> HttpResponse:
    """Write down a call about a case one has, and do what follows."""
    by, now = _answers(request)

    def work() -> tuple[int, Any]:
        _seen(by, need_id)
        need = desk_calls.log_call(need_id, said=desk_calls.Said(**sent.dict()), by=by, now=now)
        return 201, {"id": need.pk, "ring_at": need.ring_at.isoformat() if need.ring_at else None}

    return once(request, by=by, now=now, work=work)


@router.get("/support/desk/cases/{int:need_id}/passes", response=list[ThingOut])
def list_passes(request: HttpRequest, need_id: int) -> list[dict[str, str]]:
    """What is open in other registers of a case's place or council: what the case may be passed on to."""
    by, now = _answers(request)
    need = needs(by.scope, permission=ANSWER).filter(pk=need_id).first()
    if need is None:
        raise Http404
    found = open_things(by.scope, need, desk_on(local_day(now)), now=now)
    return [
        {"passed_to": kind, "passed_number": str(row.number), "title": row.title}
        for kind, rows in found.items()
        for row in rows
    ]


@router.post("/support/desk/cases/{int:need_id}/hand-overs", response={201: dict[str, int]})
def post_hand_over(request: HttpRequest, need_id: int, sent: HandOverIn) -> HttpResponse:
    """Offer a case one has to an agent or a hub."""
    by, now = _answers(request)

    def work() -> tuple[int, Any]:
        _seen(by, need_id)
        return 201, {"id": handing.offer_hand_over(need_id, **sent.dict(), by=by, now=now).pk}

    return once(request, by=by, now=now, work=work)


@router.post("/support/desk/place-cases", response={201: StatedOut})
def post_place_case(request: HttpRequest, sent: PlaceCaseIn) -> HttpResponse:
    """Open a case about a place. 409 while one of the same matter is open, unless `is_another`."""
    by, now = _answers(request, ASK)

    def work() -> tuple[int, Any]:
        return 201, _made(open_provider_case(**sent.dict(), channel="api", by=by, now=now))

    return once(request, by=by, now=now, work=work, opens_a_door=True)


@router.post("/support/desk/employer-cases", response={201: StatedOut})
def post_employer_case(request: HttpRequest, sent: EmployerCaseIn) -> HttpResponse:
    """Open a case of a person who employs their own carers. 409 with the numbers of open needs of theirs,
    unless `is_another`.
    """
    by, now = _answers(request)
    employs = Employs(sent.assistants, sent.weekly_hours, sent.has_backup)
    told = sent.dict(include={"area", "matter", "words", "is_another"})
    asked = EmployerAsks(Who(**sent.who.dict()), employs, **told, channel="api")

    def work() -> tuple[int, Any]:
        return 201, _made(open_employer_case(asked, by=by, now=now))

    return once(request, by=by, now=now, work=work, opens_a_door=True)


def _made(made: Made) -> dict[str, Any]:
    need = made.need
    return {
        "id": need.pk, "reference": need.reference, "token": made.token, "need_class": need.need_class,
        "level": need.level, "limit_at": need.limit_at.isoformat(), "answer": made.answer,
    }  # fmt: skip
