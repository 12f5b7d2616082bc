"""How long what somebody said of themselves is kept, and which needs are rung back to see whether they were
judged well.

The sample is drawn by the need's own reference, so that nobody chooses whom to ring and the same needs are
drawn when it is asked again.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from phonenumbers import PhoneNumberFormat, format_number, is_possible_number
from phonenumbers import parse as parse_number
from phonenumbers.phonenumberutil import NumberParseException

from junction.core.playbook import load

BOOK = load(Path(__file__).parents[1] / "playbook" / "need-keeping.toml")
STEPS = 2**64
PROFESSIONAL = "worker"  # whose work brings them to the person


@dataclass(frozen=True, slots=True)
class Keeping:
    """What holds on a day."""

    reference: str
    keep_days: int
    call_back_days: int
    talk_minutes: int
    texts_an_hour: int
    link_useful_days: int
    call_back_shares: Mapping[str, float]
    found_real_level: str
    unmet_reasons: Mapping[str, str]
    concerns: Mapping[str, str]
    concern_hours: Mapping[str, int]
    concern_again_hours: int
    relations: Mapping[str, str]

    def keep_until(self, day: date) -> date:
        """Return the day on which personal values are erased, when this is the last that happens."""
        return day + timedelta(days=self.keep_days)

    def concern_limit(self, kind: str, raised_at: datetime) -> datetime:
        """Return until when somebody has to have seen to a worry."""
        return raised_at + timedelta(hours=self.concern_hours[kind])

    def is_rung_back(self, need_class: str, reference: str) -> bool:
        """Tell whether a need is in the sample of its class."""
        drawn = int.from_bytes(hashlib.sha256(reference.encode()).digest()[:8], "big") / STEPS
        return drawn < self.call_back_shares.get(need_class, 0)


@cache
def keeping_on(day: date) -> Keeping:
    """Return what holds on a day."""
    version = BOOK.on(day)
    return Keeping(version.reference, **version.values)


def phone_key(written: str) -> str:
    """Return a telephone number as the world writes it (+44…), whatever was typed; "" when it is none."""
    try:
        number = parse_number(written, "GB")
    except NumberParseException:
        return ""
    return format_number(number, PhoneNumberFormat.E164) if is_possible_number(number) else ""


def name_key(written: str) -> str:
    """Return what two spellings of a person's name have in common: its words, without case, in
    their order.
    """
    return " ".join(sorted(re.findall(r"\w+", written.casefold())))
