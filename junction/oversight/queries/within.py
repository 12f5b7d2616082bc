"""What a scope reaches, as the words by which lines of the log and messages name it: "place:12", "area:E08…".

Places that were closed or merged count: their past belongs to whoever answers for them today.
"""

from junction.core.scope import Scope
from junction.registry import queries as registry


def references(scope: Scope, permission: str) -> list[str]:
    """Every place, area, organisation and incident within reach of a permission that is not of the nation."""
    reach = scope.reach(permission)
    if not reach:
        return []
    places = registry.reached(scope, permission=permission).order_by().values_list("pk", flat=True)
    incidents = registry.incidents(scope).order_by().values_list("pk", flat=True)
    return [
        *(f"place:{number}" for number in places),
        *(f"area:{code}" for code in reach.areas),
        *(f"organisation:{number}" for number in reach.organisations),
        *(f"incident:{number}" for number in incidents),
    ]
