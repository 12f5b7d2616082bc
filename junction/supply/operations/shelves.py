"""Lock what lies at a depot before it is read and moved: all of it at once, and everywhere in one order.

What is read before it is locked may be gone by the time it is moved, and two who lock in different orders
lock each other out. Orders are locked before shelves, and lines of orders after them.
"""

from collections.abc import Iterable

from ..models import Account, Balance, Depot

HERE = (Account.Kind.AVAILABLE, Account.Kind.RESERVED, Account.Kind.PICKED, Account.Kind.HELD)


def lock_shelves(depots: Iterable[Depot | int], items: Iterable[int]) -> dict[tuple[int, int], int]:
    """Lock the balances of these items at these depots until the transaction ends.

    Return what each account has, by account and item, in base units.
    """
    rows = Balance.objects.select_for_update(of=("self",)).filter(
        account__depot__in=list(depots), account__kind__in=HERE, item__in=set(items)
    )
    return {(row.account_id, row.item_id): row.quantity for row in rows.order_by("account_id", "item_id")}
