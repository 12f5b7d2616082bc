"""Which places bear an identifier, of those that somebody may order for."""

from junction.core.scope import Scope
from junction.registry.models import Identifier
from junction.registry.queries import places

from .orders import ORDER


def bearers(scope: Scope, value: str, kind: str) -> list[int]:
    """The places in reach that answer for an identifier; of any kind where that is empty."""
    held = Identifier.objects.filter(value=value, withdrawn_at__isnull=True, place__isnull=False)
    held = held.filter(kind=kind) if kind else held
    answer = {into or one for one, into in held.values_list("place_id", "place__merged_into_id")}
    return list(
        places(scope, permission=ORDER).filter(pk__in=answer).order_by("pk").values_list("pk", flat=True)
    )
