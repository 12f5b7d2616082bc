"""Make a mark of the flow, so that every moment after it is read from there; old marks thin out to one a day.

A mark lies a while back, since what was recorded by a moment may be stored some time after it.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction

from junction.core.calendar import local_day
from junction.core.scope import Actor

from ..models import FlowMark, FlowSum, Movement
from ..queries.flow import Cell, cells
from ..rules.kept_figures import keeping_on

COLUMNS = "mark_id, item_id, from_kind, from_depot_id, from_area, to_kind, to_depot_id, to_area, quantity"


@transaction.atomic
def make_mark(*, by: Actor, now: datetime) -> FlowMark | None:
    """Mark what all movements up to a while ago add up to; nothing when none came since the last mark."""
    at = now - keeping_on(local_day(now)).flow_behind
    newest = FlowMark.objects.first()
    if newest is not None and newest.at >= at:
        return None
    known = Movement.objects.filter(recorded_at__lte=at)
    last = Movement.objects.order_by("-id").values_list("id", flat=True).first()
    fresh = known.filter(id__gt=newest.last_id) | known.filter(recorded_at__gt=newest.at) if newest else known
    if last is None or not fresh.exists():
        return None
    found = _added(cells(by.scope, as_at=at))
    mark = FlowMark.objects.create(at=at, last_id=last, made_at=now)
    with connection.cursor() as cursor, cursor.copy(f"COPY supply_flowsum ({COLUMNS}) FROM STDIN") as copy:
        for key, quantity in sorted(found.items(), key=str):
            copy.write_row((mark.pk, *key, quantity))
    _thin(now)
    return mark


def _added(rows: Iterable[Cell]) -> dict[tuple[object, ...], int]:
    """One row for each pair of bearers: of the mark before and of the movements since, together."""
    found: dict[tuple[object, ...], int] = {}
    for *key, quantity in rows:
        found[tuple(key)] = found.get(tuple(key), 0) + quantity
    return found


def _thin(now: datetime) -> None:
    """Of each day that is over for some time only its last mark stays; a mark is a cache of movements."""
    seen, gone, whole = set(), [], keeping_on(local_day(now)).flow_whole
    for mark in FlowMark.objects.filter(at__lt=now - whole).order_by("-at"):
        day = local_day(mark.at)
        if day in seen:
            gone.append(mark.pk)
        seen.add(day)
    FlowSum.objects.filter(mark__in=gone).delete()
    FlowMark.objects.filter(pk__in=gone).delete()
