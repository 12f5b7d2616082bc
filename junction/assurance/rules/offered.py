"""Expert help for councils: themes, limits, and for how long help is given at first.

Plan of 15 April 2020, paragraphs 4.26 and 4.27: needs are collated, each region has a named lead, help is
given for an initial three months.
"""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from junction.core.calendar import working_days_after
from junction.core.playbook import load

BOOK = load(Path(__file__).parents[1] / "playbook" / "expert-help.toml")


@dataclass(frozen=True, slots=True)
class State:
    """Where a need stands, with its colour on a page."""

    title: str
    colour: str


@dataclass(frozen=True, slots=True)
class HelpRules:
    """The rules in force on a day."""

    reference: str
    answer_days: int
    months: int
    finder: str
    themes: Mapping[str, str]
    outcomes: Mapping[str, str]
    states: Mapping[str, State]

    def answer_by(self, stated_on: date) -> date:
        """Return the last day on which a need is answered in time."""
        return working_days_after(stated_on, self.answer_days)

    def until(self, begun_on: date) -> date:
        """Return the day on which help that begins on a day ends, unless another day is said."""
        return months_after(begun_on, self.months)


@cache
def help_rules(day: date) -> HelpRules:
    """Return the rules of expert help in force on a day."""
    version = BOOK.on(day)
    said = version.values
    return HelpRules(
        version.reference, said["answer_days"], said["months"], said["finder"], said["themes"],
        said["outcomes"], {code: State(**one) for code, one in said["states"].items()},
    )  # fmt: skip


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or the last of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
