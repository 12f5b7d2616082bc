"""Reviews of plans: the rules in force on a day, and in which state a review is (which no column keeps)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from junction.core.playbook import load

from .book import Word

BOOK = load(Path(__file__).parents[1] / "playbook" / "plan-reviews.toml")


@dataclass(frozen=True, slots=True)
class ReviewRules:
    """The rules in force on a day."""

    reference: str
    criteria: Mapping[str, str]
    grades: Mapping[str, Word]
    states: Mapping[str, Word]
    reply_days: int
    again_days: int


@cache
def review_rules(day: date) -> ReviewRules:
    """Return the rules of reviews in force on a day."""
    version = BOOK.on(day)
    said = version.values
    grades = {code: Word(code, **values) for code, values in said["grades"].items()}
    states = {code: Word(code, **values) for code, values in said["states"].items()}
    return ReviewRules(
        version.reference, said["criteria"], grades, states, said["reply_days"], said["again_days"]
    )


@dataclass(frozen=True, slots=True)
class Facts:
    """What the state of a review follows from; `finished_on` is its local day."""

    due_on: date
    findings: int = 0
    finished_on: date | None = None
    replied: bool = False
    again_on: date | None = None
    followed: bool = False  # a later review of it was begun


def state_of(facts: Facts, rules: ReviewRules, *, day: date) -> str:
    """Return the code of the state on a day. The reply is due until the last day of the period, included."""
    if facts.finished_on is None:
        if day > facts.due_on:
            return "overdue"
        return "under-way" if facts.findings else "asked"
    if facts.followed:
        return "reviewed-again"
    if facts.again_on and day >= facts.again_on:
        return "again-due"
    waits = day <= facts.finished_on + timedelta(days=rules.reply_days)
    return "may-reply" if waits and not facts.replied else "finished"
