"""Which places count in a figure about a day: known by a moment, open on the day, and lying in an area.

Every figure asks here, so that those reckoned in different ways agree. A place that was merged into another
counts with it and not by itself. A place is open until the day it closed from, as far as was known; one that
opened again was closed in between; one that others were merged into is open while any of them is. Since when
something is registered there is not looked at: that names the present provider, and a home goes on under a
new one. A place lies in its lowest-tier council or, where a list named only its county, in that.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from junction.core.scope import Scope

from ..models import Closing, Place, as_known
from .places import SEE, within

LIES_IN = Coalesce("area_id", "council_id")  # the lowest area known to hold a place


def known_places(
    scope: Scope, *, permission: str = SEE, as_at: datetime | None = None, merged: Collection[int] = ()
) -> QuerySet[Place]:
    """Places in scope that were known by a moment and stood for themselves, open or closed, as known then.

    `merged` are the places that stood for nothing then, as `merged_at` gives them.
    """
    found = as_known(Place, as_at).filter(within(scope, permission, as_at=as_at)).order_by()
    if as_at is None:
        return found.filter(merged_into__isnull=True)
    return found.exclude(pk__in=list(merged)) if merged else found


def open_on(scope: Scope, day: date, *, as_at: datetime | None = None, merged: Mapping[int, int]) -> Q:
    """Places that were open on a day, as far as was known; `merged` as `merged_at` gives it.

    For a query that reads places as they were known then, in a scope or not.
    """
    is_open = Q(closed_on__isnull=True) | Q(closed_on__gt=day)
    if ends := _ends_of_families(merged, as_at):
        open_together = [place_id for place_id, end in ends.items() if end is None or end > day]
        is_open = Q(pk__in=open_together) | (is_open & ~Q(pk__in=list(ends)))
    for_a_while = closed_between(scope, as_at=as_at).filter(closed_on__lte=day, reopened_on__gt=day)
    return is_open & ~Q(pk__in=for_a_while.values("place"))


def closed_from(scope: Scope, *, as_at: datetime | None = None, merged: Mapping[int, int]) -> Any:
    """The first day on which a place was closed, as far as was known; null while it was open."""
    ends = _ends_of_families(merged, as_at)
    together = [When(pk=place_id, then=Value(end)) for place_id, end in ends.items()]
    return Case(*together, default=F("closed_on")) if together else F("closed_on")


def closed_between(scope: Scope, *, as_at: datetime | None = None) -> QuerySet[Closing]:
    """Times for which a place was closed, from `closed_on` until it opened again, as far as was known."""
    ended = Closing.objects.filter(reopened_on__isnull=False).order_by()
    return ended if as_at is None else ended.filter(reopened_at__lte=as_at)


def _ends_of_families(merged: Mapping[int, int], as_at: datetime | None) -> dict[int, date | None]:
    """The first closed day of each place that others were merged into, of all together; None while open."""
    if not merged:
        return {}
    ends: dict[int, date | None] = {}
    members = as_known(Place, as_at).filter(pk__in={*merged, *merged.values()}).order_by()
    for place_id, end in members.values_list("id", "closed_on"):
        kept = merged.get(place_id, place_id)
        other = ends.get(kept, date.min)
        ends[kept] = None if end is None or other is None else max(end, other)
    return ends
