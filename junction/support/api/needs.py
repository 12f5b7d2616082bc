"""Needs by machine: state one or many, look for duplicates before, read the list, write down
what became of one.
"""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema
from pydantic import AfterValidator

from junction.core.http.leave import actor_with
from junction.core.http.moments import AsAt
from junction.core.http.once import once
from junction.core.pages.context import actor_of

from ..operations import settling
from ..operations.contact import change_contact
from ..operations.needs import Made, Stated, Who, state_need
from ..operations.needs_many import state_many
from ..queries import needs as queries
from ..queries.again import OF_CALL, OF_RULE
from ..queries.needs import ANSWER, ASK, SEE

router = Router(tags=["Needs"])
LARGEST = 2**62
ONE = "/support/needs/{int:need_id}"


def not_junctions_own(source: str) -> str:
    """Return where a need comes from. Raise `ValueError` for what ties needs of one person together here."""
    if source.startswith((OF_RULE, OF_CALL)):
        raise ValueError(f"a source may not begin with {OF_RULE} or {OF_CALL}: Junction writes these itself")
    return source


class WhoIn(Schema):
    """What somebody told of themselves, and the ways that are safe. Nothing is needed."""

    name: str = Field("", max_length=100)
    phone: str = Field("", max_length=30)
    email: str = Field("", max_length=200)
    address: str = Field("", max_length=300)
    code_word: str = Field("", max_length=40)
    is_protected: bool = False
    may_ring: bool = False
    may_leave_word: bool = False
    may_text: bool = False
    may_email: bool = False
    may_write: bool = False
    language: str = Field("en", max_length=10)


class ContactIn(WhoIn):
    """What is different of a person, and why: what is not named stays."""

    why: str = Field(..., min_length=1, max_length=1000)


class NeedIn(Schema):
    """A need: answers by the codes of the routing file, the council's code or a postcode, a
    person or a place.
    """

    answers: dict[str, str] = Field(..., max_length=20)
    area: str = Field("", pattern=r"^([A-Z]\d{8})?$")
    postcode: str = Field("", max_length=10)
    who: WhoIn | None = Field(None, description="A person; none where the need is a place's.")
    words: str = Field("", max_length=2000)
    place: int | None = Field(None, ge=1, le=LARGEST)
    channel: Literal["phone", "sms", "api", "import"] = "api"
    on_behalf: str = Field("", max_length=20)
    has_consent: bool = False
    source: Annotated[str, AfterValidator(not_junctions_own)] = Field("", max_length=80)
    by_place: int | None = Field(
        None, ge=1, le=LARGEST, description="The place of care that states it for a person, who agrees."
    )


class OneNeedIn(NeedIn):
    """One need; `is_another` once the likely duplicates were looked at."""

    is_another: bool = False


class ManyIn(Schema):
    """Needs to be stated together: all or none."""

    needs: list[OneNeedIn] = Field(..., min_length=1, max_length=5000)


class StatedOut(Schema):
    """What the person is told. The token of the private page is given once."""

    id: int
    reference: str
    token: str
    need_class: str
    level: str
    limit_at: datetime
    answer: str


class NeedOut(Schema):
    """A need by its codes; who it is about is on no list."""

    id: int
    reference: str
    area: str
    place: int | None
    category: str
    need_class: str
    level: str
    limit_at: datetime
    state: str
    unmet_why: str
    stated_at: datetime


class AlikeIn(Schema):
    """Whom to look for among open needs."""

    phone: str = Field("", max_length=30)
    name: str = Field("", max_length=100)
    area: str = Field("", max_length=9)


class StepIn(Schema):
    """What happened: met, unmet (with a reason of the rules), closed after asking, still needed, withdrawn by
    the person, or a note.
    """

    kind: Literal["met", "unmet", "closed", "still", "withdrawn", "noted"]
    why: str = Field("", max_length=20)
    note: str = Field("", max_length=2000)
    about: str = Field("", max_length=80)


def _stated(sent: NeedIn) -> Stated:
    values = sent.dict(exclude={"who", "is_another"})
    return Stated(**values, who=Who(**sent.who.dict()) if sent.who else Who())


def _out(made: Made) -> dict[str, Any]:
    need = made.need
    return {
        "id": need.pk, "reference": need.reference, "token": made.token, "need_class": need.need_class,
        "level": need.level, "limit_at": need.limit_at.isoformat(), "answer": made.answer,
    }  # fmt: skip


def need_out(need: Any) -> dict[str, Any]:
    """Return what `NeedOut` holds, of a need that was read as at a moment as it was then."""
    is_now = not hasattr(need, "then_state")
    state = need.state if is_now else need.then_state
    return {
        "id": need.pk, "reference": need.reference, "area": need.area_id if is_now else need.then_area,
        "place": need.place_id, "category": need.category,
        "need_class": need.need_class if is_now else need.then_class,
        "level": need.level if is_now else need.then_level,
        "limit_at": need.limit_at if is_now else need.then_limit, "state": state,
        "unmet_why": need.unmet_why if state == need.state else "", "stated_at": need.stated_at,
    }  # fmt: skip


def _may_state(request: HttpRequest) -> Any:
    by = actor_of(request)
    if not (by.scope.may(ANSWER) or by.scope.may(ASK)):
        raise PermissionDenied
    return by


@router.post("/support/needs", response={201: StatedOut})
def post_need(request: HttpRequest, sent: OneNeedIn) -> HttpResponse:
    """State one need. 409 with the numbers of likely duplicates unless `is_another`."""
    by, now = _may_state(request), timezone.now()

    def work() -> tuple[int, Any]:
        made = state_need(_stated(sent), by=by, now=now, is_another=sent.is_another)
        return 201, _out(made)

    return once(request, by=by, now=now, work=work, opens_a_door=True)


@router.post("/support/needs/bulk", response={201: list[StatedOut]})
def post_needs(request: HttpRequest, sent: ManyIn) -> HttpResponse:
    """State many needs at once: all of them or, when one is refused, none. 409 with the rows whose place has
    stated an open need of that person before (`needs`), or states one earlier in the same call (`rows`),
    unless the row says `is_another`.
    """
    by, now = _may_state(request), timezone.now()

    def work() -> tuple[int, Any]:
        stated = [_stated(one) for one in sent.needs]
        another = frozenset(row for row, one in enumerate(sent.needs) if one.is_another)
        return 201, [_out(one) for one in state_many(stated, another=another, by=by, now=now)]

    return once(request, by=by, now=now, work=work, opens_a_door=True)


@router.post("/support/needs/alike", response=list[NeedOut])
def alike(request: HttpRequest, sent: AlikeIn) -> list[dict[str, Any]]:
    """Open needs of the same telephone number, then of the same name: look before one is
    stated. Writes nothing.
    """
    scope = actor_with(request, ANSWER).scope
    return [need_out(one) for one in queries.duplicates(scope, **sent.dict())]


@router.get("/support/needs", response=list[NeedOut])
def list_needs(
    request: HttpRequest,
    as_at: AsAt | None = None,
    after: int = Query(0, ge=0, le=LARGEST),
    limit: int = Query(200, ge=1, le=1000),
) -> list[dict[str, Any]]:
    """Needs in reach, by number, now or as they were at a moment; `after` is the last number of the page
    before.
    """
    scope = actor_with(request, SEE).scope
    found = queries.needs(scope, as_at=as_at).filter(pk__gt=after).order_by("pk")[:limit]
    return [need_out(one) for one in found]


@router.get("/support/needs/for-people", response=list[NeedOut])
def list_for_people(
    request: HttpRequest, as_at: AsAt | None = None, after: int = Query(0, ge=0, le=LARGEST)
) -> list[dict[str, Any]]:
    """Needs that one's places stated for people they look after, by number, a thousand at most."""
    scope = actor_with(request, ASK).scope
    found = queries.stated_by_places(scope, as_at=as_at).filter(pk__gt=after).order_by("pk")[:1000]
    return [need_out(one) for one in found]


@router.post(f"{ONE}/contact", response={201: dict[str, int]})
def post_contact(request: HttpRequest, need_id: int, sent: ContactIn) -> HttpResponse:
    """Write down what is different of a person: what is not named stays. What is said no longer is erased."""
    by, now = actor_with(request, ANSWER), timezone.now()
    changes = sent.dict(exclude_unset=True)
    why = changes.pop("why")

    def work() -> tuple[int, Any]:
        if not queries.needs(by.scope, permission=ANSWER).filter(pk=need_id).exists():
            raise Http404
        return 201, {"id": change_contact(need_id, changes=changes, why=why, by=by, now=now).pk}

    return once(request, by=by, now=now, work=work)


@router.get(ONE, response=NeedOut)
def get_need(request: HttpRequest, need_id: int, as_at: AsAt | None = None) -> dict[str, Any]:
    """How one need stands, or stood at a moment."""
    scope = actor_with(request, SEE).scope
    found = queries.needs(scope, as_at=as_at).filter(pk=need_id).first()
    if found is None:
        raise Http404
    return need_out(found)


@router.post(f"{ONE}/steps", response={201: dict[str, int]})
def post_step(request: HttpRequest, need_id: int, sent: StepIn) -> HttpResponse:
    """Write down what happened to a need."""
    by, now = actor_with(request, ANSWER), timezone.now()
    who: dict[str, Any] = {"by": by, "now": now}
    steps = {
        "met": lambda: settling.meet_need(need_id, about=sent.about, note=sent.note, **who),
        "unmet": lambda: settling.leave_unmet(need_id, why=sent.why, note=sent.note, **who),
        "closed": lambda: settling.close_need(need_id, still_needed=False, note=sent.note, **who),
        "still": lambda: settling.close_need(need_id, still_needed=True, note=sent.note, **who),
        "withdrawn": lambda: settling.withdraw_need(need_id, note=sent.note, **who),
        "noted": lambda: settling.note_need(need_id, note=sent.note, **who),
    }

    def work() -> tuple[int, Any]:
        if not queries.needs(by.scope, permission=ANSWER).filter(pk=need_id).exists():
            raise Http404
        return 201, {"id": steps[sent.kind]().pk}

    return once(request, by=by, now=now, work=work)
