"""Issues that need one national answer: themes, limits, and for how long a promise without a day has stood.

Plan of 15 April 2020, paragraph 4.28: what councils and providers meet alike is decided once. A promise that
names no day ("in due course") is never late by its own words, so its age in days is what people see.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from junction.core.calendar import working_days_after
from junction.core.playbook import load

BOOK = load(Path(__file__).parents[1] / "playbook" / "national-issues.toml")


@dataclass(frozen=True, slots=True)
class Word:
    """A code's title, with its colour on a page."""

    title: str
    colour: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of response: the answer, or a promise of one."""

    title: str
    is_answer: bool


@dataclass(frozen=True, slots=True)
class Audience:
    """To whom an answer is published, and whether providers are among them."""

    title: str
    providers: bool


@dataclass(frozen=True, slots=True)
class NationalRules:
    """The rules in force on a day; limits in working days, likeness from 0 to 1."""

    reference: str
    decide_days: int
    answer_days: int
    finder: str
    forget_address_after: timedelta
    likeness: float
    most_alike: int
    themes: Mapping[str, str]
    responses: Mapping[str, Kind]
    audiences: Mapping[str, Audience]
    states: Mapping[str, Word]

    def decide_by(self, raised_on: date) -> date:
        """Return the last day on which it is decided in time whether one national answer is needed."""
        return working_days_after(raised_on, self.decide_days)

    def answer_by(self, raised_on: date) -> date:
        """Return the last day on which it is answered in time."""
        return working_days_after(raised_on, self.answer_days)

    @property
    def for_providers(self) -> list[str]:
        """Return the audiences that providers are part of."""
        return [code for code, one in self.audiences.items() if one.providers]


@cache
def national_rules(day: date) -> NationalRules:
    """Return the rules of national issues in force on a day."""
    version = BOOK.on(day)
    said = version.values
    return NationalRules(
        version.reference, said["decide_days"], said["answer_days"], said["finder"],
        timedelta(days=said["forget_address_after_days"]), said["likeness"], said["most_alike"],
        said["themes"],
        responses={code: Kind(**one) for code, one in said["responses"].items()},
        audiences={code: Audience(**one) for code, one in said["audiences"].items()},
        states={code: Word(**one) for code, one in said["states"].items()},
    )  # fmt: skip


def days_over(last_on: date | None, *, today: date) -> int:
    """Return by how many days a last day is over; nothing until then, nor where no day was said."""
    return max(0, (today - last_on).days) if last_on else 0
