"""The flow by machine: where stock is and how it came and went, as known at any moment, and its movements."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from ninja.errors import HttpError

from junction.core.http.leave import actor_with
from junction.core.pages.moment import BadMoment, Moment, read_moment

from ..queries import catalogue
from ..queries import flow as queries
from ..rules.flow import FIGURES

router = Router(tags=["Supply"])
AS_AT = Query("", max_length=40, description="As it was known at this moment; now without one.")
WHERE = Query(
    "",
    max_length=60,
    description="depot:code or area:code (a forum, council or region); all in reach without.",
)


class FlowOut(Schema):
    """One item in its base units. `came` is the sum of what came, `is_and_went` of all other figures."""

    item: str
    unit: str
    figures: dict[str, int]
    came: int
    is_and_went: int
    adds_up: bool


class FlowsOut(Schema):
    """The flow through a region."""

    region: str
    as_at: datetime
    items: list[FlowOut]


class MovementOut(Schema):
    """One movement with its sign in the figure asked for."""

    id: int
    recorded_at: datetime
    about_on: date
    act: str
    change: int
    from_kind: str
    to_kind: str
    lot: str | None
    reference: str


class MovementsOut(Schema):
    """One page of movements, the newest first; `next_before` asks for the next, none at the end."""

    adds_up_to: int
    items: list[MovementOut]
    next_before: int | None


@router.get("/supply/flow", response=FlowsOut)
def flow(
    request: HttpRequest,
    where: str = WHERE,
    item: str = Query("", max_length=40, description="Code of one item."),
    as_at: str = AS_AT,
) -> Any:
    """Received, held, reserved, in transit, delivered, consumed, lost and recalled, by item."""
    scope, moment = _scope(request), _moment(as_at)
    found = _region(scope, where, moment)
    one = _item(scope, item) if item else None
    flows = queries.flow(scope, found, as_at=moment.at, item_id=one.pk if one else None)
    rows = queries.items_of(scope, flows).of(flows)
    return {
        "region": found.label,
        "as_at": moment.at,
        "items": [
            {
                "item": each.code, "unit": each.base_unit, "figures": flows[each.pk].figures,
                "came": flows[each.pk].came, "is_and_went": flows[each.pk].is_and_went,
                "adds_up": flows[each.pk].adds_up,
            }
            for each in rows
        ],
    }  # fmt: skip


@router.get("/supply/flow/movements", response=MovementsOut)
def flow_movements(
    request: HttpRequest,
    figure: str = Query(..., max_length=20, description=f"One of {', '.join(FIGURES)}."),
    item: str = Query(..., max_length=40, description="Code of the item."),
    where: str = WHERE,
    as_at: str = AS_AT,
    before: int = Query(2**62, ge=1, le=2**62, description="The last number of the page before."),
    limit: int = Query(100, ge=1, le=1000),
) -> Any:
    """The movements that one figure is made of."""
    scope, moment = _scope(request), _moment(as_at)
    if figure not in FIGURES:
        raise Http404
    rows = queries.movements(
        scope, _region(scope, where, moment), figure, item=_item(scope, item), as_at=moment.at
    )
    page = list(rows.filter(id__lt=before).order_by("-id")[: limit + 1])
    return {
        "adds_up_to": queries.added_up(scope, rows),
        "items": [_said(one) for one in page[:limit]],
        "next_before": page[limit - 1].id if len(page) > limit else None,
    }


def _said(one: Any) -> dict[str, Any]:
    fields = ("id", "recorded_at", "about_on", "act", "change", "reference")
    kinds = {"from_kind": one.from_account.kind, "to_kind": one.to_account.kind}
    return {name: getattr(one, name) for name in fields} | kinds | {"lot": one.lot and one.lot.number}


def _scope(request: HttpRequest) -> Any:
    scope = actor_with(request, "supply.see").scope
    return scope


def _moment(as_at: str) -> Moment:
    try:
        return read_moment({"as_at": as_at}, now=timezone.now())
    except BadMoment as wrong:
        raise HttpError(422, str(wrong)) from None


def _region(scope: Any, where: str, moment: Moment) -> queries.Region:
    try:
        return queries.region(scope, where, at=moment.at)
    except (ObjectDoesNotExist, LookupError):
        raise Http404 from None


def _item(scope: Any, code: str) -> Any:
    try:
        return catalogue.item(scope, code)
    except ObjectDoesNotExist:
        raise Http404 from None
