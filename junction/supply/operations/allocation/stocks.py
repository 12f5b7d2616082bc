"""The stock of a run: its items, depots, packs in each, and whom each depot serves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from django.db.models import F
from numpy.typing import NDArray

from junction.core.scope import Actor
from junction.registry.queries import inside

from ...models import Account, AllocationRun, AllocationStock, Balance, Depot, Item, Order, OrderLine
from ...queries.allocation import on_offer

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
UNDER_WAY = (Order.State.RESERVED, Order.State.PICKING, Order.State.DISPATCHED)


@dataclass(frozen=True, slots=True)
class Stocks:
    """m items in d depots."""

    items: tuple[Item, ...]
    depots: tuple[Depot, ...]
    sizes: Ints  # units in a pack of each item
    packs: Ints  # m x d
    positions: Floats  # d x 2, longitude and latitude

    def serves(self, areas: Sequence[str | None], *, on: date, is_drop: bool) -> NDArray[np.bool_]:
        """Tell which depot serves whom, by the lowest area that is known of each.

        A depot with an area serves all inside it, one without all; a drop goes wherever it is wanted.
        """
        table = np.ones((len(areas), len(self.depots)), dtype=np.bool_)
        for number, depot in enumerate(self.depots):
            if depot.area_id and not is_drop:
                within = inside([depot.area_id], on=on) | {depot.area_id}
                table[:, number] = [code in within for code in areas]
        return table

    def held_by(self, forums: Sequence[Sequence[Depot]]) -> Ints:
        """Return the units of each item that are available in the stores of each forum, forums by items."""
        found = Balance.objects.filter(
            account__kind=Account.Kind.AVAILABLE, account__depot__in=_numbered(forums),
            item__in=[item.pk for item in self.items],
        )  # fmt: skip
        return self._added(forums, found.values_list("account__depot_id", "item_id", "quantity"))

    def coming_to(self, forums: Sequence[Sequence[Depot]]) -> Ints:
        """Return the units of each item that were promised or sent to those stores and have not come."""
        lines = OrderLine.objects.filter(
            order__to_depot__in=_numbered(forums), order__state__in=UNDER_WAY,
            item__in=[item.pk for item in self.items], granted__gt=F("received"),
        )  # fmt: skip
        left = lines.annotate(left=F("granted") - F("received"))
        return self._added(forums, left.values_list("order__to_depot_id", "item_id", "left"))

    def _added(self, forums: Sequence[Sequence[Depot]], rows: Iterable[tuple[int, int, int]]) -> Ints:
        added = np.zeros((len(forums), len(self.items)), dtype=np.int64)
        numbers = _numbered(forums)
        columns = {item.pk: number for number, item in enumerate(self.items)}
        for depot_id, item_id, quantity in rows:
            added[numbers[depot_id], columns[item_id]] += quantity
        return added


def _numbered(forums: Sequence[Sequence[Depot]]) -> dict[int, int]:
    """Return the number of the forum of each store."""
    return {store.pk: number for number, mine in enumerate(forums) for store in mine}


def stocks_of(run: AllocationRun, chosen: Sequence[AllocationStock], *, by: Actor, now: datetime) -> Stocks:
    """Return what the chosen depots can give out now, less the part that stays, and keep it with the run."""
    offers = on_offer(by.scope, now=now, only=[(one.depot_id, one.item_id) for one in chosen])
    there = {(offer.depot.pk, offer.item.pk): offer.packs for offer in offers}
    for one in chosen:
        one.packs = there.get((one.depot_id, one.item_id), 0) * (100 - run.keep_percent) // 100
    AllocationStock.objects.bulk_update(chosen, ["packs"])
    items = {one.item_id: one.item for one in sorted(chosen, key=lambda one: (one.item.name, one.item_id))}
    depots = {
        one.depot_id: one.depot for one in sorted(chosen, key=lambda one: (one.depot.name, one.depot_id))
    }
    sizes = {one.item_id: one.pack.quantity for one in chosen}
    packs = np.zeros((len(items), len(depots)), dtype=np.int64)
    rows, columns = list(items), list(depots)
    for one in chosen:
        packs[rows.index(one.item_id), columns.index(one.depot_id)] = one.packs
    return Stocks(
        items=tuple(items.values()),
        depots=tuple(depots.values()),
        sizes=np.array([sizes[item] for item in rows], dtype=np.int64),
        packs=packs,
        positions=np.array([_position(depot) for depot in depots.values()], dtype=np.float64).reshape(-1, 2),
    )


def _position(depot: Depot) -> tuple[float, float]:
    nowhere = float("nan")
    return (
        (nowhere, nowhere)
        if depot.longitude is None or depot.latitude is None
        else (depot.longitude, depot.latitude)
    )
