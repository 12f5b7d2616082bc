"""Where an unmet remainder goes next: the first route this need has not been to, or a supply problem.

A need is never cut off: it goes from route to route with its history, and once all were tried, to one named
owner.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from junction.core.playbook import load

BOOK = load(Path(__file__).parents[1] / "playbook" / "onward-routes.toml")


@dataclass(frozen=True, slots=True)
class Route:
    """One route: its name, whose desk decides there ("nation", "lrf" or "council"), and what may follow."""

    code: str
    text: str
    desk: str
    next: tuple[str, ...] = ()
    decide_within_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Leftovers:
    """When what is left of an order that nobody decides on goes on by itself."""

    reasons: tuple[str, ...]
    below_percent: int
    within_hours: int
    priority: int

    def lacking(self, lines: Iterable[tuple[int, int, int, str]]) -> dict[int, int]:
        """Return what lines of (item, asked, granted, reason) lack for a reason that leaves the need."""
        return {
            item: asked - granted
            for item, asked, granted, reason in lines
            if asked > granted and reason in self.reasons
        }

    def go_by_themselves(self, asked: int, granted: int) -> bool:
        """Tell whether so little of a line was granted that the rest goes on unasked."""
        return 100 * granted < self.below_percent * asked


@dataclass(frozen=True, slots=True)
class Routes:
    """The routes in force on a day."""

    reference: str
    by_code: Mapping[str, Route]
    leftovers: Leftovers
    keep_addresses_days: int

    def next_of(self, code: str, *, been_to: Collection[str]) -> Route | None:
        """Return the first route after `code` that the need has not been to; None when all were tried."""
        ways = self.by_code[code].next if code in self.by_code else ()
        return next((self.by_code[way] for way in ways if way not in been_to), None)

    def ways(self, code: str, *, been_to: Collection[str]) -> list[Route]:
        """Return every route after `code` that the need has not been to, the first first."""
        ways = self.by_code[code].next if code in self.by_code else ()
        return [self.by_code[way] for way in ways if way not in been_to]


@cache
def routes_on(day: date) -> Routes:
    """Return the routes in force on a day."""
    version = BOOK.on(day)
    minutes = version.values["decide_within_minutes"]
    found = {
        code: Route(code, said["text"], said["desk"], tuple(said["next"]), minutes.get(code))
        for code, said in version.values["routes"].items()
    }
    return Routes(
        version.reference,
        found,
        Leftovers(**version.values["leftovers"]),
        version.values["mutual_aid"]["keep_addresses_days"],
    )


def decide_by(route: Route, at: datetime, *, before: datetime | None = None) -> datetime:
    """Return by when a need is decided there; never later than `before`, when it is short of time already."""
    by = at + timedelta(minutes=route.decide_within_minutes or 1440)
    return min(by, max(before, at)) if before else by
