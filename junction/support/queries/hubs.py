"""Hubs, the teams that answer calls: public facts, which any scope may read, and those of one's own areas."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q, QuerySet

from junction.core.scope import Scope

from ..models import Hub, HubWeek
from ..rules.hub_hours import Week, week_of
from .needs import ANSWER

KEEP = "support.directory"


def hubs(scope: Scope, *, on: date) -> QuerySet[Hub]:
    """Return every hub of a day, by council and name. Whom to ring is known to all."""
    living = Q(closed_on__isnull=True) | Q(closed_on__gt=on)
    return Hub.objects.filter(living, opened_on__lte=on).select_related("area").order_by("area__name", "name")


def hubs_within(scope: Scope, *, permission: str = ANSWER) -> QuerySet[Hub]:
    """Return the hubs of the areas in reach, those that are closed too."""
    reach = scope.reach(permission)
    found = Hub.objects.select_related("area")
    return found if reach.national else found.filter(area__in=reach.areas)


def hubs_to_choose(scope: Scope, *, on: date) -> list[tuple[int, str]]:
    """Return number and name of the hubs of a day in the areas one answers for."""
    mine = hubs_within(scope).filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on), opened_on__lte=on)
    return list(mine.values_list("pk", "name"))


def weeks_of(scope: Scope, found: Iterable[Hub], *, as_at: datetime | None = None) -> dict[int, list[Week]]:
    """Return the weeks of hubs, as they were written down (by a moment), in one statement."""
    weeks: dict[int, list[Week]] = {}
    rows = HubWeek.objects.filter(hub__in=list(found)).order_by("valid_from", "recorded_at", "pk")
    for row in rows if as_at is None else rows.filter(recorded_at__lte=as_at):
        weeks.setdefault(row.hub_id, []).append(week_of(row.valid_from, row.days))
    return weeks
