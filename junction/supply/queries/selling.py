"""What wholesalers sold on of what was released to them."""

from django.db.models import QuerySet

from junction.core.scope import Scope

from ..models import Depot, Sale
from .depots import STOCK, depots


def sales(scope: Scope, depot: Depot) -> QuerySet[Sale]:
    """The sales of one wholesaler's depot, for whoever keeps it."""
    kept = depots(scope, permission=STOCK).filter(pk=depot.pk)
    return Sale.objects.filter(depot__in=kept).select_related("place", "item")
