"""The demand of a large area, kept in this process for some minutes, with the moment it was worked out.

A nation's demand reads near a million counts. Pages that many look at during a rush show it as it was a few
minutes ago and say so; the playbook sets how many, and from how many places it is kept. Small areas, claims
of runs and the pages of a place are always worked out anew.
"""

from collections import OrderedDict, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from threading import Lock

from junction.core.scope import Reach, Scope

from ...models import Item
from ...rules.demand import limits_on
from .figures import SEE, Demand, demand_of

MOST = 4  # a nation's takes some 60 MB
Key = tuple[Reach, str, date, datetime | None, tuple[int, ...], str]


@dataclass(frozen=True, slots=True)
class Kept:
    """A demand, and when it was worked out."""

    demand: Demand
    at: datetime


_kept: OrderedDict[Key, Kept] = OrderedDict()
_working: defaultdict[Key, Lock] = defaultdict(Lock)  # who asks meanwhile waits for the same answer


def kept_demand(
    scope: Scope,
    items: Sequence[Item],
    *,
    now: datetime,
    on: date,
    as_at: datetime | None = None,
    area_code: str = "",
) -> Kept:
    """Return the demand of an area, kept or worked out now."""
    limits = limits_on(on)
    key = (scope.reach(SEE), area_code, on, as_at, tuple(item.pk for item in items), limits.reference)
    if (found := _fresh(key, now, limits.keep_minutes)) is not None:
        return found
    with _working[key]:
        if (found := _fresh(key, now, limits.keep_minutes)) is not None:
            return found
        made = Kept(demand_of(scope, items, now=now, on=on, as_at=as_at, area_code=area_code), now)
        if len(made.demand) >= limits.keep_from_places:
            _kept[key] = made
            while len(_kept) > MOST:
                _kept.popitem(last=False)
    _working.pop(key, None)
    return made


def _fresh(key: Key, now: datetime, minutes: float) -> Kept | None:
    found = _kept.get(key)
    if found is None or not timedelta(0) <= now - found.at < timedelta(minutes=minutes):
        return None
    return found
