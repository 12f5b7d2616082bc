"""Social prescribing: when a link worker speaks with somebody next, by which ways, how support ends. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from junction.core.playbook import load

BOOK = load(Path(__file__).parents[1] / "playbook" / "linking.toml")
MET = "met"


@dataclass(frozen=True, slots=True)
class LinkWay:
    """A way to speak with somebody; `remote` ones need nobody to leave home."""

    title: str
    remote: bool


@dataclass(frozen=True, slots=True)
class LinkOutcome:
    """How support ends, and what that makes of the need: "met", or "back" to the desk."""

    title: str
    need: str


@dataclass(frozen=True, slots=True)
class LinkRules:
    """The rules in force on a day."""

    reference: str
    first_contact_days: int
    contact_days: int
    most_contact_days: int
    review_days: int
    keep_days: int
    ways: Mapping[str, LinkWay]
    outcomes: Mapping[str, LinkOutcome]

    def first_due(self, day: date) -> date:
        """Return by when somebody who was taken on is first spoken with."""
        return day + timedelta(days=self.first_contact_days)

    def next_due(self, day: date, asked: date | None, *, reached: bool) -> date | None:
        """Return by when to speak next: on the day that was asked for, else after the usual days, sooner
        where nobody was reached; None for a day that is not to come, or too far.
        """
        if asked is None:
            return day + timedelta(days=self.contact_days if reached else self.first_contact_days)
        return asked if day < asked <= day + timedelta(days=self.most_contact_days) else None

    def review_due(self, day: date) -> date:
        """Return by when it is looked at together how it goes."""
        return day + timedelta(days=self.review_days)

    def keep_until(self, day: date) -> date:
        """Return the day on which what was written down is erased."""
        return day + timedelta(days=self.keep_days)


@cache
def link_rules(day: date) -> LinkRules:
    """Return the rules in force on a day."""
    version = BOOK.on(day)
    said = dict(version.values)
    ways = {code: LinkWay(**one) for code, one in said.pop("ways").items()}
    outcomes = {code: LinkOutcome(**one) for code, one in said.pop("outcomes").items()}
    return LinkRules(reference=version.reference, ways=ways, outcomes=outcomes, **said)
