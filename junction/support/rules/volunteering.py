"""What volunteers may say of themselves and what checks are worth, by the dated file; days and hours as bits.

Skills, languages and the parts of a week are bits, so that a hundred thousand volunteers are read as arrays;
which bit is which is said in the file and never changes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from junction.core.playbook import load

BOOK = load(Path(__file__).parents[1] / "playbook" / "volunteers.toml")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ANY_DAY, MONTH = len(DAYS), timedelta(days=30)
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Kind:
    """A skill or a language, and its bit."""

    code: str
    title: str
    bit: int


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a day, in minutes from midnight."""

    code: str
    title: str
    opens: int
    closes: int


@dataclass(frozen=True, slots=True)
class Check:
    """A check that a person has passed; a higher level includes the lower ones."""

    code: str
    title: str
    level: int
    months: int

    def relied_on_until(self, issued_on: date) -> date:
        """Return the first day on which a check is no longer relied on, where nothing is written on it."""
        return issued_on + self.months * MONTH


@dataclass(frozen=True, slots=True)
class MessageKind:
    """A kind of message, how early it goes, and whether it waits for no allowance."""

    code: str
    title: str
    rank: int
    is_always: bool


@dataclass(frozen=True, slots=True)
class Volunteering:
    """What holds on a day."""

    reference: str
    skills: Mapping[str, Kind]
    languages: Mapping[str, Kind]
    parts: tuple[Part, ...]
    checks: Mapping[str, Check]
    messages: Mapping[str, MessageKind]
    session_days: int
    link_days: int
    code_minutes: int
    code_tries: int
    keep_days: int
    reach_km: tuple[int, ...]
    capacities: tuple[int, ...]
    recent_days: int
    daily_allowance: int

    @property
    def hours(self) -> dict[str, str]:
        """The parts of a week to choose from: "0-morning" is Monday morning."""
        return {
            f"{day}-{part.code}": f"{name} {part.title}"
            for day, name in enumerate(DAYS)
            for part in self.parts
        }

    @property
    def every_hour(self) -> int:
        """All parts of a week."""
        return (1 << len(DAYS) * len(self.parts)) - 1

    def hours_mask(self, codes: Iterable[str]) -> int:
        """Return parts of a week as bits. Raise `KeyError` for one that is none."""
        numbers = {code: bit for bit, code in enumerate(self.hours)}
        return sum(1 << bit for bit in {numbers[code] for code in codes})

    def hours_of(self, mask: int) -> list[str]:
        """Return the parts of a week that bits stand for."""
        return [code for bit, code in enumerate(self.hours) if mask >> bit & 1]

    def windows(self, hours: Ints, weekday: int) -> tuple[Ints, Ints]:
        """Return when each is free on a day of the week, in minutes: n by parts, parts that touch as one.

        A window that is none closes before it opens.
        """
        count = len(self.parts)
        free = (hours[:, None] >> (weekday * count + np.arange(count))) & 1
        opens, closes = np.ones_like(free), np.zeros_like(free)
        for place, part in enumerate(self.parts):
            here = free[:, place] == 1
            joins = here & (free[:, place - 1] == 1) if place and self._touches(place) else here & False
            opens[:, place] = np.where(here, np.where(joins, opens[:, place - 1], part.opens), 1)
            closes[:, place] = np.where(here, part.closes, 0)
        return opens, closes

    def _touches(self, place: int) -> bool:
        return self.parts[place - 1].closes == self.parts[place].opens

    def level(self, code: str) -> int:
        """Return the level of a check; 0 for none."""
        return self.checks[code].level if code else 0


def mask(kinds: Mapping[str, Kind], codes: Iterable[str]) -> int:
    """Return kinds as bits. Raise `KeyError` for a code that is none."""
    return sum(1 << kinds[code].bit for code in set(codes))


def codes(kinds: Mapping[str, Kind], bits: int) -> list[str]:
    """Return the codes that bits stand for, in the order of the file."""
    return [kind.code for kind in kinds.values() if bits >> kind.bit & 1]


@cache
def volunteering_on(day: date) -> Volunteering:
    """Return what holds on a day. Raise `NoRuleInForce` before the first."""
    version = BOOK.on(day)
    said = dict(version.values)
    skills, languages = (
        {one["code"]: Kind(one["code"], one["title"], one["bit"]) for one in said.pop(name)}
        for name in ("skills", "languages")
    )
    parts = tuple(Part(one["code"], one["title"], one["from"], one["until"]) for one in said.pop("parts"))
    checks = {one["code"]: Check(**one) for one in said.pop("checks")}
    messages = {
        one["code"]: MessageKind(one["code"], one["title"], rank, one["is_always"])
        for rank, one in enumerate(said.pop("messages"))
    }
    return Volunteering(
        reference=version.reference, skills=skills, languages=languages, parts=parts, checks=checks,
        messages=messages, **said,
    )  # fmt: skip
