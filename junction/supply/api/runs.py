"""Runs of sharing by machine: which were published, and their lines with the reason of each.

Whoever reaches the area of a run gets all its lines; a provider those of its own places.
"""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema

from junction.core.pages.context import actor_of
from junction.engine.sharing import Bound

from ..queries import allocation as queries
from ..rules.demand import Basis

router = Router(tags=["Supply"])


class RunOut(Schema):
    """One run; the hashes are of what it was decided by and of what was decided."""

    id: int
    name: str
    kind: str
    state: str
    area: str | None
    on: date
    method: str
    why: str
    published_at: datetime | None
    rules: str
    inputs_sha256: str
    result_sha256: str


class RunLineOut(Schema):
    """One line, in packs; `level` null is that there was enough for all."""

    number: int
    place_id: int | None
    depot_id: int | None
    item: str
    claim: int
    weight: float
    floor: int
    cap: int
    level: float | None
    bound: str
    given_by_run: int
    by_method: dict[str, int]
    given: int
    why_nothing: str
    use_a_day: float | None
    basis: str
    days_of_cover: float | None


class RunLinesOut(Schema):
    """One page of lines; `next_after` asks for the next, none at the end."""

    items: list[RunLineOut]
    next_after: int | None


@router.get("/supply/runs", response=list[RunOut])
def runs(request: HttpRequest, limit: int = Query(50, ge=1, le=200)) -> Any:
    """Runs in reach, the newest first."""
    scope = actor_of(request).scope
    if not scope.may("supply.see"):
        raise Http404
    return [_run(run) for run in queries.runs(scope).exclude(result_sha256="")[:limit]]


@router.get("/supply/runs/{int:run_id}/lines", response=RunLinesOut)
def run_lines(
    request: HttpRequest,
    run_id: int,
    after: int = Query(0, ge=0, le=2**31, description="The last number of the page before."),
    limit: int = Query(500, ge=1, le=5000),
) -> Any:
    """The lines of a run, in the order in which ties were broken."""
    scope = actor_of(request).scope
    try:
        found = queries.lines(scope, queries.run(scope, run_id))
    except ObjectDoesNotExist:
        raise Http404 from None
    page: list[Any] = list(found.filter(number__gt=after).order_by("number")[: limit + 1])
    return {
        "items": [_line(line) for line in page[:limit]],
        "next_after": page[limit - 1].number if len(page) > limit else None,
    }


@router.get("/supply/runs/{int:run_id}/places/{int:place_id}", response=list[RunLineOut])
def run_of_place(request: HttpRequest, run_id: int, place_id: int) -> Any:
    """What a run gave one place, and why; for the place itself once the run is published."""
    lines = queries.lines_of_place(actor_of(request).scope, run_id, place_id)
    if not lines:
        raise Http404
    return [_line(line) for line in lines]


def _run(run: Any) -> dict[str, Any]:
    return {
        "id": run.pk,
        "name": run.name,
        "kind": run.kind,
        "state": run.state,
        "area": run.area_id,
        "on": run.on,
        "method": run.method,
        "why": run.why,
        "published_at": run.settled_at if run.state == "published" else None,
        "rules": run.playbook,
        "inputs_sha256": run.inputs_sha256,
        "result_sha256": run.result_sha256,
    }


def _line(line: Any) -> dict[str, Any]:
    return {
        "number": line.number,
        "place_id": line.place_id,
        "depot_id": line.to_depot_id,
        "item": line.item.code,
        "claim": line.claim,
        "weight": line.weight,
        "floor": line.floor,
        "cap": line.cap,
        "level": line.level,
        "bound": Bound(line.bound).name.lower(),
        "given_by_run": line.given,
        "by_method": line.by_method,
        "given": line.packs,
        "why_nothing": line.nothing,
        "use_a_day": line.use,
        "basis": Basis(line.basis).name.lower(),
        "days_of_cover": line.cover,
    }
