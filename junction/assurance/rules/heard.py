"""How far a source and what it says are believed: the grades of a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from junction.core.playbook import load

BOOK = load(Path(__file__).parents[1] / "playbook" / "soft-intelligence.toml")


@dataclass(frozen=True, slots=True)
class HeardRules:
    """The grades of sources and of what they say, by code, in their order."""

    reference: str
    reliability: Mapping[str, str]
    credibility: Mapping[str, str]

    def knows(self, reliability: str, credibility: str) -> bool:
        """Tell whether both are grades of the lists."""
        return reliability in self.reliability and credibility in self.credibility


@cache
def heard_rules(day: date) -> HeardRules:
    """Return the grades in force on a day."""
    version = BOOK.on(day)
    return HeardRules(version.reference, version.values["reliability"], version.values["credibility"])
