"""Decides when a provider is let onto the portal, and foresees what the next wave of providers would ask for.

Waves are dated data (`playbook/portal-waves.toml`). Within a wave as many providers as its capacity are let
on each day; the smallest first, since they have the least stock to wait with.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from junction.core.playbook import load

from .limits import PLAYBOOK


@dataclass(frozen=True, slots=True)
class Wave:
    """Providers that are let on together, day by day."""

    code: str
    title: str
    opens_on: date
    types: frozenset[str]
    size_from: int
    size_until: int | None
    areas: frozenset[str]
    capacity_a_day: int

    def holds(self, provider_type: str, size: int | None, areas: frozenset[str]) -> bool:
        """Tell whether a provider belongs to this wave. One of unknown size counts as small."""
        fits = size is None or (
            self.size_from <= size and (self.size_until is None or size < self.size_until)
        )
        return provider_type in self.types and fits and (not self.areas or bool(self.areas & areas))


@dataclass(frozen=True, slots=True)
class Waves:
    """The waves of one version, in order, and what is expected of those let on."""

    reference: str
    waves: tuple[Wave, ...]
    order_in_a_week: float
    of_allowance: float
    asked_days: int  # so far back it is looked at what was asked for

    def wave_of(self, provider_type: str, size: int | None, areas: frozenset[str]) -> Wave | None:
        """Return the wave a provider belongs to; none: it needs no opening."""
        return next((wave for wave in self.waves if wave.holds(provider_type, size, areas)), None)

    def named(self, code: str) -> Wave | None:
        """Return a wave by its code."""
        return next((wave for wave in self.waves if wave.code == code), None)


def waves_on(day: date) -> Waves:
    """Return the waves in force on `day`."""
    return _waves_of(load(PLAYBOOK / "portal-waves.toml").on(day).version)


@cache
def _waves_of(version: str) -> Waves:
    found = load(PLAYBOOK / "portal-waves.toml").version(version)
    expected = found.values["expected"]
    return Waves(
        reference=found.reference,
        waves=tuple(_wave(said) for said in found.values["waves"]),
        order_in_a_week=expected["order_in_a_week"],
        of_allowance=expected["of_allowance"],
        asked_days=expected["asked_days"],
    )


def _wave(said: Mapping[str, Any]) -> Wave:
    return Wave(
        code=said["code"],
        title=said["title"],
        opens_on=said["opens_on"],
        types=frozenset(said["types"]),
        size_from=said.get("from", 0),
        size_until=said.get("until"),
        areas=frozenset(said.get("areas", ())),
        capacity_a_day=said["capacity_a_day"],
    )


def opening_day(wave: Wave, position: int, *, from_on: date) -> date:
    """Return the day on which the provider at `position` (from 0) is let on, none before `from_on`."""
    return max(wave.opens_on, from_on) + timedelta(days=position // wave.capacity_a_day)


@dataclass(frozen=True, slots=True)
class DayAhead:
    """What is foreseen of one day of a wave: base units by item."""

    day: date
    let_on: int
    orders: int
    asked: Mapping[str, int]
    left: Mapping[str, int]
    short: Mapping[str, int]


def foresee(
    wave: Wave,
    *,
    allowances: Sequence[Mapping[str, int]],
    stock: Mapping[str, int],
    already_on: Mapping[str, int],
    waves: Waves,
    from_on: date,
    days: int = 28,
) -> list[DayAhead]:
    """Foresee a wave day by day, with no new stock coming.

    `allowances` are those of the wave's providers for a week, in the order they are let on; `already_on` is
    what those who order by now may order in a week, in all. Everybody let on orders once a week with the
    chance the playbook says, the same part of its allowance.
    """
    a_day = waves.order_in_a_week / 7
    left, ahead = dict(stock), []
    on, asking = 0, dict(already_on)
    for offset in range(days):
        day = max(wave.opens_on, from_on) + timedelta(days=offset)
        joining = allowances[on : on + wave.capacity_a_day]
        on += len(joining)
        for allowed in joining:
            for key, units in allowed.items():
                asking[key] = asking.get(key, 0) + units
        asked = {key: round(units * waves.of_allowance * a_day) for key, units in asking.items()}
        short = {key: max(units - left.get(key, 0), 0) for key, units in asked.items()}
        left = {key: max(left.get(key, 0) - asked.get(key, 0), 0) for key in left.keys() | asked.keys()}
        ahead.append(DayAhead(day, len(joining), round(on * a_day), asked, dict(left), short))
    return ahead
