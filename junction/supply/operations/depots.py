"""Open and close depots. National hubs and wholesalers are the national team's; others their area's."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from junction.core.audit.operations import record
from junction.core.scope import Actor

from ..models import Balance, Depot
from ..queries import depots
from .stock_refusals import DepotKnown, DepotNotEmpty, MayNotKeepStock


@transaction.atomic
def open_depot(*, code: str, said: Mapping[str, Any], by: Actor, now: datetime) -> Depot:
    """Open a depot. Raise `MayNotKeepStock`, `DepotKnown`."""
    reach, area = by.scope.reach(depots.STOCK), said.get("area_id")
    if not (reach.national or area in reach.areas):
        raise MayNotKeepStock
    if Depot.objects.filter(code=code).exists():
        raise DepotKnown
    made = Depot.objects.create(code=code, **said)
    record(at=now, by=by, verb="supply.depot.opened", subject=f"depot:{made.pk}", code=code, kind=made.kind)
    return made


@transaction.atomic
def close_depot(*, code: str, on: date, why: str, by: Actor, now: datetime) -> Depot:
    """Close a depot from a day on. Raise `Depot.DoesNotExist` out of reach, `DepotNotEmpty`."""
    found = depots.depot(by.scope, code, permission=depots.STOCK)
    held = Depot.objects.select_for_update().get(pk=found.pk)
    if Balance.objects.filter(~Q(quantity=0), account__depot=held).exists():
        raise DepotNotEmpty
    held.closed_on = on
    held.save(update_fields=["closed_on"])
    record(at=now, by=by, verb="supply.depot.closed", subject=f"depot:{held.pk}", why=why, on=on.isoformat())
    return held
