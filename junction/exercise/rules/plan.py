"""Which world to make, and what all its places tell in it: everything follows from the plan and its seed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import numpy as np

from junction.returns.rules.judging import Filing

from .answers import Report, moment, reports
from .places import SimulatedPlace
from .world import days_until, play

ALL_SAID = 18 * 60  # minutes of the day: by then everything is over that is said and done on the last day
QUESTION_SETS = {True: "care-home-daily", False: "home-care-daily"}  # by whether a place has beds


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Which world to make: everything follows from these."""

    seed: int
    region: str
    last_day: date
    days: int = 30
    filed_days: int = 2  # the last days, filed through the real operations
    share: float = 1.0  # of the region's places; above 1 for a larger world


def over_by(plan: Plan, now: datetime) -> Plan:
    """Return the plan whose last day is over by `now`, as far as people ring, meet and write on it.

    While the day is young all of it is told of the day before: nothing played lies ahead of the clock.
    Returns, orders and calls have moments of their own, and are played up to `now`.
    """
    if moment(plan.last_day, ALL_SAID) <= now:
        return plan
    return replace(plan, last_day=plan.last_day - timedelta(days=1))


def told_reports(plan: Plan, rng: np.random.Generator, places: Sequence[SimulatedPlace]) -> list[Report]:
    """Play the emergency in homes and agencies; every return of both, in the order they were filed."""
    days = days_until(plan.last_day, plan.days)
    told: list[Report] = []
    for has_beds, question_set in QUESTION_SETS.items():
        kind = [place for place in places if (place.beds is not None) == has_beds]
        told += reports(play(rng, kind, days), question_set)
    return sorted(told, key=lambda report: (report.filed_at, report.place.identifier))


def filing_of(report: Report, numbers: dict[str, int]) -> Filing:
    """A report as the operations of returns take it."""
    return Filing(
        place_id=numbers[report.place.identifier],
        question_set=report.question_set,
        about_on=report.about_on,
        answers=report.answers,
        channel="exercise",
        confirmed=None,
        nothing_changed=report.nothing_changed,
        why="A slip was put right." if report.is_correction else "",
    )
