"""What a provider sees before it orders: what it may have, what is left of it, and from when it may order
again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from junction.core.playbook import NoRuleInForce

from .admission import OPENS_LATER, why_not
from .cadence import next_order_on, period_of, promised_on
from .limits import key_of, limits_on
from .routes import routes_on


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider, as far as what it may order depends on it."""

    place_id: int
    provider_type: str
    size: int | None
    areas: frozenset[str]
    opens_on: date | None
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Offered:
    """An item of the catalogue in the smallest pack that can be ordered."""

    item_id: int
    code: str
    name: str
    base_unit: str
    plural_unit: str
    measure: str
    pack_id: int
    pack_name: str
    pack: int


@dataclass(frozen=True, slots=True)
class Allowance:
    """What may be ordered of one item: base units in the period, had so far, and left in whole packs."""

    offered: Offered
    key: str
    ceiling: int
    had: int

    @property
    def left(self) -> int:
        return max(self.ceiling - self.had, 0) // self.offered.pack * self.offered.pack

    @property
    def packs_left(self) -> int:
        return self.left // self.offered.pack


@dataclass(frozen=True, slots=True)
class Standing:
    """How a provider stands with the portal on a day; without `allowances` it cannot order, and `why_not`
    says why.
    """

    routes: tuple[str, ...]
    why_not: str = ""
    opens_on: date | None = None
    band: str = ""
    size_measure: str = ""
    allowances: tuple[Allowance, ...] = ()
    next_order_on: date | None = None
    promised_on: date | None = None
    begins_anew_on: date | None = None
    uplift_percent: int = 0
    reference: str = ""
    source: str = ""
    combined: Mapping[str, int] | None = None

    @property
    def may_order_now(self) -> bool:
        return any(allowance.left for allowance in self.allowances)


def standing_of(
    provider: Provider, *, offered: Sequence[Offered], had: Mapping[str, int], now: datetime, day: date
) -> Standing:
    """Say how a provider stands; `had` is what it was granted in the period of `day`, by name of the
    limit.
    """
    kind, size = provider.provider_type, provider.size
    opens_on, closed_on = provider.opens_on, provider.closed_on
    refused = why_not(kind, size, areas=provider.areas, opens_on=opens_on, day=day, closed_on=closed_on)
    routes = _routes(provider, day)
    if refused:
        return Standing(routes, why_not=refused, opens_on=opens_on if refused == OPENS_LATER else None)
    limits = limits_on(day)
    allowed, band = limits.allowed(kind, size, day), limits.band_of(kind, size)
    assert band is not None  # or the limits would allow it nothing
    allowances = _allowances(allowed, offered, had)
    is_used_up = not any(allowance.left for allowance in allowances)
    return Standing(
        routes=routes,
        band=band.title,
        size_measure=band.measure,
        allowances=allowances,
        next_order_on=next_order_on(limits.cadence, day, is_used_up=is_used_up),
        promised_on=promised_on(limits.cadence, now),
        begins_anew_on=period_of(limits.cadence, day)[1],
        uplift_percent=limits.percent_on(day),
        reference=limits.reference,
        source=limits.source,
        combined=limits.combined,
    )


def _routes(provider: Provider, day: date) -> tuple[str, ...]:
    try:
        return routes_on(day, provider_type=provider.provider_type, size=provider.size)
    except NoRuleInForce:
        return ()


def _allowances(
    allowed: Mapping[str, int], offered: Sequence[Offered], had: Mapping[str, int]
) -> tuple[Allowance, ...]:
    found = []
    for one in offered:
        key = key_of(allowed, code=one.code, measure=one.measure)
        if key is not None:
            found.append(Allowance(one, key, allowed[key], had.get(key, 0)))
    return tuple(found)


def combined_pack(standing: Standing) -> dict[str, int]:
    """Return the combined pack as base units by item's code, no more of each than is left."""
    wanted = dict(standing.combined or {})
    found: dict[str, int] = {}
    for allowance in standing.allowances:
        units = min(wanted.pop(allowance.key, 0), allowance.left)
        if units:
            found[allowance.offered.code] = units
    return found
