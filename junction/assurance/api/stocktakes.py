"""Stocktakes by machine: what was called, said and asked; calling, who came, points, what asks become."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router, Schema

from junction.core.http.moments import AsAt
from junction.core.pages.context import actor_of

from ..operations import stocktakes as operations
from ..queries import stocktakes as queries
from ..queries.reach import RAISE
from .writing import LARGEST, AddedOut, After, Limit, found, reader, written

router = Router(tags=["Stocktakes"])
ONE = "/assurance/stocktakes/{int:number}"
AREA = r"^[A-Z]\d{8}$"


class StocktakeOut(Schema):
    """A stocktake with its counts."""

    id: int
    region: str
    title: str
    held_on: date
    state: str
    invited: int
    came: int
    asks: int
    carried: int


class PointOut(Schema):
    """One thing that was said; `area` null: the region as a whole."""

    id: int
    kind: str
    area: str | None
    text: str
    became: dict[str, int] = Field(..., description="What an ask became: kind to number.")


class StocktakeIn(Schema):
    """A stocktake to be called."""

    region: str = Field(..., pattern=AREA)
    title: str = Field(..., max_length=200)
    held_on: date
    councils: list[str] = Field([], max_length=400)
    others: list[str] = Field([], max_length=100)


class CameIn(Schema):
    """Numbers of the guests who came; the others did not."""

    came: list[int] = Field(..., max_length=500)


class PointIn(Schema):
    """One thing that was said; `corrects`: the point it takes the place of."""

    kind: str = Field(..., max_length=20)
    text: str = Field(..., max_length=4000)
    area: str | None = Field(None, pattern=AREA)
    corrects: int | None = Field(None, ge=1, le=LARGEST)


class CarryIn(Schema):
    """What an ask becomes: `national-issue` (title, theme) or `record-ask` (who must find it a home)."""

    to: str = Field(..., max_length=20)
    title: str = Field("", max_length=200)
    theme: str = Field("", max_length=20)
    is_new: bool = False
    finder: str = Field("", max_length=200)


@router.get("/assurance/stocktakes", response=list[StocktakeOut])
def stocktakes(
    request: HttpRequest, as_at: AsAt | None = None, after: int = After, limit: int = Limit
) -> Any:
    """Stocktakes of regions in reach, by number."""
    rows: Any = queries.stocktakes(reader(request, RAISE), as_at=as_at, now=timezone.now())
    own = ("title", "held_on", "state", "invited", "came", "asks", "carried")
    return [
        {name: getattr(one, name) for name in own} | {"id": one.pk, "region": one.region_id}
        for one in rows.filter(pk__gt=after).order_by("pk")[:limit]
    ]


@router.get(f"{ONE}/points", response=list[PointOut])
def points(request: HttpRequest, number: int, as_at: AsAt | None = None) -> Any:
    """What was said at one."""
    one = found(queries.stocktake, reader(request, RAISE), number, as_at=as_at, now=timezone.now())
    return [
        {"id": row.pk, "kind": row.kind, "area": row.area_id, "text": row.text,
         "became": {each.kind: each.number for each in row.carried_by_then}}
        for row in one.points_by_then
    ]  # fmt: skip


@router.post("/assurance/stocktakes", response={201: AddedOut})
def call_stocktake(request: HttpRequest, sent: StocktakeIn) -> HttpResponse:
    """Call a stocktake of a region."""
    by, now = actor_of(request), timezone.now()
    said = operations.Called(**sent.dict())
    return written(request, lambda: operations.call_stocktake(said, by=by, now=now), permission=RAISE, by=by,
                   now=now)  # fmt: skip


@router.post(f"{ONE}/attendance", response={200: dict[str, str]})
def say_who_came(request: HttpRequest, number: int, sent: CameIn) -> HttpResponse:
    """Say once who came."""
    by, now = actor_of(request), timezone.now()

    def work() -> None:
        operations.say_who_came(number, sent.came, by=by, now=now)

    return written(request, work, permission=RAISE, by=by, now=now)


@router.post(f"{ONE}/points", response={201: AddedOut})
def write_point(request: HttpRequest, number: int, sent: PointIn) -> HttpResponse:
    """Write down what was said, or put a point right."""
    by, now = actor_of(request), timezone.now()
    said = operations.PointSaid(**sent.dict())
    return written(request, lambda: operations.write_point(number, said, by=by, now=now), permission=RAISE,
                   by=by, now=now)  # fmt: skip


@router.post("/assurance/stocktake-points/{int:number}/carried", response={201: AddedOut})
def carry_on(request: HttpRequest, number: int, sent: CarryIn) -> HttpResponse:
    """Make of an ask a national issue or an ask of the record."""
    by, now = actor_of(request), timezone.now()
    said = operations.CarriedOn(**sent.dict())
    return written(request, lambda: operations.carry_on(number, said, by=by, now=now), permission=RAISE,
                   by=by, now=now)  # fmt: skip
