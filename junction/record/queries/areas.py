"""Whose documents one may keep: the councils, forums and regions in reach on a day."""

from datetime import date

from junction.core.scope import Scope
from junction.registry.queries import areas

from .documents import KEEP

KINDS = ("nation", "region", "lrf", "county", "unitary", "district")


def areas_to_keep_for(scope: Scope, *, on: date) -> list[tuple[str, str]]:
    """Return code and name of the areas one may keep documents of, by name."""
    reach = scope.reach(KEEP)
    found = areas(scope, on=on).filter(kind__in=KINDS)
    if not reach.national:
        found = found.filter(code__in=reach.areas)
    return list(found.order_by("name").values_list("code", "name"))
