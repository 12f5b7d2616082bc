"""Learning reviews: when one is due after an outbreak, and how far what was learned has come.

Winter plan of 18 September 2020: there is a review after each outbreak, and its lessons are shared at local,
regional and national levels. Whether one is late follows from the days; nobody writes it down.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from junction.core.calendar import working_days_after
from junction.core.playbook import load

BOOK = load(Path(__file__).parents[1] / "playbook" / "learning-reviews.toml")
LOCAL, REGIONAL, NATIONAL = "local", "regional", "national"


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody who may take part in a review, and whether their part is needed."""

    title: str
    needed: bool


@dataclass(frozen=True, slots=True)
class Means:
    """A way in which lessons are shared; `is_item`: they stay on an agenda until they were discussed."""

    title: str
    is_item: bool


@dataclass(frozen=True, slots=True)
class State:
    """A word for how far a review has come."""

    title: str
    colour: str


@dataclass(frozen=True, slots=True)
class LearningRules:
    """The rules in force on a day."""

    reference: str
    due_working_days: int
    names_kept_days: int
    kinds: Mapping[str, str]
    parts: Mapping[str, Part]
    themes: Mapping[str, str]
    audiences: Mapping[str, str]
    levels: Mapping[str, str]
    means: Mapping[str, Means]
    states: Mapping[str, State]

    @property
    def items(self) -> list[str]:
        """Return the means by which something becomes a standing item."""
        return [code for code, one in self.means.items() if one.is_item]

    def absent(self, parts: tuple[str, ...] | list[str]) -> list[str]:
        """Return the titles of those whose part is needed and who had none."""
        return [one.title for code, one in self.parts.items() if one.needed and code not in parts]


@cache
def learning_rules(day: date) -> LearningRules:
    """Return the rules of learning reviews in force on a day."""
    version = BOOK.on(day)
    said = version.values
    return LearningRules(
        version.reference, said["due_working_days"], said["names_kept_days"], said["kinds"],
        {code: Part(**one) for code, one in said["parts"].items()}, said["themes"], said["audiences"],
        said["levels"], {code: Means(**one) for code, one in said["means"].items()},
        {code: State(**one) for code, one in said["states"].items()},
    )  # fmt: skip


def due_on(over_on: date | None) -> date | None:
    """Return the day by which the review of an outbreak is due; none while it runs, or where none is asked.

    The rule in force on the day the outbreak was over counts.
    """
    if over_on is None:
        return None
    days = learning_rules(over_on).due_working_days
    return working_days_after(over_on, days) if days else None


@dataclass(frozen=True, slots=True)
class Looked:
    """What tells how far a review has come; `kept`: its lessons that were not shared beyond local."""

    over_on: date | None
    due_on: date | None
    held_on: date | None
    lessons: int = 0
    kept: int = 0


def state(one: Looked, *, day: date) -> str:
    """Return the code of how far a review has come on a day."""
    if one.held_on is not None:
        if not one.lessons:
            return "no-lessons"
        return "kept" if one.kept else "shared"
    if one.over_on is None:
        return "running"
    if one.due_on is None:
        return "not-asked"
    return "overdue" if one.due_on < day else "due"


def state_of(row: Any, *, day: date) -> str:
    """Return the code of how far the review of a row, with its lessons counted, has come on a day."""
    return state(Looked(row.over_on, row.due_on, row.held_on, row.lessons, row.kept), day=day)
