"""Practice-quality reviews: which weeks there are, and which of them a council missed.

Winter plan of 18 September 2020: directors and principal social workers look at what assures the quality of
practice, so that pressure does not lower it. A week is missed once it is over and nobody reviewed in it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from junction.core.playbook import load

BOOK = load(Path(__file__).parents[1] / "playbook" / "practice-reviews.toml")


@dataclass(frozen=True, slots=True)
class State:
    """A word for how a council keeps up."""

    title: str
    colour: str


@dataclass(frozen=True, slots=True)
class PracticeRules:
    """The rules in force on a day."""

    reference: str
    cadence_days: int
    first_on: date
    looks_back: int
    frameworks: Mapping[str, str]
    signers: Mapping[str, str]
    states: Mapping[str, State]

    def week_of(self, day: date) -> date | None:
        """Return the first day of the week that a day lies in; none before the first week."""
        if day < self.first_on:
            return None
        return day - timedelta(days=(day - self.first_on).days % self.cadence_days)


@cache
def practice_rules(day: date) -> PracticeRules:
    """Return the rules in force on a day. Raise `NoRuleInForce` before there were any."""
    version = BOOK.on(day)
    said = version.values
    return PracticeRules(
        version.reference, said["cadence_days"], said["first_on"], said["looks_back"], said["frameworks"],
        said["signers"], {code: State(**one) for code, one in said["states"].items()},
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Week:
    """One week: when it begins, whether it is over, whether somebody reviewed in it."""

    begins_on: date
    is_over: bool
    is_reviewed: bool

    @property
    def is_missed(self) -> bool:
        """Tell whether it went by without a review."""
        return self.is_over and not self.is_reviewed


def weeks(rules: PracticeRules, reviewed: Collection[date], *, day: date) -> list[Week]:
    """Return the week of a day and those that are looked back on, the newest first."""
    this = rules.week_of(day)
    if this is None:
        return []
    back = (this - timedelta(days=rules.cadence_days * count) for count in range(rules.looks_back + 1))
    return [Week(one, one != this, one in reviewed) for one in back if one >= rules.first_on]


def state(rules: PracticeRules, reviewed: Collection[date], *, day: date) -> str:
    """Return the code of how a council keeps up on a day."""
    if not reviewed:
        return "never"
    return "missed" if any(one.is_missed for one in weeks(rules, reviewed, day=day)) else "every"
