"""Ringing round: what an outcome of a call means, and when to ring again. The outcomes are dated data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from junction.core import playbook

BOOK = Path(__file__).parents[1] / "playbook" / "call-outcomes.toml"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One thing that can come of a call."""

    code: str
    text: str
    asks_time: bool = False
    files: bool = False
    one_tap: bool = False
    call_again_minutes: int | None = None


def outcomes(values: Mapping[str, Any]) -> dict[str, Outcome]:
    """Read the outcomes of one version of the rule book, by code, in their order."""
    return {item["code"]: Outcome(**item) for item in values["outcomes"]}


def call_outcomes(day: date) -> dict[str, Outcome]:
    """Return what can come of a call made on `day`."""
    return outcomes(playbook.load(BOOK).on(day).values)


def matter(question_set: str, about_on: date) -> str:
    """Return what a call is about: the return of one set for one day."""
    return f"return:{question_set}:{about_on.isoformat()}"


def next_call_at(outcome: Outcome, *, promised_at: datetime | None, now: datetime) -> datetime | None:
    """Return when to ring again: when the promised time has passed, or after the outcome's own wait."""
    if promised_at is not None:
        return max(promised_at, now)
    if outcome.call_again_minutes is None:
        return None
    return now + timedelta(minutes=outcome.call_again_minutes)


def promised_moment(clock: time, *, today: date, timezone: ZoneInfo) -> datetime:
    """Return the moment meant by "by half past four", said today."""
    return datetime.combine(today, clock, tzinfo=timezone)
