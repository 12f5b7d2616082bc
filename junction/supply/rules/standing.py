"""What a provider sees before it orders: what it may have, what is left of it, and from when it may order
again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from junction.core.playbook import NoRuleInForce

from .cadence import next_order_on, period_of, promised_on
from .limits import key_of, limits_on
from .routes import PORTAL, may_use, routes_on
from .waves import waves_on


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider, as far as what it may order depends on it."""

    place_id: int
    provider_type: str
    size: int | None
    areas: frozenset[str]
    opens_on: date | None


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
    kind = {"provider_type": provider.provider_type, "size": provider.size}
    try:
        routes = routes_on(day, **kind)  # type: ignore[arg-type] # a type and a size
    except NoRuleInForce:
        return Standing((), why_not="no-portal")
    if not may_use(PORTAL, day=day, **kind):  # type: ignore[arg-type] # a type and a size
        return Standing(routes, why_not="other-routes")
    limits = limits_on(day)
    waiting = _waiting(provider, day)
    if waiting:
        return Standing(routes, why_not=waiting, opens_on=provider.opens_on)
    allowed = limits.allowed(provider.provider_type, provider.size, day)
    band = limits.band_of(provider.provider_type, provider.size)
    if not allowed or band is None:
        return Standing(routes, why_not="no-limits")
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


def _waiting(provider: Provider, day: date) -> str:
    if provider.opens_on is not None:
        return "opens-later" if provider.opens_on > day else ""
    wave = waves_on(day).wave_of(provider.provider_type, provider.size, provider.areas)
    return "waits-for-wave" if wave else ""


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
