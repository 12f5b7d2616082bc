"""Decides where a provider turns for supplies, and in which order: dated data,
`playbook/supply-routes.toml`.
"""

from datetime import date
from types import MappingProxyType
from typing import Any

from junction.core.playbook import load

from .limits import PLAYBOOK

PORTAL = "portal"
ROUTES = MappingProxyType(
    {
        "portal": "Order on the portal",
        "own-supplier": "Your usual supplier",
        "wholesaler": "A wholesaler that was given stock",
        "lrf": "Your Local Resilience Forum",
        "council-hub": "Your council's hub",
        "emergency": "The emergency line, at any hour",
    }
)


def routes_on(day: date, *, provider_type: str, size: int | None) -> tuple[str, ...]:
    """Return the routes open to a provider on `day`, the first to try first; none before there were any."""
    way = _way(_values(day), provider_type, size)
    return tuple(way["steps"]) if way else ()


def routes_reference(day: date) -> str:
    """Return the version that says so on `day`."""
    return load(PLAYBOOK / "supply-routes.toml").on(day).reference


def may_use(route: str, *, day: date, provider_type: str, size: int | None) -> bool:
    """Tell whether a provider may use a route on `day`."""
    return route in routes_on(day, provider_type=provider_type, size=size)


def tried_before(route: str, *, day: date, provider_type: str, size: int | None) -> tuple[str, ...]:
    """Return the routes to be tried before `route`; all of them when it is not open to the provider."""
    steps = routes_on(day, provider_type=provider_type, size=size)
    return steps[: steps.index(route)] if route in steps else steps


def _values(day: date) -> Any:
    return load(PLAYBOOK / "supply-routes.toml").on(day).values


def _way(values: Any, provider_type: str, size: int | None) -> Any:
    for way in values["ways"]:
        named = provider_type in way["types"] or "*" in way["types"]
        small_enough = "until" not in way or size is None or size < way["until"]
        if named and small_enough:
            return way
    return None
