"""Reviews of plans: the rules in force on a day, and in which state a review is (which no column keeps)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path

from junction.core.playbook import load

from .book import Word

TIMES = ("remind_before_days", "reply_remind_days", "forget_address_after_days")  # all, or none
BOOK = load(Path(__file__).parents[1] / "playbook" / "plan-reviews.toml")


@dataclass(frozen=True, slots=True)
class Reminders:
    """When reviewers and owners are written to, and how long the address of a letter is kept."""

    before: timedelta
    of_reply: timedelta
    forget_address_after: timedelta


@dataclass(frozen=True, slots=True)
class ReviewRules:
    """The rules in force on a day."""

    reference: str
    criteria: Mapping[str, str]  # of plans of every kind
    criteria_of: Mapping[str, Mapping[str, str]]  # of one kind beside them, by its code
    grades: Mapping[str, Word]
    states: Mapping[str, Word]
    reply_days: int
    again_days: int
    reminders: Reminders | None  # none: nobody is written to

    def asked_of(self, kind: str) -> dict[str, str]:
        """Return the criteria that a plan of a kind is reviewed by: those of its own kind first."""
        return {**self.criteria_of.get(kind, {}), **self.criteria}


@cache
def review_rules(day: date) -> ReviewRules:
    """Return the rules of reviews in force on a day."""
    version = BOOK.on(day)
    said = version.values
    grades = {code: Word(code, **values) for code, values in said["grades"].items()}
    states = {code: Word(code, **values) for code, values in said["states"].items()}
    reminders = Reminders(*(timedelta(days=said[name]) for name in TIMES)) if TIMES[0] in said else None
    return ReviewRules(
        version.reference, said["criteria"], said.get("criteria_of", {}), grades, states, said["reply_days"],
        said["again_days"], reminders,
    )  # fmt: skip


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


class Stage(StrEnum):
    """What somebody is told of a review, each once."""

    ASSIGNED = "assigned"
    DUE_SOON = "due-soon"
    DUE = "due"
    LATE = "late"
    REPLY_ENDS = "reply-ends"
    AGAIN_DUE = "again-due"


def stage_of(facts: Facts, rules: ReviewRules, *, day: date) -> Stage | None:
    """Return what is to be told on a day: to reviewers; of a reply that runs out to the plan's owner."""
    if rules.reminders is None:
        return None
    if facts.finished_on is None:
        if day > facts.due_on:
            return Stage.LATE
        if day == facts.due_on:
            return Stage.DUE
        return Stage.DUE_SOON if day >= facts.due_on - rules.reminders.before else None
    if facts.followed:
        return None
    if facts.again_on and day >= facts.again_on:
        return Stage.AGAIN_DUE
    last = facts.finished_on + timedelta(days=rules.reply_days)
    is_near = last - rules.reminders.of_reply <= day <= last
    return Stage.REPLY_ENDS if is_near and not facts.replied else None
