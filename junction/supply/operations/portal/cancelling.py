"""Take an order back before anybody begins to pick it: what it reserved is free again, and so is the
allowance.
"""

from datetime import datetime

from django.db import connection, transaction

from junction.core.audit.operations import record
from junction.core.scope import Actor
from junction.registry.queries import places

from ...models import Account, Act, Consignment, Order
from ..accounts import accounts_of
from ..ledger import Move, post
from ..shelves import lock_shelves
from .refusals import CannotCancel

ORDER = "supply.order"
GIVE_BACK = """
UPDATE supply_used u SET granted = greatest(u.granted - l.granted, 0)
FROM (SELECT limited_by, limited_from, sum(granted) AS granted FROM supply_orderline
      WHERE order_id = %s AND limited_by <> '' GROUP BY 1, 2) l
WHERE u.place_id = %s AND u.item_key = l.limited_by AND u.period_from = l.limited_from
"""


@transaction.atomic
def cancel_order(order_id: int, *, why: str, by: Actor, now: datetime) -> Order:
    """Cancel an order of the portal; raise `Order.DoesNotExist` out of reach, `CannotCancel` when it is
    too late.
    """
    order = Order.objects.select_for_update(of=("self",)).select_related("from_depot").get(
        pk=order_id, route=Order.Route.PORTAL
    )  # fmt: skip
    if not places(by.scope, permission=ORDER).filter(pk=order.place_id or 0).exists():
        raise Order.DoesNotExist
    begun = order.consignments.exclude(state__in=(Consignment.State.PLANNED, Consignment.State.CANCELLED))
    if order.state != Order.State.RESERVED or begun.exists():
        raise CannotCancel
    if order.from_depot is not None:
        lock_shelves([order.from_depot], order.lines.values_list("item_id", flat=True))
    lines = [line for line in order.lines.select_related("item") if line.granted]
    if order.from_depot is not None and lines:
        held = accounts_of(order.from_depot)
        reserved, available = held[Account.Kind.RESERVED].pk, held[Account.Kind.AVAILABLE].pk
        reference = f"order:{order.pk}"
        post(
            [
                Move(one.item_id, one.granted, reserved, available, Act.RELEASE, reference=reference)
                for one in lines
            ],
            by=by,
            now=now,
        )
    _give_back(order)
    order.consignments.filter(state=Consignment.State.PLANNED).update(state=Consignment.State.CANCELLED)
    order.state, order.changed_at = Order.State.CANCELLED, now
    order.save(update_fields=["state", "changed_at"])
    record(
        at=now,
        by=by,
        verb="supply.order.cancelled",
        subject=f"order:{order.pk}",
        why=why,
        place=order.place_id,
    )
    return order


def _give_back(order: Order) -> None:
    """Give back what the lines say they took, under the same name and in the same period."""
    with connection.cursor() as cursor:
        cursor.execute(GIVE_BACK, [order.pk, order.place_id])
