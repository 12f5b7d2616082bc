"""Supply problems: how bad one is, by when it must have an owner, and how one can end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from junction.core.playbook import load

BOOK = load(Path(__file__).parents[1] / "playbook" / "supply-problems.toml")


@dataclass(frozen=True, slots=True)
class Severity:
    """How bad a shortage is, and how long it may be nobody's."""

    code: str
    text: str
    owner_within_hours: int
    of_priorities: tuple[int, ...] = ()  # of needs that no route is left for

    def owner_due_at(self, ownerless_since: datetime) -> datetime:
        """Return by when somebody must have taken a problem that has been nobody's since a moment."""
        return ownerless_since + timedelta(hours=self.owner_within_hours)


@dataclass(frozen=True, slots=True)
class ProblemRules:
    """The rules for supply problems in force on a day."""

    reference: str
    severities: Mapping[str, Severity]
    outcomes: Mapping[str, str]
    forget_address_after_days: int

    def severity_of(self, priority: int) -> str:
        """Return how bad it is when no route is left for a need of this priority."""
        return next(code for code, one in self.severities.items() if priority in one.of_priorities)


@cache
def problem_rules(day: date) -> ProblemRules:
    """Return the rules for supply problems in force on a day."""
    version = BOOK.on(day)
    return ProblemRules(
        reference=version.reference,
        severities={
            item["code"]: Severity(**item | {"of_priorities": tuple(item["of_priorities"])})
            for item in version.values["severity"]
        },
        outcomes={item["code"]: item["text"] for item in version.values["outcome"]},
        forget_address_after_days=version.values["forget_address_after_days"],
    )
