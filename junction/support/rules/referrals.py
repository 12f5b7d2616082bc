"""Referrals: by when a service answers, why it may decline, and what follows for the need. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from junction.core.playbook import load

BOOK = load(Path(__file__).parents[1] / "playbook" / "referrals.toml")
REFERRAL = "referral"
LAPSED = "lapsed"  # beside the reasons to decline, why a referral came to nothing


@dataclass(frozen=True, slots=True)
class ReferralRules:
    """The rules in force on a day."""

    reference: str
    keep_days: int
    default_hours: int
    most_services_shown: int
    answer_within_hours: Mapping[str, int]
    decline_reasons: Mapping[str, str]

    def limit(self, level: str, now: datetime) -> datetime:
        """Return until when a service may answer, by how soon the need is to be seen to."""
        return now + timedelta(hours=self.answer_within_hours.get(level, self.default_hours))

    def keep_until(self, day: date) -> date:
        """Return the day on which words for the service are erased."""
        return day + timedelta(days=self.keep_days)

    @property
    def reasons(self) -> dict[str, str]:
        """Every way in which a referral comes to nothing, in words."""
        return {**self.decline_reasons, LAPSED: "No answer in time"}


def about(number: int) -> str:
    """Return how an event of a need names a referral."""
    return f"{REFERRAL}:{number}"


def is_left_alone(offered_by: str, others: Iterable[str]) -> bool:
    """Tell whether nobody helps any more: the last help that was offered was a referral, and no other
    referral of the need still stands (`others` are their states).
    """
    return offered_by.startswith(f"{REFERRAL}:") and not any(one in ("sent", "accepted") for one in others)


@cache
def referral_rules(day: date) -> ReferralRules:
    """Return the rules in force on a day."""
    version = BOOK.on(day)
    return ReferralRules(reference=version.reference, **version.values)
