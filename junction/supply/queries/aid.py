"""Aid between providers: what one's places give and what they are offered. Both sides see the whole."""

from django.db.models import Q, QuerySet

from junction.core.scope import Scope
from junction.registry.models import Place
from junction.registry.queries.places import within

from ..models import Aid

SEE, ORDER = "supply.see", "supply.order"


def aids(scope: Scope, *, permission: str = SEE) -> QuerySet[Aid]:
    """Return the aid that places in reach give or are offered, the newest first."""
    found = Aid.objects.select_related("order", "giver", "taker").order_by("-offered_at", "-pk")
    if scope.reach(permission).national:
        return found
    own = Place.objects.filter(within(scope, permission)).order_by().values("pk")
    return found.filter(Q(giver__in=own) | Q(taker__in=own))


def aid(scope: Scope, aid_id: int, *, permission: str = SEE) -> Aid:
    """Return one. Raise `Aid.DoesNotExist` out of reach."""
    return aids(scope, permission=permission).get(pk=aid_id)


def is_for(scope: Scope, one: Aid, side: str) -> bool:
    """Tell whether this scope speaks for the giver or the taker."""
    number = one.giver_id if side == "giver" else one.taker_id
    return Place.objects.filter(within(scope, ORDER), pk=number).exists()
