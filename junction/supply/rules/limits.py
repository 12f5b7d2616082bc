"""Decides how much a provider may order in a period, by its type, its size and the day.

Limits are dated data (`playbook/order-limits.toml`); a limit is named by an item's code, or by what returns
call the item, so that two kinds of glove share one limit. A provider whose size is not known has the smallest
band of its type: a wrong guess can be put right by a word about its size, stock sent in error cannot. What no
band names cannot be ordered on the portal.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from junction.core.playbook import RuleVersion, load

from .cadence import Cadence

PLAYBOOK = Path(__file__).parents[1] / "playbook"
BOOK = PLAYBOOK / "order-limits.toml"
NO_BAND = "Cannot order on the portal"


@dataclass(frozen=True, slots=True)
class Band:
    """Providers of some types and sizes, and what each of them may order in a period."""

    title: str
    types: frozenset[str]
    measure: str
    size_from: int
    size_until: int | None  # exclusive; none: any size
    limits: Mapping[str, int]
    ours: bool
    published: frozenset[str]  # items whose figure was published, in a band that is ours otherwise

    def holds(self, provider_type: str, size: int | None) -> bool:
        """Tell whether a provider belongs here."""
        if provider_type not in self.types:
            return False
        return size is None or (
            self.size_from <= size and (self.size_until is None or size < self.size_until)
        )

    def is_ours(self, key: str) -> bool:
        """Tell whether the figure of an item is Junction's own."""
        return self.ours and key not in self.published


@dataclass(frozen=True, slots=True)
class Uplift:
    """So many percent more, from a day until another."""

    from_on: date
    until_on: date
    percent: int


@dataclass(frozen=True, slots=True)
class Limits:
    """One version of the order limits."""

    reference: str
    source: str
    cadence: Cadence
    bands: tuple[Band, ...]
    packs: Mapping[str, int]
    uplifts: tuple[Uplift, ...]
    combined: Mapping[str, int]  # what one tap puts into the basket

    def band_of(self, provider_type: str, size: int | None) -> Band | None:
        """Return the band of a provider; none: it cannot order on the portal."""
        return next((band for band in self.bands if band.holds(provider_type, size)), None)

    def percent_on(self, day: date) -> int:
        """Return by how many percent limits are raised on `day`."""
        return sum(one.percent for one in self.uplifts if one.from_on <= day < one.until_on)

    def allowed(self, provider_type: str, size: int | None, day: date) -> Mapping[str, int]:
        """Return what a provider may order in the period of `day`: base units by item; empty for none."""
        return _allowed(self, provider_type, size, self.percent_on(day))

    def __hash__(self) -> int:  # one object a version
        return id(self)


@lru_cache(maxsize=20_000)
def _allowed(limits: Limits, provider_type: str, size: int | None, percent: int) -> Mapping[str, int]:
    band = limits.band_of(provider_type, size)
    found = {} if band is None else {
        key: raised(limit, percent, pack=limits.packs.get(key, 1)) for key, limit in band.limits.items()
    }  # fmt: skip
    return MappingProxyType(found)


def raised(limit: int, percent: int, *, pack: int) -> int:
    """Return a limit with its uplift; what the uplift begins of a pack is a whole pack."""
    if not percent:
        return limit
    return -(-limit * (100 + percent) // (100 * pack)) * pack


def limits_on(day: date) -> Limits:
    """Return the limits in force on `day`; raise `NoRuleInForce` before the first."""
    return _limits_of_version(load(BOOK).on(day).version)


@cache
def _limits_of_version(version: str) -> Limits:
    return limits_of(load(BOOK).version(version))


def limits_of(version: RuleVersion) -> Limits:
    """Read one version. Raise `ValueError` or `KeyError` saying what is wrong with it."""
    values = version.values
    found = Limits(
        reference=version.reference,
        source=version.source,
        cadence=Cadence.of(values),
        bands=tuple(_band(one) for one in values["bands"]),
        packs=values.get("packs", MappingProxyType({})),
        uplifts=tuple(Uplift(one["from"], one["until"], one["percent"]) for one in values.get("uplifts", ())),
        combined=values.get("combined_pack", MappingProxyType({})),
    )
    _check(found)
    return found


def _band(said: Mapping[str, Any]) -> Band:
    return Band(
        title=said["title"],
        types=frozenset(said["types"]),
        measure=said["measure"],
        size_from=said.get("from", 0),
        size_until=said.get("until"),
        limits=said["limits"],
        ours=said["ours"],
        published=frozenset(said.get("published", ())),
    )


def _check(limits: Limits) -> None:
    """Every limit is whole packs, and no size of a type has two bands."""
    for band in limits.bands:
        for key, limit in band.limits.items():
            if limit < 0 or limit % limits.packs.get(key, 1):
                raise ValueError(f"{band.title}: {limit} {key} is not a number of whole packs")
    for index, band in enumerate(limits.bands):
        for other in limits.bands[index + 1 :]:
            if band.types & other.types and _overlap(band, other):
                raise ValueError(f"{band.title} and {other.title} hold the same sizes")


def _overlap(band: Band, other: Band) -> bool:
    starts_before_end = band.size_until is None or other.size_from < band.size_until
    return starts_before_end and (other.size_until is None or band.size_from < other.size_until)


def keys_of(limits: Limits) -> list[str]:
    """Return every item that some band names, in the order they are first named."""
    return list(dict.fromkeys(key for band in limits.bands for key in band.limits))


def key_of(allowed: Iterable[str], *, code: str, measure: str) -> str | None:
    """Return by which name an item is limited: its own code, or what returns call it; none: it is not."""
    names = frozenset(allowed)
    return code if code in names else measure if measure in names else None
