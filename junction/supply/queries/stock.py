"""How stock came into a depot and was counted there: receipts, counts and the movements of each."""

from django.db.models import QuerySet

from junction.core.scope import Scope

from ..models import CountLine, Depot, Movement, Receipt, StockCount
from .depots import STOCK, depots


def receipts(scope: Scope) -> QuerySet[Receipt]:
    """Deliveries to depots that this scope keeps or sees, the newest first."""
    return Receipt.objects.filter(depot__in=depots(scope)).select_related("depot", "supplier")


def receipt(scope: Scope, receipt_id: int, *, permission: str = STOCK) -> Receipt:
    """Return one. Raise `Receipt.DoesNotExist`."""
    return receipts(scope).filter(depot__in=depots(scope, permission=permission)).get(pk=receipt_id)


def received(scope: Scope, receipt: Receipt) -> QuerySet[Movement]:
    """What came with a delivery, in the order it was taken in."""
    if not receipts(scope).filter(pk=receipt.pk).exists():
        return Movement.objects.none()
    found = Movement.objects.filter(reference=f"receipt:{receipt.pk}", act="receive")
    return found.select_related("item", "lot").order_by("id")


def receipts_of(scope: Scope, depot: Depot) -> QuerySet[Receipt]:
    """The deliveries of one depot."""
    return receipts(scope).filter(depot_id=depot.pk)


def counts(scope: Scope) -> QuerySet[StockCount]:
    """Counts of depots in reach, the newest first."""
    return StockCount.objects.filter(depot__in=depots(scope)).select_related("depot")


def count(scope: Scope, count_id: int) -> StockCount:
    """Return one. Raise `StockCount.DoesNotExist`."""
    return counts(scope).get(pk=count_id)


def counts_of(scope: Scope, depot: Depot) -> QuerySet[StockCount]:
    """The counts of one depot."""
    return counts(scope).filter(depot_id=depot.pk)


def counted(scope: Scope, count: StockCount) -> QuerySet[CountLine]:
    """The lots of a count."""
    found = CountLine.objects.filter(count_id=count.pk, count__in=counts(scope))
    return found.select_related("item", "lot").order_by("item__name", "id")
