"""What arrived in a span: deliveries, whom they reached, how many by the day promised, so much of an item.

A delivery arrived when somebody said so. Receivers lie where they lie today; what nobody has counted since it
came counts as it was sent.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncDate

from junction.core.calendar import LOCAL
from junction.core.scope import Scope
from junction.registry import queries as registry

from ..models import Consignment, ConsignmentLine
from .depots import SEE, depots


@dataclass(frozen=True, slots=True)
class Arrived:
    """Counts of what arrived in a span."""

    deliveries: int
    places: int
    promised: int  # deliveries that were promised for a day
    in_time: int  # of these, those that came by then

    @property
    def percent_in_time(self) -> float | None:
        """The share of those promised that came by their day, in per cent; None for none."""
        return 100 * self.in_time / self.promised if self.promised else None


def deliveries(scope: Scope, *, since: datetime, at: datetime, route: str = "") -> QuerySet[Consignment]:
    """Return what arrived in reach after one moment and up to another; of one route, when asked."""
    found = Consignment.objects.filter(delivered_at__gt=since, delivered_at__lte=at)
    found = found.filter(order__route=route) if route else found
    reach = scope.reach(SEE)
    if reach.national:
        return found
    held = registry.places(scope, permission=SEE).order_by().values("pk")
    mine = depots(scope).order_by().values("pk")
    return found.filter(
        Q(order__place__in=held) | Q(order__to_depot__in=mine)
        | Q(order__organisation__in=reach.organisations)
    )  # fmt: skip


def arrived(scope: Scope, *, since: datetime, at: datetime, route: str = "") -> Arrived:
    """Count what arrived in reach in a span, in one statement."""
    on = TruncDate("delivered_at", tzinfo=LOCAL)
    counts = (
        deliveries(scope, since=since, at=at, route=route)
        .annotate(on=on)
        .aggregate(
            deliveries=Count("pk"),
            places=Count("order__place", distinct=True),
            promised=Count("pk", filter=Q(promised_on__isnull=False)),
            in_time=Count("pk", filter=Q(on__lte=F("promised_on"))),
        )
    )
    return Arrived(**counts)


def arrived_of_item(scope: Scope, code: str, *, since: datetime, at: datetime) -> int:
    """Return how much of an item arrived in reach in a span, in base units."""
    mine = deliveries(scope, since=since, at=at).order_by().values("pk")
    lines = ConsignmentLine.objects.filter(consignment__in=mine, item__code=code)
    return int(lines.aggregate(n=Sum(Coalesce("received", "quantity")))["n"] or 0)
