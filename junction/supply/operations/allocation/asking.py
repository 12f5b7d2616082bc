"""Ask for a run: who shares which stock among whom, and how. A job works it out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.jobs import defer
from junction.core.scope import Actor

from ...models import AllocationRun, AllocationStock, Depot
from ...queries.allocation import DECIDE, older_people, on_offer
from ...rules.allocation import METHODS
from .refusals import FiguresMissing, MayNotAllocate, NobodyToServe, NothingToShare

SOLVE = "supply.solve_allocation"


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks of a run; `stocks` are pairs of a depot and an item."""

    name: str
    kind: str
    stocks: Sequence[tuple[int, int]]
    why: str
    area_code: str = ""  # empty: the nation
    method: str = str(METHODS[0])
    weighting: str = "urgency"
    days: int = 14
    floor_days: int = 0
    most_packs: int | None = None
    keep_percent: int = 0


@transaction.atomic
def ask_allocation(wish: Wish, *, by: Actor, now: datetime) -> AllocationRun:
    """Begin a run. Raise `MayNotAllocate`, `NothingToShare`, `NobodyToServe`, `FiguresMissing`."""
    reach = by.scope.reach(DECIDE)
    is_drop = wish.kind != AllocationRun.Kind.PLACES
    if not (reach.national or (wish.area_code in reach.areas and not is_drop)):
        raise MayNotAllocate
    if is_drop:
        _refuse_drop(wish, by=by, now=now)
    offers = on_offer(by.scope, now=now, only=wish.stocks)
    if is_drop:  # the stores of forums receive, so none of them gives
        offers = [offer for offer in offers if offer.depot.kind != Depot.Kind.LRF]
    if not offers:
        raise NothingToShare
    run = AllocationRun.objects.create(
        kind=wish.kind, name=wish.name, state=AllocationRun.State.WAITING, method=wish.method,
        weighting=wish.weighting, area_id=None if is_drop else wish.area_code or None, on=local_day(now),
        days=wish.days, floor_days=wish.floor_days, most_packs=wish.most_packs,
        keep_percent=wish.keep_percent, why=wish.why, asked_at=now, asked_by=by.key,
    )  # fmt: skip
    AllocationStock.objects.bulk_create(
        AllocationStock(run=run, depot=offer.depot, item=offer.item, pack=offer.pack) for offer in offers
    )
    record(
        at=now, by=by, verb="supply.allocation.asked", subject=f"allocation:{run.pk}", why=wish.why,
        kind=wish.kind, method=wish.method, area=wish.area_code, days=wish.days,
    )  # fmt: skip
    defer(SOLVE, run_id=run.pk)
    return run


def _refuse_drop(wish: Wish, *, by: Actor, now: datetime) -> None:
    day = local_day(now)
    served = set(
        Depot.objects.filter(kind=Depot.Kind.LRF, closed_on__isnull=True, area__isnull=False).values_list(
            "area_id", flat=True
        )
    )
    if not served:
        raise NobodyToServe
    if wish.kind == AllocationRun.Kind.DROP_BY_PEOPLE:
        known = {line.area.code for line in older_people(by.scope, on=day) if line.figure}
        if missing := served - known:
            raise FiguresMissing(missing=sorted(missing))
