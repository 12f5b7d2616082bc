"""What may be given out: of each depot that somebody decides over, whole packs of items that returns ask
about.

A pack counts when it lies on the shelf in lots that may be used, and is not promised to anybody.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from junction.core.calendar import local_day
from junction.core.scope import Scope

from ...models import Account, Balance, Depot, Item, Pack
from ...rules.lots import LotState
from ..depots import depots, on_shelf
from .runs import DECIDE


@dataclass(frozen=True, slots=True)
class OnOffer:
    """So many packs of an item that a depot could give out."""

    depot: Depot
    item: Item
    pack: Pack
    packs: int

    @property
    def key(self) -> str:
        """Return what a form calls it."""
        return f"{self.depot.pk}:{self.item.pk}"


def on_offer(scope: Scope, *, now: datetime, only: Iterable[tuple[int, int]] | None = None) -> list[OnOffer]:
    """Return what there is in the depots that this scope decides over, or of some (depot, item) only.

    In the smallest pack that can be ordered; an item without one is not shared in runs.
    """
    wanted = None if only is None else set(only)
    items = {item.pk: item for item in Item.objects.filter(withdrawn_on__isnull=True).exclude(measure="")}
    packs: dict[int, Pack] = {}
    for pack in Pack.objects.filter(item__in=items, is_orderable=True).order_by("-quantity", "-pk"):
        packs[pack.item_id] = pack
    found = []
    for depot in depots(scope, permission=DECIDE, on=local_day(now)).order_by("name", "pk"):
        if wanted is not None and depot.pk not in {each for each, _ in wanted}:
            continue
        for item_id, units in sorted(_free(scope, depot, packs, now).items()):
            whole = units // packs[item_id].quantity
            if whole and (wanted is None or (depot.pk, item_id) in wanted):
                found.append(OnOffer(depot, items[item_id], packs[item_id], whole))
    return found


def _free(scope: Scope, depot: Depot, items: Iterable[int], now: datetime) -> dict[int, int]:
    """Return units of each item that may be used and are promised to nobody."""
    rows = Balance.objects.filter(account__depot=depot, item__in=list(items), quantity__gt=0)
    held: dict[str, dict[int, int]] = {Account.Kind.AVAILABLE: {}, Account.Kind.RESERVED: {}}
    for kind, item_id, quantity in rows.values_list("account__kind", "item_id", "quantity"):
        if kind in held:
            held[kind][item_id] = quantity
    shelves = on_shelf(scope, depot, held[Account.Kind.AVAILABLE], at=now)
    free = {}
    for item_id, available in held[Account.Kind.AVAILABLE].items():
        usable = sum(lot.quantity for lot in shelves.get(item_id, ()) if lot.state is LotState.USABLE)
        promised = held[Account.Kind.RESERVED].get(item_id, 0)
        free[item_id] = max(0, min(available, usable - promised))
    return free
