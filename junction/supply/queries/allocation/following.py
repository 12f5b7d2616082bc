"""What followed from a published run: its orders, by the depot that sends them and how far they are."""

from dataclasses import dataclass

from django.db.models import Count

from junction.core.scope import Scope

from ...models import AllocationRun, Depot, Order
from ..depots import STOCK, depots
from .runs import runs


@dataclass(frozen=True, slots=True)
class Following:
    """The orders of a run that one depot sends."""

    depot: Depot
    orders: int
    waiting: int  # reserved or being picked
    on_their_way: int
    there: int
    other: int  # cancelled or refused since
    may_pick: bool


WAITING = (Order.State.ASKED, Order.State.RESERVED, Order.State.PICKING)
THERE = (Order.State.DELIVERED, Order.State.CLOSED)


def following(scope: Scope, run: AllocationRun) -> list[Following]:
    """Return the orders of a run by depot; three statements, none for a run out of reach."""
    seen = runs(scope).filter(pk=run.pk).values("pk")
    rows = Order.objects.filter(allocated__run__in=seen).values("from_depot", "state").annotate(n=Count("pk"))
    counts: dict[int, dict[str, int]] = {}
    for row in rows.order_by():
        counts.setdefault(row["from_depot"] or 0, {})[row["state"]] = row["n"]
    if not counts:
        return []
    keeps = set(depots(scope, permission=STOCK).filter(pk__in=counts).values_list("pk", flat=True))
    return [
        _following(depot, counts[depot.pk], depot.pk in keeps)
        for depot in Depot.objects.filter(pk__in=counts).order_by("name", "pk")
    ]


def _following(depot: Depot, states: dict[str, int], may_pick: bool) -> Following:
    waiting, there = (sum(states.get(state, 0) for state in group) for group in (WAITING, THERE))
    on_their_way, orders = states.get(Order.State.DISPATCHED, 0), sum(states.values())
    other = orders - waiting - there - on_their_way
    return Following(depot, orders, waiting, on_their_way, there, other, may_pick)
