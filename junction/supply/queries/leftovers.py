"""What lacked of orders that nobody decides on, and has not gone on yet."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from junction.core.calendar import local_day
from junction.core.scope import Scope
from junction.registry.models import Place
from junction.registry.queries.places import within

from ..models import Ask, Order, OrderLine, Problem
from ..rules.onward import routes_on

ORDER = "supply.order"


def orders_left_short(
    scope: Scope, *, since: datetime, now: datetime, permission: str = ORDER, below_percent: int = 100
) -> QuerySet[Order]:
    """Return orders of places in reach that lacked stock, that nobody decided on and that have not gone on.

    `below_percent`: only where less than so much of some line was granted.
    """
    rules = routes_on(local_day(now))
    onward = [code for code, route in rules.by_code.items() if route.next]
    lines = OrderLine.objects.annotate(lacks=F("asked") * below_percent - F("granted") * 100)
    short = lines.filter(order=OuterRef("pk"), lacks__gt=0, reason__in=rules.leftovers.reasons)
    found = Order.objects.filter(
        Exists(short), ~Exists(Ask.objects.filter(pk=OuterRef("pk"))),
        ~Exists(Order.objects.filter(sent_on_from=OuterRef("pk"))),
        ~Exists(Problem.objects.filter(order=OuterRef("pk"))),
        place__isnull=False, route__in=onward, ordered_at__gte=since, ordered_at__lte=now,
    ).exclude(state=Order.State.CANCELLED)  # fmt: skip
    if not scope.reach(permission).national:
        found = found.filter(place__in=_places(scope, permission))
    return found.order_by("ordered_at", "pk")


def has_leftover(scope: Scope, order_id: int, *, permission: str = ORDER, now: datetime) -> bool:
    """Tell whether something of an order can still be sent on, however old it is."""
    long_ago = now.replace(year=now.year - 1, day=1)
    return (
        orders_left_short(scope, since=long_ago, now=now, permission=permission).filter(pk=order_id).exists()
    )


def lines_left_short(
    scope: Scope, order_ids: Collection[int], *, now: datetime
) -> dict[int, list[OrderLine]]:
    """Return the lines of such orders that lacked stock, by order, in one statement."""
    reasons = routes_on(local_day(now)).leftovers.reasons
    rows = OrderLine.objects.filter(order_id__in=order_ids, granted__lt=F("asked"), reason__in=reasons)
    found: dict[int, list[OrderLine]] = {pk: [] for pk in order_ids}
    for line in rows.order_by("order_id", "id"):
        found[line.order_id].append(line)
    return found


def gone_on_to(scope: Scope, order_id: int) -> int | None:
    """Return the order that what lacked of one in reach went on as, if it did."""
    seen = Order.objects.filter(sent_on_from=order_id, place__in=_places(scope)).order_by("pk")
    return seen.values_list("pk", flat=True).first()


def _places(scope: Scope, permission: str = "supply.see") -> QuerySet[Place, Any]:
    return Place.objects.filter(within(scope, permission)).order_by().values("pk")
