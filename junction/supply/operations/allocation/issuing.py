"""Issue stock of a forum's or a council's store to one place: an order onward, reserved at once."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.scope import Actor
from junction.registry import queries as registry

from ...models import Account, Act, Depot, Order, OrderLine
from ...queries.allocation import DECIDE, on_offer
from ...queries.depots import depots
from ..accounts import accounts_of
from ..ledger import Move, post
from ..refusals import NotEnough
from .refusals import NotEnoughHere, NothingIssued

ONWARD_FROM = (Depot.Kind.LRF, Depot.Kind.COUNCIL)


@transaction.atomic
def issue_onward(
    *, place_id: int, depot_id: int, packs: Mapping[int, int], why: str, by: Actor, now: datetime
) -> Order:
    """Issue packs of items (by number) to a place.

    Raise `DoesNotExist` for a place or store out of reach, `NothingIssued`, `NotEnoughHere`.
    """
    place = registry.place(by.scope, place_id, permission=DECIDE)
    depot = depots(by.scope, permission=DECIDE).get(pk=depot_id, kind__in=ONWARD_FROM, closed_on__isnull=True)
    wanted = {item: count for item, count in packs.items() if count}
    if not wanted:
        raise NothingIssued
    offers = {
        one.item.pk: one for one in on_offer(by.scope, now=now, only=[(depot.pk, item) for item in wanted])
    }
    if any(item not in offers or offers[item].packs < count for item, count in wanted.items()):
        raise NotEnoughHere
    order = Order.objects.create(
        route=Order.Route.ONWARD, state=Order.State.RESERVED, place=place, from_depot=depot, ordered_at=now,
        ordered_by=by.key, channel="web", why=why, changed_at=now,
    )  # fmt: skip
    units = {item: count * offers[item].pack.quantity for item, count in wanted.items()}
    OrderLine.objects.bulk_create(
        OrderLine(order=order, item_id=item, pack=offers[item].pack, asked=quantity, granted=quantity)
        for item, quantity in units.items()
    )
    _reserve(depot, order, units, by=by, now=now)
    record(
        at=now, by=by, verb="supply.order.issued-onward", subject=f"order:{order.pk}", why=why,
        place=place.pk, depot=depot.pk,
        units={offers[item].item.code: quantity for item, quantity in units.items()},
    )  # fmt: skip
    return order


def _reserve(depot: Depot, order: Order, units: Mapping[int, int], *, by: Actor, now: datetime) -> None:
    accounts = accounts_of(depot)
    shelf, promised = accounts[Account.Kind.AVAILABLE].pk, accounts[Account.Kind.RESERVED].pk
    moves = [
        Move(item, quantity, shelf, promised, Act.RESERVE, reference=f"order:{order.pk}")
        for item, quantity in units.items()
    ]
    try:
        post(moves, by=by, now=now)
    except NotEnough as short:
        raise NotEnoughHere("", **short.about) from short
