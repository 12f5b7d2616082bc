"""What the emergency line can be asked for."""

from datetime import date

from django.db.models import Q

from junction.core.scope import Scope

from ..models import Item

MOST = 60  # on one page; more come by the API


def items_to_ask_for(scope: Scope, *, on: date) -> list[Item]:
    """Return the items of the catalogue on a day, protective equipment first. Items are no secret."""
    there = Item.objects.filter(Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=on))
    return list(there.order_by("-is_ppe", "category", "name", "id")[:MOST])
