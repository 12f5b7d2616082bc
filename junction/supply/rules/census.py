"""Foresees whom a change of the order limits would affect: providers by type and band, before and after."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from .limits import NO_BAND, Limits


@dataclass(frozen=True, slots=True)
class Counted:
    """So many providers of one type and size."""

    provider_type: str
    size: int | None
    providers: int


@dataclass(frozen=True, slots=True)
class Effect:
    """Providers that one change of the limits treats alike; limits as base units in a period by item."""

    provider_type: str
    band_before: str
    band_after: str
    providers: int
    before: Mapping[str, int]
    after: Mapping[str, int]

    @property
    def is_change(self) -> bool:
        return self.before != self.after

    @property
    def may_order_more(self) -> bool:
        """Tell whether some item's limit rises and none falls."""
        return self.is_change and all(self.after.get(key, 0) >= units for key, units in self.before.items())

    @property
    def in_words(self) -> str:
        """Say what changes: "masks 50 → 200"; "No change"."""
        keys = dict.fromkeys([*self.before, *self.after])
        told = [
            f"{key.replace('_', ' ')} {self.before.get(key, 0):,} → {self.after.get(key, 0):,}"
            for key in keys
            if self.before.get(key, 0) != self.after.get(key, 0)
        ]
        return ", ".join(told) or "No change"


def effects(before: Limits | None, after: Limits, counted: Iterable[Counted], *, on: date) -> list[Effect]:
    """Return every group of providers with its limits before and after, most providers first."""
    groups: defaultdict[tuple[str, str, str], int] = defaultdict(int)
    shown: dict[tuple[str, str, str], tuple[Mapping[str, int], Mapping[str, int]]] = {}
    for one in counted:
        key = (one.provider_type, _title(before, one), _title(after, one))
        groups[key] += one.providers
        shown.setdefault(key, (_allowed(before, one, on), _allowed(after, one, on)))
    found = [Effect(*key, providers, *shown[key]) for key, providers in groups.items()]
    return sorted(found, key=lambda effect: (-effect.providers, effect.provider_type, effect.band_before))


def _title(limits: Limits | None, one: Counted) -> str:
    band = limits.band_of(one.provider_type, one.size) if limits else None
    return band.title if band else NO_BAND


def _allowed(limits: Limits | None, one: Counted, on: date) -> Mapping[str, int]:
    return limits.allowed(one.provider_type, one.size, on) if limits else {}
