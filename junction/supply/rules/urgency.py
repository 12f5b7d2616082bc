"""The emergency line's rules: how urgent a request is, its clocks, and what is not for this line. Dated data.

Urgent is who has under 72 hours of stock (COVID-19 action plan for adult social care, 15 April 2020,
paragraph 1.17). Cover decides the priority and nothing else does, so that two homes with as much left wait
alike; who has cases comes first among those of one priority.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from junction.core.playbook import RuleVersion, load

BOOK = load(Path(__file__).parents[1] / "playbook" / "emergency-line.toml")


class NoSuchCover(LookupError):
    """The playbook knows no such band of cover."""


@dataclass(frozen=True, slots=True)
class Cover:
    """A band of how long the stock still lasts: its priority, or the routes that are for it instead."""

    code: str
    text: str
    up_to_hours: int | None = None
    priority: int | None = None
    instead: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Priority:
    """How soon a request of one priority is decided, sent and there."""

    number: int
    text: str
    decide_within_minutes: int
    dispatch_within_hours: int
    deliver_within_hours: int


@dataclass(frozen=True, slots=True)
class Clocks:
    """The moments a request of one priority runs against."""

    decide_by: datetime
    dispatch_by: datetime
    deliver_by: datetime


@dataclass(frozen=True, slots=True)
class Tried:
    """Another route, and whether it must have been tried first."""

    code: str
    text: str
    must: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """Why less is granted than was asked, and whether what is left goes on to the next route."""

    code: str
    text: str
    goes_on: bool


@dataclass(frozen=True, slots=True)
class Line:
    """The rules of the line in force on a day."""

    reference: str
    covers: Mapping[str, Cover]
    priorities: Mapping[int, Priority]
    routes: Mapping[str, Tried]
    reasons: Mapping[str, Reason]
    longest_wait_seconds: int
    answered_within_seconds: int
    answered_within_percent: int
    contact_for_hours: int
    forget_contact_after_days: int
    most_lines: int

    def cover(self, code: str) -> Cover:
        """Return a band of cover; raise `NoSuchCover`."""
        try:
            return self.covers[code]
        except KeyError:
            raise NoSuchCover(code) from None

    def not_tried(self, tried: Collection[str]) -> tuple[str, ...]:
        """Return the names of the routes that must be tried first and were not."""
        return tuple(route.text for route in self.routes.values() if route.must and route.code not in tried)


def line_of(version: RuleVersion) -> Line:
    """Read one version of the rule book."""
    values: Mapping[str, Any] = version.values
    targets = values["targets"]
    return Line(
        reference=version.reference,
        covers={item["code"]: Cover(**item) for item in values["cover"]},
        priorities={item["number"]: Priority(**item) for item in values["priority"]},
        routes={item["code"]: Tried(**item) for item in values["tried"]},
        reasons={item["code"]: Reason(**item) for item in values["reason"]},
        **targets,
        contact_for_hours=values["contact_for_hours"],
        forget_contact_after_days=values["forget_contact_after_days"],
        most_lines=values["most_lines"],
    )


@cache
def line_on(day: date) -> Line:
    """Return the rules of the line in force on a day."""
    return line_of(BOOK.on(day))


def clocks(priority: Priority, at: datetime) -> Clocks:
    """Return when a request that came in at `at` is to be decided, sent and delivered."""
    return Clocks(
        decide_by=at + timedelta(minutes=priority.decide_within_minutes),
        dispatch_by=at + timedelta(hours=priority.dispatch_within_hours),
        deliver_by=at + timedelta(hours=priority.deliver_within_hours),
    )


def cover_for_hours(line: Line, hours: float) -> Cover:
    """Return the band that so many hours of cover fall into; a bound belongs to the longer band."""
    return next(
        cover for cover in line.covers.values() if cover.up_to_hours is None or hours < cover.up_to_hours
    )
