"""The areas somebody may report a shortage of."""

from datetime import date

from junction.core.scope import Scope
from junction.registry.queries import areas

DECIDE = "supply.decide"
COUNCILS = ("county", "unitary")


def areas_to_report(scope: Scope, *, on: date) -> list[tuple[str, str]]:
    """Return code and name of the upper-tier councils in reach on a day, by name."""
    reach = scope.reach(DECIDE)
    found = areas(scope, on=on).filter(kind__in=COUNCILS)
    if not reach.national:
        found = found.filter(code__in=reach.areas)
    return list(found.order_by("name").values_list("code", "name"))
