"""Cover by machine: how long the equipment of places lasts, and how many run out soon in an area."""

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from ninja.errors import HttpError

from junction.core.pages.context import actor_of
from junction.core.pages.moment import BadMoment, Moment, read_moment
from junction.returns.queries.wholes import whole_of

from ..queries import demand as queries
from ..rules.demand import Basis

router = Router(tags=["Supply"])
AS_AT = Query("", max_length=40, description="As it was known at this moment; now without one.")


class PartOut(Schema):
    """One part of a figure of daily use: what it rests on, its share (of 1), and its age."""

    basis: str
    share: float
    age_days: int


class LineOut(Schema):
    """One item at one place; null is not known, and `days` null with a use of 0 is that none is used."""

    place_id: int
    place: str
    item: str
    unit: str
    stock: int | None
    counted_on: date | None
    use_a_day: float | None
    basis: str
    age_days: int
    rests_on: list[PartOut]
    days: float | None
    runs_out_on: date | None
    modelled_need: float | None
    on_its_way: int | None
    flags: list[str]


class LinesOut(Schema):
    """One page of places with all items; `next_after` asks for the next, none at the end."""

    items: list[LineOut]
    next_after: int | None
    rules: list[str]


class FigureOut(Schema):
    """How many places are covered for how long, of one item or of the one that runs out first."""

    item: str
    places: int
    known: int
    out_soon: int
    out_short: int


class FiguresOut(Schema):
    """The figures of an area."""

    area: str
    on: date
    worked_out_at: datetime
    soon_days: float
    short_days: float
    rules: list[str]
    items: list[FigureOut]


@router.get("/supply/cover/places", response=LinesOut)
def cover_of_places(
    request: HttpRequest,
    after: int = Query(0, ge=0, le=2**62, description="The last number of the page before."),
    limit: int = Query(100, ge=1, le=1000),
    as_at: str = AS_AT,
) -> Any:
    """Every item of the places in reach, by the number of the place."""
    scope, moment = actor_of(request).scope, _moment(as_at)
    _seen(request)
    page = queries.places_known(scope, on=moment.day, as_at=moment.as_at, after=after, limit=limit + 1)
    found = queries.demand_of(
        scope, queries.counted_items(scope), now=moment.now, on=moment.day, as_at=moment.as_at,
        only=page[:limit],
    )  # fmt: skip
    return {
        "items": [_line(line) for row in range(len(found)) for line in queries.items_of(found, row)],
        "next_after": page[limit - 1] if len(page) > limit else None,
        "rules": [found.limits.reference, found.staffing.reference],
    }


@router.get("/supply/cover", response=FiguresOut)
def cover(
    request: HttpRequest,
    area: str = Query("", max_length=9, description="Code of an area; all that is in reach without one."),
    as_at: str = AS_AT,
) -> Any:
    """How many places run out of each item within `soon_days` (48 hours) and within `short_days` (a week)."""
    scope, moment = actor_of(request).scope, _moment(as_at)
    _seen(request)
    whole = whole_of(scope, area, on=moment.day)
    if whole is None:
        raise Http404
    found = queries.cover_figures(
        scope, queries.counted_items(scope), now=moment.now, on=moment.day, as_at=moment.as_at,
        area_code=whole.code,
    )  # fmt: skip
    codes = ("", *(item.code for item in found.items))
    figures = {code: queries.whole(found.sums, item=code) for code in codes}
    return {
        "area": area,
        "on": moment.day,
        "worked_out_at": found.at,
        "soon_days": found.limits.out_soon_days,
        "short_days": found.limits.short_days,
        "rules": [found.limits.reference, found.staffing.reference],
        "items": [
            {
                "item": code or "any",
                "places": one.places,
                "known": one.known,
                "out_soon": one.soon,
                "out_short": one.short,
            }
            for code, one in figures.items()
        ],
    }


def _seen(request: HttpRequest) -> None:
    """Who may not see supplies sees nothing here."""
    if not actor_of(request).scope.may("supply.see"):
        raise Http404


def _moment(as_at: str) -> Moment:
    try:
        return read_moment({"as_at": as_at} if as_at else {}, now=timezone.now())
    except BadMoment as wrong:
        raise HttpError(422, str(wrong)) from wrong


def _line(line: queries.Line) -> dict[str, Any]:
    return {
        "place_id": line.place_id,
        "place": line.name,
        "item": line.item.code,
        "unit": line.item.base_unit,
        "stock": line.stock,
        "counted_on": line.counted_on,
        "use_a_day": line.use,
        "basis": Basis(line.basis).name.lower(),
        "age_days": line.age,
        "rests_on": [
            {"basis": basis.name.lower(), "share": share, "age_days": age} for basis, share, age in line.parts
        ],
        "days": None if line.never_runs_out else line.days,
        "runs_out_on": line.out_on,
        "modelled_need": line.modelled,
        "on_its_way": line.coming,
        "flags": list(line.flags),
    }
