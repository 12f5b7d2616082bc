"""Loans of volunteers: until when an offer is answered, for what reasons it is declined or ended. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path

from junction.core.calendar import LOCAL
from junction.core.playbook import load

BOOK = load(Path(__file__).parents[1] / "playbook" / "loans.toml")


@dataclass(frozen=True, slots=True)
class LoanRules:
    """The rules in force on a day."""

    reference: str
    answer_within_hours: int
    decline_reasons: Mapping[str, str]
    end_reasons: Mapping[str, str]
    heard_by: Mapping[str, str] = field(default_factory=dict)  # how a keeper heard a volunteer's answer

    def limit(self, now: datetime, ends_on: date) -> datetime:
        """Return until when a borrower may answer: within the hours, while a day is left to lend."""
        over = datetime.combine(ends_on, time(), LOCAL)
        return min(now + timedelta(hours=self.answer_within_hours), over)

    def reason(self, code: str) -> str:
        """Return a reason in words."""
        return {**self.decline_reasons, **self.end_reasons}.get(code, code)


@cache
def loan_rules(day: date) -> LoanRules:
    """Return the rules in force on a day."""
    version = BOOK.on(day)
    return LoanRules(reference=version.reference, **version.values)
