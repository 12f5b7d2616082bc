"""Lock what lies at a depot before it is read and moved: all of it at once, and everywhere in one order.

What is read before it is locked may be gone by the time it is moved, and two who lock in different orders
lock each other out. Orders are locked before shelves, and lines of orders after them.
"""

from collections.abc import Iterable

from ..models import Account, Balance, Depot, Order, OrderLine

WAITS = ("reserved", "picking")  # states of orders that something may still be picked for
HERE = (Account.Kind.AVAILABLE, Account.Kind.RESERVED, Account.Kind.PICKED, Account.Kind.HELD)


def lock_shelves(depots: Iterable[Depot | int], items: Iterable[int]) -> dict[tuple[int, int], int]:
    """Lock the balances of these items at these depots until the transaction ends.

    Return what each account has, by account and item, in base units.
    """
    rows = Balance.objects.select_for_update(of=("self",)).filter(
        account__depot__in=list(depots), account__kind__in=HERE, item__in=set(items)
    )
    return {(row.account_id, row.item_id): row.quantity for row in rows.order_by("account_id", "item_id")}


def lock_orders(depots: Iterable[Depot | int], items: Iterable[int]) -> None:
    """Lock the orders that these items are promised to at these depots: before shelves, for who may cut."""
    lines = OrderLine.objects.filter(item__in=set(items)).values("order")
    found = Order.objects.filter(from_depot__in=list(depots), state__in=WAITS, pk__in=lines)
    list(found.select_for_update(of=("self",)).order_by("ordered_at", "pk").values_list("pk", flat=True))
