"""Offers to make or sell: what is checked, when one may be accepted, and by when it must have an owner."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

from junction.core.calendar import end_of_working_days
from junction.core.playbook import load

BOOK = load(Path(__file__).parents[1] / "playbook" / "offers.toml")
PASSED, FAILED = "passed", "failed"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to look at, and whether an offer can be accepted without it."""

    code: str
    text: str
    must: bool = False


@dataclass(frozen=True, slots=True)
class OfferRules:
    """The rules for offers in force on a day."""

    reference: str
    kinds: Mapping[str, str]
    checks: Mapping[str, Check]
    answers: Mapping[str, str]
    owner_within_working_days: int
    forget_contact_after_days: int

    def owner_due_at(self, ownerless_since: datetime) -> datetime:
        """Return by when somebody must have taken an offer that has been nobody's since a moment."""
        return end_of_working_days(ownerless_since, self.owner_within_working_days)

    def in_the_way(self, results: Mapping[str, str], answer: str) -> list[Check]:
        """Return the checks that stand in the way of an answer: only accepting needs them passed."""
        if answer != "accepted":
            return []
        return [check for check in self.checks.values() if check.must and results.get(check.code) != PASSED]


@cache
def offer_rules(day: date) -> OfferRules:
    """Return the rules for offers in force on a day."""
    version = BOOK.on(day)
    values = version.values
    return OfferRules(
        reference=version.reference,
        kinds={item["code"]: item["text"] for item in values["kind"]},
        checks={item["code"]: Check(**item) for item in values["check"]},
        answers={item["code"]: item["text"] for item in values["answer"]},
        owner_within_working_days=values["owner_within_working_days"],
        forget_contact_after_days=values["forget_contact_after_days"],
    )
