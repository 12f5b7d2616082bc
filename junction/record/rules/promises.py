"""What became of promises, actions and asks: derived from their days and what was found, never stored.

A promise without a day is not forgiven: it ages from the day it was made.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from itertools import pairwise
from pathlib import Path

from junction.core.playbook import load

from .reading import Certainty

BOOK = load(Path(__file__).parents[1] / "playbook" / "promises.toml")


@dataclass(frozen=True, slots=True)
class PromiseRules:
    """The rules in force on a day."""

    reference: str
    ask_unanswered: timedelta
    ask_passed_on_times: int
    remind_before: timedelta
    remind_again: timedelta
    forget_address_after: timedelta
    compared_sentences: int
    compared_marks: int
    compared_again: int
    commitment_outcomes: Mapping[str, str]
    action_outcomes: Mapping[str, str]
    contradiction_outcomes: Mapping[str, str]
    decision_stages: Mapping[str, str]
    principles: Mapping[str, str]
    continuing: str  # a pattern of the words by which a promise goes on; empty: none are known


@cache
def promise_rules(day: date) -> PromiseRules:
    """Return the rules in force on a day."""
    version = BOOK.on(day)
    said = version.values
    return PromiseRules(
        reference=version.reference,
        ask_unanswered=timedelta(hours=said["ask_unanswered_hours"]),
        ask_passed_on_times=said["ask_passed_on_times"],
        remind_before=timedelta(days=said["remind_days_before"]),
        remind_again=timedelta(days=said["remind_again_days"]),
        forget_address_after=timedelta(days=said["forget_address_after_days"]),
        compared_sentences=said["compared_sentences"],
        compared_marks=said["compared_marks"],
        compared_again=said["compared_again"],
        commitment_outcomes=said["commitment_outcomes"],
        action_outcomes=said["action_outcomes"],
        contradiction_outcomes=said["contradiction_outcomes"],
        decision_stages=said["decision_stages"],
        principles=said["principles"],
        continuing="|".join(said.get("continuing", ())),
    )


class Standing(StrEnum):
    """Where a promise or an action stands on a day."""

    KEPT = "kept"
    KEPT_LATE = "kept-late"
    NOT_KEPT = "not-kept"
    GIVEN_UP = "given-up"
    CANNOT_BE_KNOWN = "cannot-be-known"
    LATE = "late"  # its last day is over and nobody found that it was kept
    DUE = "due"  # its days run
    TO_COME = "to-come"
    UNDATED = "undated"  # no last day was ever said
    CONTINUES = "continues"  # it goes on, from a day or from when it was made, and has no last day


def goes_on(words: str, *, from_on: date | None, certainty: str, rules: PromiseRules) -> bool:
    """Tell whether a promise without a last day goes on: from a day on, or by its words."""
    if not rules.continuing:
        return False
    is_open = bool(from_on) and certainty == Certainty.OPEN
    return is_open or bool(re.search(rf"\b(?:{rules.continuing})\b", words, re.IGNORECASE))


def standing(
    *,
    from_on: date | None,
    until_on: date | None,
    outcomes: Sequence[str],
    today: date,
    is_continuing: bool = False,
) -> Standing:
    """Return where a promise stands: the newest of what was found of it, else what its days say."""
    if outcomes:
        return Standing(outcomes[-1])
    if until_on is None:
        if from_on and today < from_on:
            return Standing.TO_COME
        return Standing.CONTINUES if is_continuing else Standing.UNDATED
    if today >= until_on:
        return Standing.LATE
    return Standing.TO_COME if from_on and today < from_on else Standing.DUE


def age_in_days(made_on: date, *, today: date) -> int:
    """Return for how many days a promise has been made; undated ones age like the others."""
    return max(0, (today - made_on).days)


def days_late(until_on: date | None, *, today: date) -> int:
    """Return for how many days a promise's last day has been over."""
    return max(0, (today - until_on).days + 1) if until_on and today >= until_on else 0


@dataclass(frozen=True, slots=True)
class Passed:
    """One step of an ask: to whom, when; nobody (`to` empty): no home yet."""

    to: str
    at: datetime


def times_passed_on(steps: Sequence[Passed]) -> int:
    """Count the times an ask went from one to another; the first who was asked does not count."""
    named = [step.to for step in steps if step.to]
    return sum(before != after for before, after in pairwise(named))


def is_homeless(steps: Sequence[Passed]) -> bool:
    """Tell whether nobody has an ask now."""
    return not steps or not steps[-1].to


def needs_alert(
    *,
    asked_at: datetime,
    answered_at: datetime | None,
    steps: Sequence[Passed],
    rules: PromiseRules,
    now: datetime,
) -> list[str]:
    """Return why an open ask is alarming: codes "unanswered", "passed-on"; nothing once it is answered."""
    if answered_at is not None and answered_at <= now:
        return []
    alarms = ["unanswered"] if now - asked_at >= rules.ask_unanswered else []
    return alarms + (["passed-on"] if times_passed_on(steps) >= rules.ask_passed_on_times else [])


def alarmed_since(
    code: str,
    *,
    asked_at: datetime,
    steps: Sequence[Passed],
    opened_again: datetime | None,
    rules: PromiseRules,
) -> datetime:
    """Return when an ask that alarms began to; one whose answer was taken back begins again then."""
    if code == "unanswered":
        began = asked_at + rules.ask_unanswered
    else:
        until = (number for number in range(1, len(steps) + 1)
                 if times_passed_on(steps[:number]) >= rules.ask_passed_on_times)  # fmt: skip
        began = steps[next(until) - 1].at
    return max(began, opened_again) if opened_again else began


def is_to_remind(
    *, until_on: date | None, reminded_on: date | None, rules: PromiseRules, today: date
) -> bool:
    """Tell whether the owner of an open action is written to today.

    Once in the days before its last day, once when that is over, and then again and again.
    """
    if until_on is None or today < until_on - timedelta(days=1) - rules.remind_before:
        return False
    if reminded_on is None:
        return True
    if today < until_on:
        return reminded_on < until_on - timedelta(days=1) - rules.remind_before
    return reminded_on < until_on or today - reminded_on >= rules.remind_again
