"""Depots somebody may send from, and what they have free of some items."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from junction.core.calendar import local_day
from junction.core.scope import Scope

from ..models import Account, Balance, Depot

DECIDE = "supply.decide"


def depots_to_send_from(scope: Scope, *, now: datetime, permission: str = DECIDE) -> QuerySet[Depot]:
    """Return the depots in reach that are open, by name; wholesalers sell for themselves and are left out."""
    on, reach = local_day(now), scope.reach(permission)
    opened = Depot.objects.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on), opened_on__lte=on)
    found = opened.exclude(kind=Depot.Kind.WHOLESALER)
    if reach.national:
        return found
    return found.filter(Q(area__in=reach.areas) | Q(organisation__in=reach.organisations))


def free_at(scope: Scope, depot_id: int, items: Iterable[int], *, now: datetime) -> dict[int, int]:
    """Return what a depot in reach has available of these items, in base units, in one statement."""
    depots = depots_to_send_from(scope, now=now)
    found = Balance.objects.filter(
        account__kind=Account.Kind.AVAILABLE, account__depot__in=depots, account__depot_id=depot_id
    )
    return dict(found.filter(item__in=list(items)).values_list("item_id", "quantity"))
