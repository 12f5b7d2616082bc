"""Programmes by machine: the register, what they offer or enable, the map, links, calls of the front line."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from junction.core.calendar import local_day
from junction.core.http.moments import AsAt
from junction.core.pages.context import actor_of

from ..operations import pressure as pressure_operations
from ..operations.programme_links import LinkSaid, link_programmes, say_link_result
from ..operations.programmes import (
    ProgrammeSaid,
    ProvisionSaid,
    add_provisions,
    change_programme,
    state_programme,
    withdraw_provision,
)
from ..queries import pressure, programme_links, programme_map
from ..queries import programmes as queries
from ..queries.programme_reach import HEAR
from ..rules.programme_book import programme_rules
from .programme_shapes import (
    AddedOut,
    After,
    AnswerIn,
    CallIn,
    CallOut,
    CellOut,
    ChangeIn,
    Limit,
    LinkIn,
    LinkOut,
    ProgrammeIn,
    ProgrammeOut,
    ProvisionIn,
    ResultIn,
    WhyIn,
    reading,
    written,
)

router = Router(tags=["Programmes"])
ONE = "/support/programmes/{int:number}"


@router.get("/support/programmes", response=list[ProgrammeOut])
def programmes(
    request: HttpRequest, as_at: AsAt | None = None, after: int = After, limit: int = Limit
) -> Any:
    """Programmes in reach, by number, as they were said to be at a moment."""
    rows = queries.programmes(reading(request), as_at=as_at, now=timezone.now())
    found = rows.filter(programme__gt=after).order_by("programme")[:limit]
    own = [name for name in ProgrammeOut.model_fields if name not in ("id", "area")]
    return [
        {name: getattr(one, name) for name in own} | {"id": one.programme_id, "area": one.area_id}
        for one in found
    ]


@router.get("/support/programmes/map", response=list[CellOut])
def cells(
    request: HttpRequest, grain: str = "region", on: date | None = None, as_at: AsAt | None = None
) -> Any:
    """The map of needs, areas and programmes of a day, by region, lrf or council. 404 for another grain."""
    scope, now = reading(request), timezone.now()
    day = on or local_day(as_at or now)
    if grain not in programme_rules(day).grains:
        raise Http404
    read = programme_map.programme_map(scope, grain, day=day, as_at=as_at, now=now)
    return [
        {
            "need": one.category, "area": one.area, "there_is": one.word, "offers": list(one.offers),
            "offers_in_parts": list(one.in_parts), "enables": list(one.enables),
            "needs_stated": read.stated.get((one.category, one.area), 0),
            "calls": read.calls.get((one.category, one.area), 0),
        }
        for one in read.cells
    ]  # fmt: skip


@router.post("/support/programmes", response={201: AddedOut})
def post_programme(request: HttpRequest, sent: ProgrammeIn) -> HttpResponse:
    """Write down a programme."""
    by, now = actor_of(request), timezone.now()
    said = ProgrammeSaid(**sent.dict())
    return written(request, lambda: state_programme(said, by=by, now=now), by=by, now=now)


@router.post(f"{ONE}/changes", response={201: AddedOut})
def post_change(request: HttpRequest, number: int, sent: ChangeIn) -> HttpResponse:
    """Say a programme anew, with why; what it was stays."""
    by, now, typed = actor_of(request), timezone.now(), sent.dict()
    why = typed.pop("why")
    said = ProgrammeSaid(**typed)
    return written(request, lambda: change_programme(number, said, why=why, by=by, now=now), by=by, now=now)


@router.post(f"{ONE}/provisions", response={201: AddedOut})
def post_provisions(request: HttpRequest, number: int, sent: ProvisionIn) -> HttpResponse:
    """Add what a programme offers or enables; answers with the number of the first."""
    by, now = actor_of(request), timezone.now()
    said = ProvisionSaid(**sent.dict())
    return written(request, lambda: add_provisions(number, said, by=by, now=now), by=by, now=now)


@router.post("/support/provisions/{int:provision}/withdrawal", response={201: AddedOut})
def post_withdrawal(request: HttpRequest, provision: int, sent: WhyIn) -> HttpResponse:
    """Take back what is not so."""
    by, now = actor_of(request), timezone.now()
    return written(request, lambda: withdraw_provision(provision, why=sent.why, by=by, now=now),
                   by=by, now=now)  # fmt: skip


@router.get("/support/programme-links", response=list[LinkOut])
def links(request: HttpRequest, as_at: AsAt | None = None, after: int = After, limit: int = Limit) -> Any:
    """Links of which both programmes are in reach, by number, each with what came of it."""
    rows = programme_links.links(reading(request), as_at=as_at, now=timezone.now())
    own = ("purpose", "made_on", "made_by", "result", "said")
    return [
        {name: getattr(one, name) for name in own} | {"id": one.pk, "one": one.one_id, "other": one.other_id}
        for one in rows.filter(pk__gt=after).order_by("pk")[:limit]
    ]


@router.post("/support/programme-links", response={201: AddedOut})
def post_link(request: HttpRequest, sent: LinkIn) -> HttpResponse:
    """Write down that two programmes were brought together."""
    by, now = actor_of(request), timezone.now()
    said = LinkSaid(**sent.dict())
    return written(request, lambda: link_programmes(said, by=by, now=now), by=by, now=now)


@router.post("/support/programme-links/{int:number}/results", response={201: AddedOut})
def post_link_result(request: HttpRequest, number: int, sent: ResultIn) -> HttpResponse:
    """Say what came of a link."""
    by, now = actor_of(request), timezone.now()
    return written(request, lambda: say_link_result(number, **sent.dict(), by=by, now=now), by=by, now=now)


@router.get("/support/front-line", response=list[CallOut])
def front_line(
    request: HttpRequest, as_at: AsAt | None = None, after: int = After, limit: int = Limit
) -> Any:
    """Calls of the front line in reach, by number."""
    rows = pressure.pressure_calls(reading(request), as_at=as_at, now=timezone.now())
    own = ("caller", "theme", "category", "text", "called_on", "result")
    return [
        {name: getattr(one, name) for name in own}
        | {"id": one.pk, "area": one.area_id, "programme": one.programme_id}
        for one in rows.filter(pk__gt=after).order_by("pk")[:limit]
    ]


@router.post("/support/front-line", response={201: AddedOut})
def post_call(request: HttpRequest, sent: CallIn) -> HttpResponse:
    """Write down a call of one's own area."""
    by, now = actor_of(request), timezone.now()
    said = pressure_operations.CallSaid(**sent.dict())
    return written(request, lambda: pressure_operations.write_pressure_call(said, by=by, now=now),
                   by=by, now=now, permission=HEAR)  # fmt: skip


@router.post("/support/front-line/{int:number}/answers", response={201: AddedOut})
def post_answer(request: HttpRequest, number: int, sent: AnswerIn) -> HttpResponse:
    """Say what is done about a call."""
    by, now = actor_of(request), timezone.now()
    typed = sent.dict()
    return written(request, lambda: pressure_operations.answer_pressure_call(number, **typed, by=by, now=now),
                   by=by, now=now)  # fmt: skip
